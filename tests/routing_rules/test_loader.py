"""From texts to a rule book: read all, check all, then trust it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing_rules import FOLDER, Demand, RuleBook, RuleTableError, load, load_checked, load_folder, texts_in
from routing_rules.columns import TABLES


def test_the_shipped_folder_has_no_mistakes(book):
    assert isinstance(book, RuleBook)
    assert book.edition == "0"
    assert len(book.leaves) >= 150
    assert len(book.rules) >= len(book.leaves)
    assert sorted(table.file for table in TABLES) == sorted(path.name for path in FOLDER.glob("*.csv"))


def test_every_shipped_leaf_has_a_rule_of_its_own(book):
    named = {code for rule in book.rules for code in rule.scope.category}
    assert [leaf for leaf in book.leaves if leaf not in named] == []


def test_what_the_tables_say_stands_in_the_book(texts):
    book = load(texts, edition="7")
    assert book.edition == "7"
    assert [rule.number for rule in book.rules] == ["R1", "R2", "R3", "R4"]
    assert book.rules[1].outcome.co_handlers == ("ZJ",)
    assert book.cross_duties[0].words == ("停电", "断电")
    assert [limit.precedence for limit in book.limits["办结"]] == [10, 20, 30]
    assert book.directory.listed[0].valid_from == date(2024, 1, 1)
    assert book.directory.listed[0].valid_until is None
    assert book.calendar.settled == {2026}
    assert not book.calendar.worked[date(2027, 1, 1)]
    assert book.guidance[0].words == ("着火了",)


def test_a_year_with_one_provisional_day_is_not_settled(texts):
    texts["holidays.csv"] += "2026-10-01,休,国庆,暂定,推定\n"
    assert load(texts, edition="1").calendar.settled == frozenset()


def test_all_mistakes_of_one_table_are_told_at_once(texts, told):
    texts["responsibility.csv"] += "R5,9999,,外星人,,盟市,,,戊,D,明天,\nR1,01,,,ZJ,乡镇,,,己,D,,\n"
    assert told(texts) == [
        "权责清单 第 6 行：「主办职能」不能为空，请填写",
        "权责清单 第 6 行：「事项分类」的「9999」查无此项，请改为表中已有的代码或用语",
        "权责清单 第 6 行：「生效日期」应写成 2026-01-31 这样的日期，现为「明天」，请把单元格改成日期格式，或照此写法",
        "权责清单 第 6 行：「诉求主体」的「外星人」查无此项，请改为表中已有的代码或用语",
        "权责清单 第 7 行：「主办层级」的「乡镇」查无此项，请改为表中已有的代码或用语",
        "权责清单 第 7 行：「规则编号」R1 与第 2 行重复，请改用新的编号",
    ]


def test_mistakes_of_form_and_of_content_in_many_tables_are_told_at_once(texts, told):
    texts["cross_duties.csv"] += "E1,用电,30,01,,,倒杆,电杆,,GD,盟市,,,庚,D,电杆倒了\n"  # a number used twice
    texts["time_limits.csv"] = texts["time_limits.csv"].replace("7,工作日", "七,工作日")
    texts["guidance.csv"] = texts["guidance.csv"].replace("话术", "说法")
    texts["holidays.csv"] += "2026-13-01,休,,正式,\n"
    texts["agencies.csv"] += "GD-2,甲,公司,企业,GD,1501,2024-01-01,,,D,推定\n"  # a comma too many
    found = told(texts)
    assert [line.split("：")[0] for line in found] == [
        "交叉职责判定表 第 4 行", "分类处理指引 第 1 行", "单位名录 第 4 行", "工作日历 第 5 行", "时限表 第 4 行",
    ]  # fmt: skip
    assert ["重复" in found[0], "这一列缺失" in found[1], "比表头多" in found[2]] == [True] * 3
    assert ["日期" in found[3], "正整数" in found[4]] == [True] * 2


@pytest.mark.parametrize("file", ["categories.csv", "regions.csv", "functions.csv"])
def test_a_table_of_codes_that_cannot_be_read_makes_no_flood_of_unknown_codes(texts, told, file):
    del texts[file]
    found = told(texts)
    assert len(found) == 1
    assert f"缺少文件 {file}" in found[0]


def test_no_tables_at_all_are_seventeen_mistakes(told):
    assert len(told({})) == len(TABLES) == 17


def test_mistakes_are_sorted_by_table_and_line_and_kept_on_the_error(texts):
    texts["holidays.csv"] += "2026-13-01,休,,正式,\n2026-14-01,休,,正式,\n"
    with pytest.raises(RuleTableError) as caught:
        load(texts, edition="1")
    assert [(m.table, m.line) for m in caught.value.mistakes] == [("工作日历", 5), ("工作日历", 6)]


def test_a_folder_with_a_file_in_another_encoding(tmp_path):
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (FOLDER / "time_limits.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "time_limits.csv").write_bytes(text.encode("gb18030"))
    with pytest.raises(RuleTableError, match="时限表：文件不是 UTF-8 文本，请在表格软件里另存为"):
        load_folder(tmp_path)
    (tmp_path / "time_limits.csv").write_text(text, encoding="utf-8")
    assert load_folder(tmp_path, edition="3").edition == "3"


@pytest.mark.parametrize("file", [table.file for table in TABLES])
def test_a_nul_in_any_table_is_told(texts, told, file):
    texts[file] += "\x00"
    assert any("UTF-8" in line for line in told(texts))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_table_with_any_cell_changed_loads_or_tells_and_decides_without_crash(small_texts, at, data):
    file = data.draw(st.sampled_from(sorted(small_texts)))
    lines = small_texts[file].splitlines()
    number = data.draw(st.integers(1, len(lines) - 1))
    cells = lines[number].split(",")
    place = data.draw(st.integers(0, len(cells) - 1))
    cells[place] = data.draw(
        st.sampled_from(
            ["", "、", "01", "0101、0201", "15", "1501", "个人", "ZJ、GD", "旗县", "2026-01-01", "7", "x", '"']
        )
    )
    lines[number] = ",".join(cells)
    try:
        book = load({**small_texts, file: "\n".join(lines)}, edition="1")
    except RuleTableError as error:
        assert error.mistakes
        assert all(m.table in {table.name for table in TABLES} and m.why for m in error.mistakes)
        return
    from_rules = {row.number for row in (*book.rules, *book.exceptions, *book.cross_duties)}
    for category in book.leaves:
        for region in book.directory.regions:
            demand = data.draw(st.sampled_from(["", "停电", "电线", "白塔机场", "巧报镇"]))
            decision = book.decide(_demand(category, region, demand), at)
            assert decision is None or (decision.rule in from_rules and decision.deadline.at > at)


def _demand(category, region, text):
    return Demand(category, region, text=text)


def test_an_edition_older_than_a_table_is_read_with_the_table_as_it_is_shipped():
    older = {name: text for name, text in texts_in(FOLDER).items() if name != "notices.csv"}
    assert load_checked(older, edition="旧").practice.notices == load_folder().practice.notices
    with pytest.raises(RuleTableError, match=r"notices\.csv"):
        load(older, edition="新")

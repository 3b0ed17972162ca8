"""CSV to rows: headings, lines, trimming, and what is wrong with the form of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing_rules import texts_in
from routing_rules.columns import TABLES, Table
from routing_rules.reading.spreadsheet import LONGEST_CELL, MOST_ROWS, Row, rows_of

PETS = Table("pets.csv", "宠物表", ("编号", "名字", "食物"), ("编号", "名字"), "编号")
HEAD = "编号,名字,食物\n"


def whys(text):
    return [str(mistake) for mistake in rows_of(PETS, {"pets.csv": text})[1]]


def test_rows_are_trimmed_and_know_their_line():
    rows, mistakes = rows_of(PETS, {"pets.csv": HEAD + " 1 ,阿黄,骨头、 肉 、\n\n,,\n2,阿花\n"})
    assert mistakes == []
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"编号": "1", "名字": "阿黄", "食物": "骨头、 肉 、"}),
        (5, {"编号": "2", "名字": "阿花", "食物": ""}),
    ]
    assert rows[0].several("食物") == ["骨头", "肉"]
    assert rows[1].several("食物") == []


def test_columns_may_stand_in_any_order_and_others_are_ignored():
    rows, mistakes = rows_of(PETS, {"pets.csv": "食物,备注,名字,编号\r\n鱼,x,阿花,7\r\n"})
    assert mistakes == []
    assert rows == [Row(2, {"编号": "7", "名字": "阿花", "食物": "鱼"})]


def test_a_quoted_cell_may_hold_commas_quotes_and_breaks():
    rows, mistakes = rows_of(PETS, {"pets.csv": HEAD + '1,"阿,""黄""","骨\n头"\n'})
    assert mistakes == []
    assert (rows[0]["名字"], rows[0]["食物"]) == ('阿,"黄"', "骨\n头")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [f"宠物表 第 1 行：「{heading}」这一列缺失，请按模板补齐表头" for heading in PETS.headings]),
        ("编号,食物\n1,鱼\n", ["宠物表 第 1 行：「名字」这一列缺失，请按模板补齐表头"]),
        (HEAD + "1,,鱼\n", ["宠物表 第 2 行：「名字」不能为空，请填写"]),
        (HEAD + "1,甲,鱼\n1,乙,肉\n", ["宠物表 第 3 行：「编号」1 与第 2 行重复，请改用新的编号"]),
        (HEAD + "1,甲,鱼,肉\n", ["宠物表 第 2 行：单元格比表头多，可能是文字里多了半角逗号，请改为全角"]),
        (HEAD + "1,甲\x00,鱼\n", ["宠物表：文件不是 UTF-8 文本，请在表格软件里另存为“CSV UTF-8”，或直接上传 XLSX"]),
    ],
)
def test_what_is_wrong_is_told_with_table_line_and_remedy(text, expected):
    assert whys(text) == expected


def test_everything_wrong_in_a_table_is_told_at_once():
    found = whys(HEAD + "1,,鱼\n1,甲,\n2,乙,肉,菜\n,,x\n")
    assert sorted(found) == sorted(
        [
            "宠物表 第 4 行：单元格比表头多，可能是文字里多了半角逗号，请改为全角",
            "宠物表 第 2 行：「名字」不能为空，请填写",
            "宠物表 第 3 行：「编号」1 与第 2 行重复，请改用新的编号",
            "宠物表 第 5 行：「编号」不能为空，请填写",
            "宠物表 第 5 行：「名字」不能为空，请填写",
        ]
    )


def test_a_quote_that_is_never_closed_is_told_and_swallows_no_rows_in_silence():
    found = whys(HEAD + '1,甲,"鱼\n2,乙,肉\n')
    assert found == ["宠物表 第 2 行：引号不成对或单元格过长，请检查这一行的半角引号"]


def test_a_cell_of_enormous_length_is_told():
    found = whys(HEAD + f"1,甲,{'鱼' * 200_000}\n")
    assert len(found) == 1
    assert found[0].startswith("宠物表 第 2 行")


def test_the_longest_cell_is_read_and_one_longer_is_not():
    assert whys(HEAD + f"1,甲,{'鱼' * LONGEST_CELL}\n") == []
    assert whys(HEAD + f"1,甲,{'鱼' * (LONGEST_CELL + 1)}\n") != []


def test_too_many_rows_are_told_at_once_and_none_is_read():
    rows, mistakes = rows_of(PETS, {"pets.csv": HEAD + "".join(f"{n},甲,鱼\n" for n in range(50_000))})
    assert rows == []
    assert [str(m) for m in mistakes] == [f"宠物表：有 50000 行，最多 {MOST_ROWS} 行，请核对是否选错了文件"]


def test_a_missing_file_is_told():
    assert [str(m) for m in rows_of(PETS, {})[1]] == ["宠物表：缺少文件 pets.csv，请补上这张表"]


def test_texts_in_reads_only_known_tables_and_drops_the_mark(tmp_path):
    (tmp_path / TABLES[0].file).write_bytes("分类编码".encode("utf-8-sig"))
    (tmp_path / "other.csv").write_text("x")
    assert texts_in(tmp_path) == {TABLES[0].file: "分类编码"}


@pytest.mark.parametrize(
    "content", ["编号,名字,食物\n1,甲,鱼".encode("gb18030"), "编号,名字".encode("utf-16"), b"\xff\xfe"]
)
def test_bytes_that_are_no_utf8_are_told(tmp_path, content):
    table = TABLES[0]
    (tmp_path / table.file).write_bytes(content)
    rows, mistakes = rows_of(table, texts_in(tmp_path))
    assert rows == []
    assert [str(m) for m in mistakes] == [
        "事项分类表：文件不是 UTF-8 文本，请在表格软件里另存为“CSV UTF-8”，或直接上传 XLSX"
    ]


@given(st.text(max_size=200))
def test_any_text_gives_rows_or_mistakes_and_never_an_exception(text):
    for body in (text, HEAD + text):
        rows, mistakes = rows_of(PETS, {"pets.csv": body})
        assert all(set(row.cells) == set(PETS.headings) and any(row.cells.values()) for row in rows)
        assert all(m.table == "宠物表" and m.why for m in mistakes)
        if not mistakes:
            assert all(row["编号"] and row["名字"] for row in rows)
            assert len({row["编号"] for row in rows}) == len(rows)

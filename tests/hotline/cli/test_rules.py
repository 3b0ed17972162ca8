"""The rules from the command line: checked, drafted, submitted, approved by another account, rolled back, exported."""

import shutil

import pytest
from sqlalchemy import delete, select, update

from factories import PASSWORD
from hotline.casework import staff
from hotline.domain.vocabulary import EditionState, Role
from hotline.store.editions import RuleEdition
from hotline.store.people import Staff
from routing_rules import FOLDER, texts_in
from routing_rules.reading.uploads import read_upload

AUTHOR, SECOND = "administrator", "administrator-2"


def state_of(equipment, edition):
    with equipment.work() as work:
        return work.session.scalar(select(RuleEdition.state).where(RuleEdition.edition == edition))


def current(equipment):
    with equipment.work() as work:
        return work.session.scalars(select(RuleEdition.edition).where(RuleEdition.state == EditionState.CURRENT)).one()


@pytest.fixture
def apart(house):
    """A second administrator; afterwards the editions are as they were, for all tests of a process share them."""
    equipment = house.equipment
    with equipment.work() as work:
        staff.create(work, account=SECOND, name="复核", role=Role.ADMINISTRATOR, region="15", password=PASSWORD)
        known = dict(work.session.execute(select(RuleEdition.edition, RuleEdition.state)).all())
    yield equipment
    with equipment.work() as work:
        work.session.execute(delete(RuleEdition).where(RuleEdition.edition.not_in(known)))
        for state in (EditionState.RETIRED, EditionState.CURRENT):
            mine = [edition for edition, was in known.items() if was == state]
            work.session.execute(update(RuleEdition).where(RuleEdition.edition.in_(mine)).values(state=state))
        work.session.execute(delete(Staff).where(Staff.account == SECOND))
    equipment.editions.books.clear()  # 版本名会再用到
    equipment.editions.known = None


@pytest.fixture
def tables(tmp_path):
    """A copy of the tables, to be changed."""
    return shutil.copytree(FOLDER, tmp_path / "tables")


@pytest.fixture
def changed(tables):
    """Tables in which heating is another function's."""
    table = tables / "responsibility.csv"
    text = table.read_text(encoding="utf-8-sig")
    assert text.count("R0301,0301,,,ZJ,") == 1
    table.write_text(text.replace("R0301,0301,,,ZJ,", "R0301,0301,,,CG,"), encoding="utf-8-sig")
    return tables


@pytest.fixture
def broken(tables):
    """Tables with two mistakes."""
    with (tables / "responsibility.csv").open("a", encoding="utf-8") as file:
        file.write(
            "R9001,9999,,,ZJ,旗县,,,无此分类,D,2024-01-01,\nR9002,0101,,外星人,ZJ,旗县,,,无此主体,D,2024-01-01,\n"
        )
    return tables


@pytest.fixture
def submitted(type_in, changed, apart):
    """The name of an edition that was drafted from a folder and submitted."""
    answer = type_in("rules", "draft", str(changed), "--note", "供热改由城管", "--as", AUTHOR)
    assert answer.code == 0, answer.err
    assert "0 处差错，已回放" in answer.out
    edition = answer.out.split()[1].rstrip("：").split("：")[0]
    answer = type_in("rules", "submit", edition, "--as", AUTHOR)
    assert answer.code == 0 and "须由另一人批准" in answer.out, answer.err
    return edition


def test_the_tables_of_the_checkout_pass(type_in):
    answer = type_in("rules", "check")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("0 处差错")


def test_a_broken_folder_is_refused_with_every_mistake(type_in, broken):
    answer = type_in("rules", "check", str(broken))
    assert answer.code == 1
    assert "规则表有 2 处差错" in answer.err
    assert "9999" in answer.err and "外星人" in answer.err
    assert "Traceback" not in answer.err


def test_a_draft_with_mistakes_tells_them_all_is_not_submitted_and_changes_nothing(type_in, broken, apart):
    before = current(apart)
    answer = type_in("rules", "draft", str(broken), "--note", "有错", "--as", AUTHOR)
    assert "9999" in answer.out and "外星人" in answer.out and "2 处差错" in answer.out
    with apart.work() as work:
        name = work.session.scalars(select(RuleEdition.edition).where(RuleEdition.state == EditionState.DRAFT)).one()
    answer = type_in("rules", "submit", name, "--as", AUTHOR)
    assert answer.code == 1 and "2 处差错" in answer.err and "Traceback" not in answer.err
    assert current(apart) == before


def test_replaying_a_draft_with_mistakes_is_refused_in_words(type_in, broken, apart):
    type_in("rules", "draft", str(broken), "--note", "有错", "--as", AUTHOR)
    with apart.work() as work:
        name = work.session.scalars(select(RuleEdition.edition).where(RuleEdition.state == EditionState.DRAFT)).one()
    answer = type_in("rules", "replay", name)
    assert answer.code == 1 and "2 处差错" in answer.err and "Traceback" not in answer.err


def test_from_a_folder_to_the_edition_in_force_and_back(type_in, submitted, apart):
    before = current(apart)
    answer = type_in("rules", "approve", submitted, "--as", SECOND)
    assert answer.code == 0, answer.err
    assert current(apart) == submitted
    with apart.work() as work:
        assert apart.judgement(work.session).rules.edition == submitted, "at once, without a restart"
    listed = type_in("rules", "editions").out.splitlines()
    assert listed[0].startswith(f"{submitted}　现行　供热改由城管")
    assert any(line.startswith(f"{before}　停用") for line in listed[1:])
    answer = type_in("rules", "rollback", "--reason", "派错了单位", "--as", SECOND)
    assert answer.code == 0 and before in answer.out
    assert (current(apart), state_of(apart, submitted)) == (before, EditionState.ROLLED_BACK)


def test_who_drafted_and_submitted_cannot_approve(type_in, submitted, apart):
    answer = type_in("rules", "approve", submitted, "--as", AUTHOR)
    assert answer.code == 1 and "另一人" in answer.err
    assert state_of(apart, submitted) == EditionState.SUBMITTED


def test_an_edition_may_be_approved_for_a_later_day_in_beijing_time(type_in, submitted, apart):
    before = current(apart)
    words = ("--from", "2099-01-01T08:30", "--until", "2099-02-01", "--as", SECOND)
    answer = type_in("rules", "approve", submitted, *words)
    assert answer.code == 0 and "待生效" in answer.out, answer.err
    assert (current(apart), state_of(apart, submitted)) == (before, EditionState.APPROVED)
    assert "2099-01-01 08:30 起 至 2099-02-01 00:00" in type_in("rules", "editions").out


def test_replaying_tells_how_many_move_and_from_whom_to_whom(type_in, changed, apart, house):
    house.dispatched("家里不够热，请派人上门看看")
    answer = type_in("rules", "draft", str(changed), "--note", "试", "--as", AUTHOR)
    edition = answer.out.split("：")[0].split()[1]
    answer = type_in("rules", "replay", edition)
    assert answer.code == 0, answer.err
    assert "回放 1 件，去向改变 1 件" in answer.out and "可免退单 0 件" in answer.out
    assert "赛罕区住房和城乡建设局 → 赛罕区城市管理综合执法局　1 件" in answer.out


@pytest.mark.parametrize("account", ["clerk", "supervisor", "auditor", "nobody"])
def test_nobody_but_an_administrator_of_this_house_drafts(type_in, changed, apart, account):
    answer = type_in("rules", "draft", str(changed), "--note", "越权", "--as", account)
    assert answer.code == 1 and answer.err and "Traceback" not in answer.err
    with apart.work() as work:
        assert EditionState.DRAFT not in work.session.scalars(select(RuleEdition.state)).all()


@pytest.mark.parametrize("words", [
    ("draft", str(FOLDER), "--as", AUTHOR), ("draft", str(FOLDER), "--note", "改"), ("rollback", "--as", AUTHOR),
    ("approve", "2026.01-1"), ("submit",), ("draft", "/nowhere", "--note", "改", "--as", AUTHOR),
])  # fmt: skip
def test_a_command_that_lacks_something_is_not_understood(type_in, words):
    assert type_in("rules", *words).code == 2


@pytest.mark.parametrize("words", [
    ("submit", "1999.01-1", "--as", AUTHOR), ("approve", "1999.01-1", "--as", AUTHOR), ("replay", "1999.01-1"),
    ("export", "unwritten.xlsx", "--edition", "1999.01-1"),
])  # fmt: skip
def test_an_edition_that_does_not_exist_is_told(type_in, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    answer = type_in("rules", *words)
    assert answer.code == 1 and "1999.01-1" in answer.err and "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


def test_an_edition_goes_out_as_a_workbook_and_comes_back_the_same(type_in, submitted, tmp_path):
    for words, marker in ((("--edition", submitted), "CG"), ((), "ZJ")):
        target = tmp_path / f"{marker}.xlsx"
        answer = type_in("rules", "export", str(target), *words)
        assert answer.code == 0 and str(target) in answer.out, answer.err
        found = read_upload(target.name, target.read_bytes())
        assert found.mistakes == []
        assert set(found.texts) == set(texts_in(FOLDER))
        assert f"R0301,0301,,,{marker}," in found.texts["responsibility.csv"]
    for table, text in texts_in(FOLDER).items():
        assert found.texts[table].splitlines() == text.splitlines()

"""Checking and publishing rule tables from the command line."""

import shutil

import pytest
from sqlalchemy import select

from hotline.domain.vocabulary import EditionState
from hotline.store.editions import RuleEdition
from routing_rules import FOLDER


def current(equipment):
    with equipment.work() as work:
        return work.session.scalars(select(RuleEdition.edition).where(RuleEdition.state == EditionState.CURRENT)).one()


@pytest.fixture
def tables(tmp_path):
    """A copy of the tables, to be spoiled."""
    return shutil.copytree(FOLDER, tmp_path / "tables")


@pytest.fixture
def broken(tables):
    """Tables with two mistakes."""
    with (tables / "responsibility.csv").open("a", encoding="utf-8") as file:
        file.write("R9001,9999,,,ZJ,旗县,,无此分类,D,2024-01-01,\nR9002,0101,,外星人,ZJ,旗县,,无此主体,D,2024-01-01,\n")
    return tables


def test_the_tables_of_the_checkout_pass(type_in):
    answer = type_in("rules", "check")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("0 处差错")


@pytest.mark.parametrize("words", [("check",), ("publish", "--note", "试发布")])
def test_a_broken_folder_is_refused_with_every_mistake_and_nothing_changes(type_in, broken, equipment, words):
    before = current(equipment)
    answer = type_in("rules", words[0], str(broken), *words[1:])
    assert answer.code == 1
    assert "规则表有 2 处差错" in answer.err
    assert "9999" in answer.err and "外星人" in answer.err
    assert "Traceback" not in answer.err
    assert current(equipment) == before


def test_a_folder_without_a_table_is_refused(type_in, tables, equipment):
    before = current(equipment)
    (tables / "regions.csv").unlink()
    answer = type_in("rules", "publish", str(tables), "--note", "缺表")
    assert answer.code == 1
    assert "Traceback" not in answer.err and answer.err
    assert current(equipment) == before


def test_publishing_the_current_tables_again_makes_no_new_edition(type_in, equipment):
    before = current(equipment)
    answer = type_in("rules", "publish", "--note", "再发一次")
    assert answer.code == 0
    assert f"现行规则版本 {before}（" in answer.out
    assert current(equipment) == before


def test_publishing_needs_a_note(type_in):
    assert type_in("rules", "publish").code == 2


def test_a_changed_folder_becomes_current_at_once_for_running_processes(type_in, tables, equipment):
    before = current(equipment)
    table = tables / "responsibility.csv"
    text = table.read_text(encoding="utf-8-sig")
    assert text.count("R0101,") == 1
    table.write_text(text.replace("R0101,", "R0101X,"), encoding="utf-8-sig")
    try:
        answer = type_in("rules", "publish", str(tables), "--note", "改编号")
        assert answer.code == 0, answer.err
        assert current(equipment) != before
        with equipment.work() as work:
            assert equipment.judgement(work.session).rules.edition == current(equipment)
    finally:
        assert type_in("rules", "publish", "--note", "恢复").code == 0

"""What a process works with: put together once, and its judgement follows the editions in force (运行装备)."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from hotline.casework.rules.publishing import publish
from hotline.domain.vocabulary import EditionState, Role
from hotline.equipment import NotReady, equip
from hotline.gateways.mengsuban import MengsubanOverHttp, NoMengsuban
from hotline.store.editions import ModelEdition, RuleEdition
from hotline.store.work import Person
from routing_rules import FOLDER, texts_in


@pytest.fixture
def another_process(equipment):
    """The equipment of another process on the same database."""
    found = equip(equipment.settings)
    yield found
    found.engine.dispose()


@pytest.fixture
def own_rules_again(equipment):
    """Whatever a test publishes, the tables of the checkout are in force again after it."""
    yield
    with equipment.work() as work:
        publish(work, texts_in(FOLDER), "测试后恢复")


def rules_of(equipment):
    with equipment.work() as work:
        return equipment.judgement(work.session).rules


@pytest.mark.usefixtures("own_rules_again")
def test_judgement_follows_an_edition_that_another_process_publishes(equipment, another_process):
    before = rules_of(equipment)
    texts = texts_in(FOLDER)
    name, table = next((name, text) for name, text in texts.items() if "土默特左旗" in text and "区划名称" in text)
    with another_process.work() as work:
        edition = publish(work, {**texts, name: table.replace("土默特左旗", "土默特左旗试")}, "测试版本").edition
    after = rules_of(equipment)
    assert after.edition == edition != before.edition
    assert after.directory.regions["150121"].name == "土默特左旗试"
    assert before.directory.regions["150121"].name == "土默特左旗"
    assert rules_of(another_process).edition == edition


@pytest.mark.usefixtures("own_rules_again")
def test_an_edition_that_is_not_committed_is_not_judged_by(equipment, another_process):
    before = rules_of(equipment)
    texts = texts_in(FOLDER)
    name, table = next((name, text) for name, text in texts.items() if "土默特左旗" in text and "区划名称" in text)
    with pytest.raises(ZeroDivisionError), another_process.work() as work:
        publish(work, {**texts, name: table.replace("土默特左旗", "土默特左旗试")}, "半途而废")
        assert rules_of(equipment) is before
        raise ZeroDivisionError
    assert rules_of(equipment) is before


def test_the_same_edition_is_loaded_once(equipment):
    assert rules_of(equipment) is rules_of(equipment)


@pytest.mark.parametrize("record", [RuleEdition, ModelEdition])
def test_without_a_current_edition_it_says_what_to_run(another_process, record):
    session = another_process.sessions()
    try:
        session.execute(update(record).values(state=EditionState.RETIRED))
        with pytest.raises(NotReady, match="hotline db load"):
            another_process.judgement(session)
    finally:
        session.close()


def test_there_is_never_more_than_one_edition_in_force(equipment):
    with equipment.work() as work:
        for record in (RuleEdition, ModelEdition):
            current = select(record.id).where(record.state == EditionState.CURRENT)
            assert len(work.session.scalars(current).all()) == 1


def test_the_thresholds_follow_the_accuracy_that_the_settings_promise(equipment, another_process):
    with equipment.work() as work:
        usual = equipment.judgement(work.session).model.thresholds
    assert usual.promise == equipment.settings.auto_accuracy == 0.97
    laxer = replace(another_process, settings=replace(another_process.settings, auto_accuracy=0.8))
    with laxer.work() as work:
        assert laxer.judgement(work.session).model.thresholds.overall < usual.overall


def test_mengsuban_is_told_only_where_it_has_an_address(equipment):
    assert isinstance(equip(replace(equipment.settings, mengsuban_url="")).mengsuban, NoMengsuban)
    told = equip(replace(equipment.settings, mengsuban_url="http://127.0.0.1:9/"))
    assert isinstance(told.mengsuban, MengsubanOverHttp)


def test_work_is_of_the_system_unless_a_person_is_named(equipment):
    with equipment.work() as work:
        assert work.person.role == Role.SYSTEM
        assert work.now.tzinfo is not None
    somebody = Person("agent", Role.AGENT, "1501")
    with equipment.work(somebody) as work:
        assert work.person is somebody

"""Topics from the register: a burst of one estate is found at one look, once, and told to named people (热点与预警)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from factories import person
from hotline.analytics.warning import judging, watching
from hotline.domain.analysis.terms import TopicKind, TopicState, Verdict, WarningLevel
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.store.analysis.warnings import DemandReading, EarlyWarning, Topic, TopicTicket
from hotline.store.queries.figures import topics as counted

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SAID = "赛罕区翠湖家园小区三号楼暖气不热，家里只有十三度"


def look(house, now=NOW) -> None:
    with house.equipment.work(now=now) as work:
        watching.read_new(work)
    with house.equipment.work(now=now) as work:
        watching.watch_names(work, house.equipment.rules(work.session))


@pytest.fixture
def burst(house):
    """Six neighbours of one estate within two hours; their numbers."""
    numbers = [
        house.registered(
            SAID, title="暖气不热", region="150105", phone=f"1384710{one:04}", now=NOW - timedelta(minutes=20 * one + 5)
        )
        for one in range(6)
    ]
    look(house)
    return numbers


def topics(house) -> list[Topic]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(Topic).order_by(Topic.id)))


def test_six_tickets_of_one_estate_are_a_risk_at_the_first_look_and_named_people_are_told(house, burst):
    (topic,) = topics(house)
    assert (topic.kind, topic.state, topic.tickets, topic.people) == (TopicKind.RISK, TopicState.NEW, 6, 6)
    assert "翠湖家园" in topic.name and topic.region == "150105"
    with house.equipment.work() as work:
        (warning,) = counted.warnings_of(work, [topic.id])
        assert set(warning.told) == {Role.SUPERVISOR.value, Role.ANALYST.value}
        assert (warning.level, warning.tickets) == (WarningLevel.SERIOUS, 6)


def test_a_second_look_changes_nothing_and_five_are_no_burst(house, burst):
    look(house)
    (topic,) = topics(house)
    with house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(EarlyWarning)) == 1
        assert work.session.scalar(select(func.count()).select_from(TopicTicket)) == topic.tickets == 6
        assert work.session.scalar(select(func.count()).select_from(DemandReading)) == 6


def test_five_of_one_estate_in_a_day_are_not_yet_a_risk(house):
    for one in range(5):
        house.registered(SAID, region="150105", phone=f"1384710{one:04}", now=NOW - timedelta(hours=one + 1))
    look(house)
    assert topics(house) == []


def test_nobody_takes_a_warning_and_it_is_escalated_once_and_a_topic_ends_after_a_week(house, burst):
    for wanted in (0, 1, 0):
        later = NOW + timedelta(hours=1 if wanted == 0 and topics(house)[0].state is TopicState.NEW else 3)
        with house.equipment.work(now=later if wanted else NOW + timedelta(hours=1)) as work:
            assert watching.escalate(work, house.equipment.rules(work.session)) == wanted
    look(house, NOW + timedelta(days=8))
    assert topics(house)[0].state is TopicState.ENDED


def test_what_people_decide_is_remembered(house, burst):
    (topic,) = topics(house)
    with house.equipment.work(person(Role.ANALYST)) as work:
        other = judging.split(work, topic.id, tickets=burst[:2], name="翠湖家园二号楼").id
        judging.rename(work, topic.id, "翠湖家园停暖")
    look(house)
    first, second = topics(house)
    assert (first.name, first.tickets, second.id, second.tickets) == ("翠湖家园停暖", 4, other, 2)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        judging.merge(work, other, into=topic.id)
        (warning,) = counted.warnings_of(work, [topic.id])
        judging.acknowledge(work, warning.id)
        judging.judge(work, warning.id, Verdict.TRUE)
        assert counted.precision(work) == (1, 0, 0)
        with pytest.raises(Conflict):
            judging.acknowledge(work, warning.id)
    with house.equipment.work(person(Role.ANALYST), NOW) as work:
        judging.dismiss(work, topic.id, "供热公司试压，已公告")
    look(house, NOW + timedelta(minutes=5))
    assert [one.state for one in topics(house)] == [TopicState.DISMISSED, TopicState.MERGED]


def test_refusals(house, burst):
    (topic,) = topics(house)
    with house.equipment.work(person(Role.ANALYST, "1502")) as work, pytest.raises(NotFound):
        judging.rename(work, topic.id, "别处的")
    with house.equipment.work(person(Role.OFFICER)) as work, pytest.raises(Forbidden):
        judging.dismiss(work, topic.id, "不管")
    with house.equipment.work(person(Role.ANALYST)) as work:
        for wrong in (
            lambda: judging.rename(work, topic.id, " "),
            lambda: judging.dismiss(work, topic.id, ""),
            lambda: judging.merge(work, topic.id, into=topic.id),
            lambda: judging.split(work, topic.id, tickets=[], name="空"),
        ):
            with pytest.raises(Incomplete):
                wrong()

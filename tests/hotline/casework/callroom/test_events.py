"""Known events: one key answers and attaches the caller; over is over."""

from datetime import UTC, datetime, timedelta

import pytest

from factories import person
from hotline.casework import intake
from hotline.casework.callroom import events
from hotline.casework.callroom.events import Announced, events_about, said_of
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Role, State
from hotline.store.queries.callroom import events_here
from hotline.store.workbench.callroom import KnownEvent

NOW = datetime.now(UTC)
NOTICE = Announced(
    "150105", "0301", "金桥片区换热站检修停热", "金桥片区换热站正在检修，", "呼和浩特城发供热公告〔2026〕8号", NOW,
    NOW + timedelta(hours=6), ("金桥小区", "学府花园"),
)  # fmt: skip


@pytest.fixture
def event(house):
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        made = events.announce(work, house.equipment.judgement(work.session), NOTICE).id
    yield made
    with house.equipment.engine.begin() as connection:
        connection.exec_driver_sql("update tickets set event_id = null; delete from known_events")


def test_one_key_answers_and_attaches_the_caller(house, event):
    with house.equipment.work(person(Role.AGENT)) as work:
        demand = intake.Demand("我家金桥小区没暖气了", phone="13947112233", region="150105")
        number = events.answer_by_event(work, event, demand).number
        assert events.attached(work, [event]) == {event: 1}
    ticket = house.ticket(number)
    assert (ticket.state, ticket.event_id, ticket.category) == (State.CLOSED, event, "0301")
    assert (
        ticket.reply is not None
        and ticket.reply.startswith("金桥片区换热站正在检修，预计 ")
        and ticket.reply.endswith("恢复。")
    )


def test_what_is_over_answers_nobody_and_is_ended_once(house, event):
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        events.end(work, event)
    with house.equipment.work(person(Role.AGENT)) as work:
        assert events_here(work) == []
        with pytest.raises(Conflict, match="已经结束"):
            events.answer_by_event(work, event, intake.Demand("停暖了"))
        with pytest.raises(Conflict):
            events.end(work, event)


def test_it_may_take_longer_but_not_end_before_it_began(house, event):
    with house.equipment.work(person(Role.AGENT)) as work:
        assert said_of(events.extend(work, event, NOW + timedelta(days=1))).endswith("恢复。")
        with pytest.raises(Incomplete, match="晚于"):
            events.extend(work, event, NOW - timedelta(days=1))


def test_an_event_is_seen_above_and_below_its_region_and_nowhere_else(house, event):
    for region, seen in (("15", True), ("1501", True), ("150105", True), ("150104", False), ("1502", False)):
        with house.equipment.work(person(Role.AGENT, region=region)) as work:
            assert [one.id for one in events_here(work)] == ([event] if seen else []), region
    with house.equipment.work(person(Role.AGENT, region="1502")) as work, pytest.raises(NotFound):
        events.end(work, event)


@pytest.mark.parametrize(
    ("change", "why"),
    [({"title": " "}, "标题"), ({"wording": ""}, "答复口径"), ({"source": ""}, "公告单位"), ({"region": "3101"}, "区划"),
     ({"category": "9999"}, "事项分类"), ({"restores_at": NOW}, "晚于"), ({"wording": "长" * 501}, "500")],
)  # fmt: skip
def test_a_notice_with_something_wrong_is_not_made(house, change, why):
    with house.equipment.work(person(Role.AGENT)) as work:
        with pytest.raises(Incomplete, match=why):
            events.announce(work, house.equipment.judgement(work.session), Announced(**{**vars(NOTICE), **change}))
        assert events_here(work) == []


def test_a_unit_cannot_announce(house):
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(Forbidden):
        events.announce(work, house.equipment.judgement(work.session), NOTICE)


def test_a_named_place_goes_before_a_mere_category():
    named, general, other = (
        KnownEvent(id=1, category="0301", places=["金桥小区"]), KnownEvent(id=2, category="0301", places=[]),
        KnownEvent(id=3, category="0301", places=["别处"]),
    )  # fmt: skip
    assert events_about([other, general, named], "金桥小区停暖", "") == [named]
    assert events_about([other, general, named], "停暖了", "0301") == [general, other, named]
    assert events_about([other, general, named], "路灯不亮", "0901") == []

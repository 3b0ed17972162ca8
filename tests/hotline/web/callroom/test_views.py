"""The call room's page: what each role may do there, and no text becomes a script."""

from datetime import UTC, datetime

import pytest

from factories import person
from hotline.casework.callroom import calls
from hotline.casework.callroom.calls import Heard, Rings
from hotline.domain.vocabulary import CallPurpose, Role
from hotline.store.contacts import Call
from hotline.store.work import SYSTEM

EVIL = '<script>alert("x")</script>'
EVENT = {
    "region": "150105", "category": "0301", "title": "停热" + EVIL, "wording": "正在检修" + EVIL, "source": "公告" + EVIL,
    "starts_at": "2026-11-24T08:00", "restores_at": "2026-11-24T20:00", "places": "金桥小区、" + EVIL,
}  # fmt: skip


@pytest.fixture(autouse=True)
def empty(house):
    yield
    with house.equipment.engine.begin() as connection:
        connection.exec_driver_sql(
            "update tickets set event_id = null; delete from known_events; delete from nuisances; delete from handovers"
        )


def ring(house, phone="13947112233", event=Rings.RINGING, agent="agent"):
    with house.equipment.work(SYSTEM) as work:
        return calls.heard(work, Heard(f"t-{phone}-{event}", event, phone, agent, datetime.now(UTC))).id


def test_an_event_is_announced_shown_without_scripts_and_answers_a_caller(house, browser_of, page_of):
    agent = browser_of(Role.AGENT)
    assert agent.post("/callroom/events", data=EVENT).status_code == 302
    page = agent.get("/callroom/").text
    assert EVIL not in page and "已挂接" in page
    hint = agent.post("/agents/suggest", data={"text": "金桥小区停暖气了，什么时候恢复", "region": "150105"}).text
    assert "已知事件" in hint and EVIL not in hint
    action = page_of(page).form("/end").action.replace("/callroom/events/", "/agents/pop/events/").removesuffix("/end")
    answer = agent.post(action, data={"text": "金桥小区停暖气了", "phone": "13947112233", "region": "150105"})
    assert answer.status_code == 302
    assert "已按已知事件答复" in agent.get("/agents/").text
    assert agent.post("/callroom/events", data={**EVENT, "starts_at": ""}).status_code == 422


def test_a_caller_pops_up_with_their_tickets_and_a_second_call_acts_on_one(house, browser_of):
    number = house.dispatched(phone="13947112233", name="王小明")
    call, agent = ring(house), browser_of(Role.AGENT)
    assert f"/agents/pop/{call}" in agent.get("/agents/").text
    pop = agent.get(f"/agents/pop/{call}").text
    assert "13947112233" in pop and "王小明" in pop and number in pop
    told = agent.get(f"/agents/pop/{call}/{number}").text
    assert "可以这样告诉来电人" in told and "待签收" in told
    assert agent.post(f"/agents/pop/{call}/{number}/urge", data={"words": "请抓紧"}).status_code == 302
    assert house.ticket(number).pressed == 1
    assert agent.post(f"/agents/pop/{call}/{number}/urge", data={"words": "再催"}).status_code == 429
    assert agent.post(f"/agents/pop/{call}/{number}/supplement", data={"words": "今天又停了"}).status_code == 302
    with house.equipment.work() as work:
        kept = work.session.get(Call, call)
        assert (kept.ticket_id, kept.purpose) == (house.ticket(number).id, CallPurpose.SUPPLEMENT)


def test_a_registration_from_the_pop_up_belongs_to_its_call(house, browser_of):
    call, agent = ring(house), browser_of(Role.AGENT)
    form = {"then": "register", "text": "路灯不亮，晚上看不见路，请派人修", "phone": "13947112233", "call": str(call)}
    number = agent.post("/agents/calls", data=form).location.rpartition("/")[2]
    with house.equipment.work() as work:
        assert [one.id for one in work.session.query(Call).filter_by(ticket_id=work.ticket(number).id)] == [call]


def test_what_was_typed_is_there_again_until_it_is_sent(house, browser_of):
    typed = {"text": "写到一半" + EVIL, "phone": "13947112233"}
    assert browser_of(Role.AGENT).post("/unsent/desk", data=typed).status_code == 204
    page = browser_of(Role.AGENT).get("/agents/").text
    assert "写到一半" in page and "13947112233" in page and EVIL not in page
    assert "写到一半" not in browser_of(Role.SUPERVISOR).get("/callroom/").text
    assert browser_of(Role.AGENT).post("/agents/calls", data={"then": "register", **typed}).status_code == 302
    assert "写到一半" not in browser_of(Role.AGENT).get("/agents/").text


def test_a_missed_caller_is_rung_back_from_the_desk(house, browser_of):
    call = ring(house, event=Rings.MISSED, agent="")
    agent = browser_of(Role.AGENT)
    assert "13947112233" in agent.get("/callroom/").text
    assert agent.post(f"/callroom/missed/{call}/back").location.endswith(f"/agents/?call={call}")
    assert agent.post(f"/callroom/missed/{call}/back").status_code == 409


def test_only_a_supervisor_draws_and_approves(house, browser_of):
    house.registered()
    agent, supervisor = browser_of(Role.AGENT), browser_of(Role.SUPERVISOR)
    assert (
        agent.post("/callroom/nuisances", data={"phone": "13947112233", "reason": EVIL, "days": "3"}).status_code == 302
    )
    assert EVIL not in supervisor.get("/callroom/").text
    assert agent.post("/callroom/checks", data={"count": "1"}).status_code == 403
    assert supervisor.post("/callroom/checks", data={"count": "1"}).status_code == 302
    assert "待评" not in supervisor.get("/callroom/").text
    assert browser_of(Role.CLERK).get("/callroom/").status_code == 403


def test_a_simulated_call_rings_at_this_desk_only_outside_production(house, browser_of):
    answer = browser_of(Role.AGENT).post("/agents/pop/simulate")
    assert answer.status_code == 302 and "/agents/?call=" in answer.location
    with house.equipment.work(person(Role.AGENT)) as work:
        assert calls.ringing(work) is not None
    assert house.equipment.settings.in_production is False

"""One ticket, search and export: who may do what, in which order one is refused, and what leaves the house."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from factories import HEATING, OTHER_UNIT, UNIT, House, person
from hotline.casework import intake
from hotline.domain.vocabulary import Action, Decider, Part, Role, State
from hotline.store.audit import AuditEntry
from hotline.store.queries.details import details
from hotline.store.tickets import Assignment
from hotline.web.tickets.deeds import DEEDS
from hotline.web.tickets.register import DANGEROUS, HEADINGS, guarded

Browsers = Callable[[Role], FlaskClient]
EVIL = """<script>alert("x")</script>'" onmouseover="alert(1)"""
PHONE, NAME = "13847123456", "欧阳小明"
SEES = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST]


def do(house: House, browser: FlaskClient, number: str, action: str, **form: str) -> TestResponse:
    return browser.post(f"/tickets/{number}/{action}", data={"version": str(house.ticket(number).version), **form})


DONE: list[tuple[Role, State, Action, dict[str, str], State]] = [
    (Role.AGENT, State.REGISTERED, Action.DISPATCH, {"category": "0301", "region": "150105"}, State.DISPATCHED),
    (Role.AGENT, State.REGISTERED, Action.ANSWER, {"reply": "已答复"}, State.CLOSED),
    (Role.AGENT, State.REGISTERED, Action.GUIDE, {"guidance": "请仲裁"}, State.GUIDED),
    (Role.AGENT, State.REGISTERED, Action.TRANSFER, {"hotline": "119"}, State.TRANSFERRED),
    (Role.AGENT, State.REGISTERED, Action.VOID, {"reason": "误拨"}, State.VOID),
    (Role.AGENT, State.REGISTERED, Action.WITHDRAW, {"reason": "已解决"}, State.WITHDRAWN),
    (Role.AGENT, State.REGISTERED, Action.REFER, {"reason": "拿不准"}, State.QUEUED),
    (Role.AGENT, State.DRAFT, Action.VOID, {"reason": "误拨"}, State.VOID),
    (Role.DISPATCHER, State.QUEUED, Action.DISPATCH, {"category": "0301", "region": "150105", "agency": OTHER_UNIT},
     State.DISPATCHED),
    (Role.DISPATCHER, State.QUEUED, Action.GUIDE, {"guidance": "请仲裁"}, State.GUIDED),
    (Role.CLERK, State.DISPATCHED, Action.ACCEPT, {}, State.HANDLING),
    (Role.HEAD, State.DISPATCHED, Action.ACCEPT, {}, State.HANDLING),
    (Role.CLERK, State.DISPATCHED, Action.SEND_BACK, {"reason": "不属本单位"}, State.QUEUED),
    (Role.CLERK, State.HANDLING, Action.REPLY, {"reply": "已检修"}, State.REPLIED),
    (Role.SUPERVISOR, State.HANDLING, Action.SEND_BACK, {"reason": "派错"}, State.QUEUED),
    (Role.SUPERVISOR, State.REPLIED, Action.APPROVE, {}, State.CALLBACK),
    (Role.SUPERVISOR, State.REPLIED, Action.REDO, {"reason": "未到现场"}, State.HANDLING),
    (Role.AGENT, State.CALLBACK, Action.CLOSE, {"satisfaction": "5", "solved": "yes"}, State.CLOSED),
    (Role.SUPERVISOR, State.CALLBACK, Action.CLOSE, {"satisfaction": "2", "solved": "no"}, State.CLOSED),
    (Role.AGENT, State.CALLBACK, Action.REDO, {"satisfaction": "2", "reason": "还是不热"}, State.HANDLING),
]  # fmt: skip


def bring(house: House, state: State) -> str:
    if state == State.DRAFT:
        with house.equipment.work(person(Role.AGENT)) as work:
            return intake.save(work, intake.Demand(text="")).number
    if state == State.QUEUED:
        number = house.registered(region="150105")
        with house.equipment.work(person(Role.AGENT)) as work:
            intake.refer(work, number, reason="拿不准")
        return number
    hands = {State.REGISTERED: house.registered, State.DISPATCHED: house.dispatched, State.HANDLING: house.handled,
             State.REPLIED: house.replied, State.CALLBACK: house.to_call_back}  # fmt: skip
    return hands[state]()  # type: ignore[operator]


@pytest.mark.parametrize(("role", "before", "action", "form", "after"), DONE)
def test_each_button_does_what_it_says(
    role: Role, before: State, action: Action, form: dict[str, str], after: State, house: House, browser_of: Browsers
) -> None:
    number = bring(house, before)
    browser = browser_of(role)
    assert f'action="/tickets/{number}/{action}"' in browser.get(f"/tickets/{number}").text
    answer = do(house, browser, number, action, **form)
    assert answer.status_code == 302
    assert house.ticket(number).state == after
    with house.equipment.work() as work:
        step = details(work, number).ticket.steps[-1]
    assert (step.action, step.after, step.actor, step.role) == (action, after, role.value, role)
    said = browser.get(answer.location, follow_redirects=True)
    assert said.status_code == 200
    assert f"工单 {number} 已「{action.label}」，现为「{after.label}」" in said.text


def test_every_deed_of_a_ticket_is_tried_here() -> None:
    assert {action for _, _, action, _, _ in DONE} == set(DEEDS)


@pytest.mark.parametrize(
    ("role", "before", "action", "named"),
    [(role, before, action, form) for role, before, action, form, _ in DONE if form and before != State.DRAFT],
)
def test_what_is_missing_is_422_and_nothing_moves(
    role: Role, before: State, action: Action, named: dict[str, str], house: House, browser_of: Browsers
) -> None:
    number = bring(house, before)
    answer = do(house, browser_of(role), number, action)
    assert answer.status_code == 422
    assert answer.text.count("<h1>") == 1
    assert house.ticket(number).state == before


@pytest.mark.parametrize(("role", "before", "action", "form", "after"), DONE[::3])
def test_a_stale_page_is_409_and_nothing_moves(
    role: Role, before: State, action: Action, form: dict[str, str], after: State, house: House, browser_of: Browsers
) -> None:
    number = bring(house, before)
    answer = browser_of(role).post(f"/tickets/{number}/{action}", data={**form, "version": "0"})
    assert answer.status_code == 409 and "刚被他人更新" in answer.text
    assert house.ticket(number).state == before


def test_the_page_of_a_ticket_carries_the_version_that_a_deed_needs(house: House, browser_of: Browsers) -> None:
    number = house.dispatched()
    clerk = browser_of(Role.CLERK)
    assert f'name="version" value="{house.ticket(number).version}"' in clerk.get(f"/tickets/{number}").text
    assert clerk.post(f"/tickets/{number}/accept", data={}).status_code == 422
    assert clerk.post(f"/tickets/{number}/accept", data={"version": "x"}).status_code == 422


def test_refusals_come_in_order_404_403_409_422(house: House, browser_of: Browsers) -> None:
    elsewhere, here, registered = house.dispatched(agency=OTHER_UNIT), house.dispatched(), house.registered()
    clerk, dispatcher, agent = browser_of(Role.CLERK), browser_of(Role.DISPATCHER), browser_of(Role.AGENT)
    for form in ({}, {"version": "0"}, {"version": "x", "category": "9" * 65}):
        for action in DEEDS:
            assert clerk.post(f"/tickets/{elsewhere}/{action}", data=form).status_code == 404, action
        for action in (Action.DISPATCH, Action.GUIDE, Action.APPROVE, Action.CLOSE, Action.VOID):
            assert clerk.post(f"/tickets/{here}/{action}", data=form).status_code == 403, action
        for action in (Action.DISPATCH, Action.GUIDE, Action.TRANSFER, Action.ANSWER):
            assert dispatcher.post(f"/tickets/{here}/{action}", data=form).status_code == 409, action
        assert clerk.post(f"/tickets/{here}/reply", data=form).status_code == 409
    for action in (Action.DISPATCH, Action.ANSWER, Action.VOID):
        assert agent.post(f"/tickets/{registered}/{action}", data={"version": "0"}).status_code == 409, action
        assert agent.post(f"/tickets/{registered}/{action}", data={}).status_code == 422, action


@pytest.mark.parametrize("action", ["explode", "save", "register", "archive", "ACCEPT"])
def test_what_is_no_deed_of_a_page_is_404(action: str, house: House, browser_of: Browsers) -> None:
    number = house.dispatched()
    assert browser_of(Role.CLERK).post(f"/tickets/{number}/{action}", data={"version": "1"}).status_code == 404


def test_another_units_ticket_is_404_in_every_way(house: House, browser_of: Browsers) -> None:
    other, own = house.dispatched(agency=OTHER_UNIT), house.dispatched()
    clerk = browser_of(Role.CLERK)
    assert clerk.get(f"/tickets/{other}").status_code == 404
    assert clerk.get(f"/tickets/{own}").status_code == 200
    page = clerk.get("/tickets/").text
    assert own in page and other not in page
    assert other not in clerk.get("/tickets/?words=" + "暖气不热").text
    assert f'id="found-{other}"' not in clerk.get(f"/tickets/?words={other}").text


@pytest.mark.parametrize("role", SEES)
def test_a_phone_number_is_shown_only_to_those_who_call_the_requester(
    role: Role, house: House, browser_of: Browsers
) -> None:
    number = house.dispatched(HEATING + f"电话{PHONE}", phone=PHONE, name=NAME)
    page = browser_of(role).get(f"/tickets/{number}").text
    plain = role in (Role.AGENT, Role.SUPERVISOR, Role.CLERK)
    assert (PHONE in page) is plain and (NAME in page) is plain
    if not plain:
        assert "138****3456" in page and "欧***" in page


@pytest.mark.parametrize("role", SEES)
def test_where_secrecy_was_asked_for_nobody_is_shown_who_asked(role: Role, house: House, browser_of: Browsers) -> None:
    number = house.dispatched(
        HEATING + f"电话{PHONE}", phone=PHONE, name=NAME, secret=True, company="甲乙丙公司", uscc="91150100MA0N1234XX"
    )
    browser = browser_of(role)
    page = browser.get(f"/tickets/{number}").text
    for hidden in (PHONE, NAME, "甲乙丙公司", "91150100MA0N1234XX"):
        assert hidden not in page
    assert "要求保密" in page
    assert PHONE not in browser.get("/tickets/").text


def test_no_text_becomes_a_script_anywhere(house: House, browser_of: Browsers) -> None:
    number = house.dispatched(EVIL + HEATING, title=EVIL, address=EVIL, name=EVIL, company=EVIL)
    queued = house.registered(EVIL + HEATING, title=EVIL)
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.refer(work, queued, reason=EVIL)
    clerk = browser_of(Role.CLERK)
    do(house, clerk, number, "accept")
    pages = {"inbox": clerk.get("/agencies/?state=handling"), "one": clerk.get(f"/tickets/{number}")}
    do(house, clerk, number, "reply", reply=EVIL)
    pages["replied"] = clerk.get(f"/tickets/{number}")
    pages["agent"] = browser_of(Role.AGENT).get(f"/tickets/{number}")
    pages["found"] = browser_of(Role.AGENT).get("/tickets/", query_string={"words": EVIL})
    pages["queue"] = browser_of(Role.DISPATCHER).get("/dispatchers/")
    pages["room"] = browser_of(Role.SUPERVISOR).get("/supervisors/")
    for name, answer in pages.items():
        assert answer.status_code == 200, name
        assert "<script>alert" not in answer.text, name
        assert ' onmouseover="' not in answer.text, name
        assert "&lt;script&gt;" in answer.text, name


def test_search_finds_by_each_condition(house: House, browser_of: Browsers) -> None:
    heating, lamp = house.dispatched(), house.registered("玉泉区路灯不亮", region="150104", title="路灯")
    agent = browser_of(Role.AGENT)
    finds = {f"words={heating}": heating, "words=暖气": heating, "words=路灯": lamp, "state=dispatched": heating,
             "category=03": heating, "region=150104": lamp, f"agency={UNIT}": heating}  # fmt: skip
    for asked, found in finds.items():
        page = agent.get(f"/tickets/?{asked}").text
        assert [f'id="found-{number}"' in page for number in (heating, lamp)] == [found == heating, found == lamp], (
            asked
        )
    assert "没有符合条件的工单" in agent.get("/tickets/?words=没有这样的词语").text
    assert "没有符合条件的工单" in agent.get("/tickets/", query_string={"words": "%_'\\"}).text


def test_pages_follow_one_another_without_gap_or_overlap(
    house: House, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    numbers = {house.registered(f"第{n}件诉求") for n in range(27)}
    agent, path, seen = browser_of(Role.AGENT), "/tickets/", []
    while path:
        page = page_of(agent.get(path).text)
        seen += [
            attrs["id"].removeprefix("found-")
            for attrs in page.named("a")
            if (attrs.get("id") or "").startswith("found-")
        ]
        path = next((attrs["href"] for attrs in page.named("a") if attrs.get("rel") == "next"), None)
    assert len(seen) == 27 and set(seen) == numbers


@pytest.mark.parametrize("role", SEES)
def test_only_supervisor_and_analyst_take_the_register_out(role: Role, house: House, browser_of: Browsers) -> None:
    house.dispatched()
    browser, allowed = browser_of(role), role in (Role.SUPERVISOR, Role.ANALYST)
    assert browser.get("/tickets/export.csv").status_code == (200 if allowed else 403)
    assert ("导出台账" in browser.get("/tickets/").text) is allowed


def exported(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_the_register_leaves_masked_disarmed_and_written_down(house: House, browser_of: Browsers) -> None:
    number = house.dispatched(
        f'=HYPERLINK("http://x") 暖气不热，我叫李大明，电话{PHONE}', title="@SUM(1+1)", phone=PHONE, name=NAME
    )
    house.registered("路灯不亮")
    rows = exported(browser_of(Role.SUPERVISOR).get("/tickets/export.csv?state=dispatched"))
    assert [row["工单编号"] for row in rows] == [number]
    assert list(rows[0]) == list(HEADINGS)
    assert rows[0]["内容（脱敏）"].startswith("'=HYPERLINK") and rows[0]["标题"] == "'@SUM(1+1)"
    for hidden in (PHONE, NAME, "李大明"):
        assert hidden not in str(rows)
    assert (rows[0]["状态"], rows[0]["承办单位"], rows[0]["区划"]) == ("待签收", UNIT, "呼和浩特市赛罕区")
    with house.equipment.work() as work:
        entry = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.actor, entry.deed) == ("supervisor", "export")
    assert entry.about["wanted"]["state"] == "dispatched"


def test_a_refused_export_leaves_no_entry_of_one(house: House, browser_of: Browsers) -> None:
    count = select(AuditEntry.id).where(AuditEntry.deed == "export")
    with house.equipment.work() as work:
        before = work.session.scalars(count).all()
    browser_of(Role.CLERK).get("/tickets/export.csv")
    with house.equipment.work() as work:
        assert work.session.scalars(count).all() == before


@given(cell=st.text(alphabet="=+-@＝＋－＠\t\r\n' a1", max_size=6))
def test_no_cell_begins_with_what_a_spreadsheet_would_run(cell: str) -> None:
    assert not guarded(cell).startswith(DANGEROUS)
    assert guarded(cell).removeprefix("'") == cell.removeprefix("'")


def test_a_co_handler_may_look_but_not_act(house: House, browser_of: Browsers) -> None:
    number = house.dispatched(agency=OTHER_UNIT)
    ticket = house.ticket(number)
    with house.equipment.work() as work:
        more = {"decided_by": Decider.AGENT, "due_at": ticket.due_at, "given_at": work.now}
        work.session.add(Assignment(ticket_id=ticket.id, agency=UNIT, part=Part.CO_HANDLER, **more))
    clerk = browser_of(Role.CLERK)
    page = clerk.get(f"/tickets/{number}")
    assert page.status_code == 200 and "贵单位为协办单位" in page.text
    assert f'action="/tickets/{number}/accept"' not in page.text
    assert do(house, clerk, number, "accept").status_code == 403
    assert house.ticket(number).state == State.DISPATCHED

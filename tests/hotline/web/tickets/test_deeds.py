"""Who asked, and their files: masked on every page, revealed one click at a time, withheld from whom it is about."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from factories import HEATING, OTHER_UNIT, UNIT, House, person
from hotline.casework import units
from hotline.casework.joint import helping
from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry
from hotline.store.casefile.handling import Attachment

Browsers = Callable[[Role], FlaskClient]
PHONE, NAME = "13847123456", "欧阳小明"
SEES = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def revealed(house: House) -> list[tuple[str, str]]:
    """Who looked at whose number, as the audit has it."""
    with house.equipment.work() as work:
        wanted = select(AuditEntry).where(AuditEntry.deed == "view_sensitive").order_by(AuditEntry.id)
        return [(one.actor, one.about["number"]) for one in work.session.scalars(wanted)]


def put(browser: FlaskClient, number: str, name: str = "现场.png", data: bytes = PNG) -> TestResponse:
    return browser.post(f"/tickets/{number}/files", data={"file": (io.BytesIO(data), name)})


@pytest.mark.parametrize("role", SEES)
def test_number_and_name_are_masked_on_every_page_wherever_they_stand(
    role: Role, house: House, browser_of: Browsers
) -> None:
    number = house.dispatched(HEATING + f"电话{PHONE}", phone=PHONE, name=NAME)
    page = browser_of(role).get(f"/tickets/{number}").text
    assert NAME not in page and "欧***" in page
    assert "138****3456" in page and PHONE not in page


@pytest.mark.parametrize("role", SEES)
def test_the_full_number_is_one_click_away_for_those_who_call_and_each_click_is_written_down(
    role: Role, house: House, browser_of: Browsers
) -> None:
    number, before = house.dispatched(phone=PHONE, name=NAME), revealed(house)
    browser, may = browser_of(role), permitted(role, Permission.SEE_PHONE)
    assert ("显示完整号码" in browser.get(f"/tickets/{number}").text) is may
    assert revealed(house) == before, "looking at the page alone reveals nothing"
    answer = browser.post(f"/tickets/{number}/phone")
    assert answer.status_code == (200 if may else 403)
    assert (PHONE in answer.text, NAME in answer.text) == (may, may)
    assert revealed(house) == [*before, *([(role.value, number)] if may else [])]


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
    assert PHONE not in browser.get("/search/").text
    if role in (Role.CLERK, Role.HEAD):
        assert browser.post(f"/tickets/{number}/phone").status_code == 403


def test_a_unit_asks_the_hotline_to_speak_with_who_asked_for_secrecy(
    house: House, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    number = house.handled(secret=True, phone=PHONE)
    clerk, agent = browser_of(Role.CLERK), browser_of(Role.AGENT)
    sheet = page_of(clerk.get(f"/tickets/{number}").text).form("/ask", kind="relay")
    assert clerk.post(sheet.action, data={**sheet.values, "reason": "请问停暖几天"}).status_code == 302
    grant = page_of(agent.get(f"/tickets/{number}").text).form("/grant")
    assert agent.post(grant.action, data={**grant.values, "reason": "停了三天"}).status_code == 302
    assert "停了三天" in clerk.get(f"/tickets/{number}").text


def test_a_file_is_put_to_a_ticket_and_had_back_as_a_download(house: House, browser_of: Browsers) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    assert put(clerk, number, "../..\\现场<b>.png").status_code == 302
    page = clerk.get(f"/tickets/{number}").text
    assert "<b>" not in page and "现场_b_.png" in page
    with house.equipment.work() as work:
        path = f"/tickets/{number}/files/{_file(work)}"
    answer = clerk.get(path)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PNG, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def _file(work: Any) -> int:
    found: int = work.session.scalars(select(Attachment.id).order_by(Attachment.id.desc()).limit(1)).one()
    return found


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [("a.exe", b"MZ", "不收"), ("a.png", b"", "空的"), ("a.png", b"MZ", "不符"), ("a", PNG, "没有扩展名"),
     ("a.pdf", b"%PDF-1.4 EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "病毒"), ("a.html", b"<script>", "不收")],
)  # fmt: skip
def test_a_file_that_is_not_taken_is_422_and_told_why(
    name: str, data: bytes, told: str, house: House, browser_of: Browsers
) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    answer = put(clerk, number, name, data)
    assert answer.status_code == 422 and told in answer.text
    assert "还没有附件" in clerk.get(f"/tickets/{number}").text


def test_of_several_files_the_good_ones_are_kept_and_each_other_is_named_with_its_reason(
    house: House, browser_of: Browsers
) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    files = [(PNG, "一.png"), (PNG + b"2", "二.png"), (b"MZ", "坏.png"), (b"MZ", "<b>.exe"), (b"", "空.pdf")]
    sent = {"file": [(io.BytesIO(data), name) for data, name in files]}
    answer = clerk.post(f"/tickets/{number}/files", data=sent)
    assert answer.status_code == 422 and "已收 2 个，3 个没有收" in answer.text
    for told in (
        "「坏.png」没有收：文件内容与扩展名 .png 不符",
        "「_b_.exe」没有收：不收 .exe 文件",
        "「空.pdf」没有收：文件是空的",
    ):
        assert told in answer.text
    with house.equipment.work() as work:
        assert sorted(work.session.scalars(select(Attachment.name))) == ["一.png", "二.png"]
    page = clerk.get(f"/tickets/{number}").text
    assert "一.png" in page and "二.png" in page and "没有收" not in page


def test_many_good_files_are_told_by_the_first_names_and_their_number(house: House, browser_of: Browsers) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    sent = {"file": [(io.BytesIO(PNG + bytes([one])), f"{one}.png") for one in range(5)]}
    answer = clerk.post(f"/tickets/{number}/files", data=sent, follow_redirects=True)
    assert answer.status_code == 200 and "已添附件「0.png」「1.png」「2.png」等 5 个" in answer.text


def test_no_file_at_all_is_422_and_a_closed_ticket_takes_none(house: House, browser_of: Browsers) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    assert clerk.post(f"/tickets/{number}/files", data={}).status_code == 422
    settled = house.registered()
    agent = browser_of(Role.AGENT)
    form = {"version": str(house.ticket(settled).version), "reason": "误拨"}
    assert agent.post(f"/tickets/{settled}/void", data=form).status_code == 302
    assert put(agent, settled).status_code == 422


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER])
def test_who_only_reads_puts_no_file(role: Role, house: House, browser_of: Browsers) -> None:
    number = house.handled()
    assert put(browser_of(role), number).status_code == 403
    assert put(browser_of(Role.CLERK), number).status_code == 302
    assert f'action="/tickets/{number}/files"' not in browser_of(role).get(f"/tickets/{number}").text


def test_a_unit_that_it_is_about_finds_no_such_ticket_anywhere(house: House, browser_of: Browsers) -> None:
    number, clerk = house.handled(agency=OTHER_UNIT, phone=PHONE), browser_of(Role.CLERK)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        helping.invite(work, number, agency=UNIT)
    assert put(clerk, number).status_code == 302
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        one = _file(work)
        assert clerk.get(f"/tickets/{number}/files/{one}").status_code == 200
        units.recuse(work, number, agency=UNIT)
    for browser, unasked in ((clerk, 404), (browser_of(Role.HEAD), 403)):
        assert browser.get(f"/tickets/{number}").status_code == 404
        assert browser.get(f"/tickets/{number}/files/{one}").status_code == 404
        assert browser.post(f"/tickets/{number}/phone").status_code == unasked
        assert put(browser, number).status_code == 404
        assert browser.post(f"/tickets/{number}/co_reply", data={"version": "0"}).status_code == 404
        for path in (f"/search/?words={number}", "/search/?words=暖气", "/agencies/", "/search/"):
            assert f"/tickets/{number}" not in browser.get(path).text, path


def test_the_letter_of_supervision_is_the_supervisors_alone(house: House, browser_of: Browsers) -> None:
    number, supervisor = house.handled(), browser_of(Role.SUPERVISOR)
    assert supervisor.get(f"/tickets/{number}/supervision.docx").status_code == 404
    form = {"version": str(house.ticket(number).version), "kind": "daily", "reason": "逾期"}
    assert supervisor.post(f"/tickets/{number}/supervise", data=form).status_code == 302
    answer = supervisor.get(f"/tickets/{number}/supervision.docx")
    assert answer.status_code == 200 and answer.data.startswith(b"PK") and "attachment" in str(answer.headers)
    for role in (Role.AGENT, Role.CLERK, Role.ANALYST):
        assert browser_of(role).get(f"/tickets/{number}/supervision.docx").status_code == 403

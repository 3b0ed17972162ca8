"""The audit on the screen: for the auditor only, searched, verified, taken out with the chain."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from factories import House
from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry, write_down
from hotline.store.queries.upkeep import audit
from hotline.web.doors import menu_for

Alone = Callable[[Role], FlaskClient]
SCRIPT = "<script>alert(1)</script>"
DAY = datetime(2031, 5, 6, 16, 30, tzinfo=UTC)  # 北京时间已是 5 月 7 日


@pytest.fixture
def written(lone: House) -> House:
    """A few entries of people whom nobody else is called."""
    with lone.equipment.work() as work:
        write_down(work.session, DAY, "zz.one", "view_sensitive", {"number": "NM1", "secret": False}, "10.0.0.9")
        write_down(work.session, DAY, "zz.one", "create_staff", {"account": "zz", "role": "clerk"})
        write_down(
            work.session, DAY + timedelta(days=2), "zz.two", "unwatched_enterprise_demands", {"numbers": ["NM1"]}
        )
        write_down(work.session, DAY + timedelta(days=2), "=cmd()", "sign_in_failed", {}, SCRIPT)
    return lone


def found(browser: FlaskClient, **asked: str) -> str:
    answer = browser.get("/admins/audit/", query_string=asked)
    assert answer.status_code == 200
    return answer.text.partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ({"actor": "zz.one"}, ["查看完整号码", "新增人员", "承办人"], ["zz.two"]),
        ({"deed": "create_staff", "actor": "zz.one"}, ["新增人员"], ["查看完整号码"]),
        ({"number": "NM1"}, ["查看完整号码", "无人盯办"], ["新增人员"]),
        ({"since": "2031-05-07", "until": "2031-05-07"}, ["zz.one"], ["zz.two"]),
        ({"since": "2031-05-08"}, ["zz.two"], ["zz.one"]),
        ({"actor": "zz"}, ["没有符合条件的审计记录"], ["zz.one"]),
    ],
)
def test_entries_are_found_by_person_deed_ticket_and_days(
    asked: dict[str, str], there: list[str], absent: list[str], written: House, alone_as: Alone
) -> None:
    browser = alone_as(Role.AUDITOR)
    page = found(browser, **asked) or browser.get("/admins/audit/", query_string=asked).text
    assert all(one in page for one in there) and not any(one in page for one in absent)


def test_what_others_typed_is_shown_and_never_run_and_no_code_is_shown(written: House, alone_as: Alone) -> None:
    page = found(alone_as(Role.AUDITOR), since="2031-05-01")
    assert SCRIPT not in page and "&lt;script&gt;" in page
    assert "create_staff" not in page and "view_sensitive" not in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "2031-05-08", "until": "2031-05-01"}, "晚于"),
        ({"since": "昨天"}, "「起始日期」"),
        ({"since": "9999-12-31"}, "「起始日期」"),
        ({"before": "-1"}, "「页码」"),
        ({"actor": "\x00"}, "二进制"),
    ],
)
def test_what_cannot_be_asked_is_told(asked: dict[str, str], told: str, alone_as: Alone) -> None:
    answer = alone_as(Role.AUDITOR).get("/admins/audit/", query_string=asked)
    assert answer.status_code == 422 and told in answer.text


def test_a_long_register_is_read_page_by_page_without_gap_or_repeat(lone: House, alone_as: Alone) -> None:
    with lone.equipment.work() as work:
        for _ in range(audit.PAGE + 3):
            write_down(work.session, DAY, "zz.many", "export", {})
        wanted = audit.WantedEntries(actor="zz.many")
        first = audit.entries(work, wanted)
        second = audit.entries(work, audit.WantedEntries(actor="zz.many", before=first.next_before))
        ids = [one.id for one in (*first.shown, *second.shown)]
        assert len(set(ids)) == len(ids) == audit.PAGE + 3 and ids == sorted(ids, reverse=True)
        assert second.next_before is None
    page = alone_as(Role.AUDITOR).get("/admins/audit/?actor=zz.many").text
    assert f"before={first.next_before}" in page and "下一页" in page


def test_the_export_carries_the_chain_is_no_formula_and_is_an_entry_itself(written: House, alone_as: Alone) -> None:
    browser = alone_as(Role.AUDITOR)
    answer = browser.get("/admins/audit/export.csv?since=2031-05-01")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert answer.mimetype == "text/csv" and len(rows) == 4
    assert rows[0]["账号"] == "'=cmd()" and rows[-1]["行为"] == "查看完整号码"
    with written.equipment.work() as work:
        kept = work.session.get_one(AuditEntry, int(rows[-1]["序号"]))
        assert rows[-1]["链值"] == kept.chained and rows[-1]["内容（链中原文）"] == '{"number": "NM1", "secret": false}'
        last = work.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert last is not None and last.deed == "export_audit" and last.about["wanted"]["since"] == "2031-05-01"


def test_the_audit_is_for_the_auditor_only(browser_of: Alone) -> None:
    assert browser_of(Role.AUDITOR).get("/admins/audit/").status_code == 200
    for role in set(Role) - {Role.AUDITOR, Role.SYSTEM, Role.REQUESTER}:
        assert browser_of(role).get("/admins/audit/").status_code == 403
        assert browser_of(role).get("/admins/audit/export.csv").status_code == 403
        assert "audit.found" not in dict(menu_for(role))


def test_a_changed_entry_is_shown_to_break_the_chain(house: House, browser_of: Alone) -> None:
    with house.equipment.work() as work:
        write_down(work.session, work.now, "analyst", "export", {})
    auditor = browser_of(Role.AUDITOR)
    assert "审计链完整" in auditor.get("/admins/audit/").text
    changed = change_the_last_entry(house, "somebody-else")
    try:
        page = auditor.get("/admins/audit/").text
    finally:
        assert change_the_last_entry(house, "analyst") == changed
    assert f"审计链自第 {changed} 条起不一致" in page
    assert "审计链完整" in auditor.get("/admins/audit/").text


def test_a_very_long_chain_is_walked_only_when_asked(alone_as: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "QUICKLY", 0)
    browser = alone_as(Role.AUDITOR)
    with browser.application.extensions["equipment"].work() as work:
        write_down(work.session, work.now, "analyst", "export", {})
    assert "现在验证整条审计链" in browser.get("/admins/audit/").text
    assert "审计链完整" in browser.get("/admins/audit/?verify=1").text


def change_the_last_entry(house: House, actor: str) -> int:
    """As somebody with the keys of the database would, who has first taken the lock off."""
    change = "update audit_entries set actor = :actor where id = (select max(id) from audit_entries) returning id"
    with house.equipment.engine.begin() as connection:
        connection.execute(text("alter table audit_entries disable trigger append_only"))
        number: int = connection.execute(text(change), {"actor": actor}).scalar_one()
        connection.execute(text("alter table audit_entries enable trigger append_only"))
    return number

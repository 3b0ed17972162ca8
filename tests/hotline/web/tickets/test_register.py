"""Search and export: what is found, page after page, and what leaves the house."""

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

from factories import UNIT, House
from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry
from hotline.web.tickets.register import DANGEROUS, HEADINGS, guarded

Browsers = Callable[[Role], FlaskClient]
PHONE, NAME = "13847123456", "欧阳小明"
SEES = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST]


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

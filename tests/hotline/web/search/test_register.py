"""The register as it leaves the house: by whom, for what, under which number; masked, disarmed, written down."""

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from factories import UNIT, House
from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry
from hotline.store.queries.everywhere import unit_names
from hotline.web.search.register import HEADINGS

Browsers = Callable[[Role], FlaskClient]
PHONE, NAME = "13847123456", "欧阳小明"
SEES = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST]
PURPOSE = {"purpose": "十一月供热专题研判会用", "kind": "csv"}


def last_entry(house: House) -> AuditEntry:
    with house.equipment.work() as work:
        newest = select(AuditEntry).where(AuditEntry.deed == "export").order_by(AuditEntry.id.desc()).limit(1)
        return work.session.scalars(newest).one()


def rows_of(answer: TestResponse) -> tuple[str, list[dict[str, str]]]:
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    assert answer.text.startswith("\ufeff")
    mark, _, rest = answer.text.removeprefix("\ufeff").partition("\r\n")
    return mark, list(csv.DictReader(io.StringIO(rest)))


@pytest.mark.parametrize("role", SEES)
def test_only_supervisor_and_analyst_take_the_register_out(role: Role, house: House, browser_of: Browsers) -> None:
    house.dispatched()
    browser, allowed = browser_of(role), role in (Role.SUPERVISOR, Role.ANALYST)
    assert browser.get("/search/export").status_code == (200 if allowed else 403)
    assert browser.post("/search/export", data=PURPOSE).status_code == (200 if allowed else 403)
    assert browser.post("/search/export", data={}).status_code == (422 if allowed else 403)
    assert ("导出台账" in browser.get("/search/").text) is allowed
    assert not allowed or last_entry(house).actor == role.value


def test_the_register_leaves_masked_disarmed_and_written_down(house: House, browser_of: Browsers) -> None:
    number = house.dispatched(
        f'=HYPERLINK("http://x") 暖气不热，我叫李大明，电话{PHONE}', title="@SUM(1+1)", phone=PHONE, name=NAME
    )
    house.registered("路灯不亮")
    supervisor = browser_of(Role.SUPERVISOR)
    asked = {**PURPOSE, "purpose": f"=研判会用，联系{PHONE}", "state": "dispatched", "words": "暖气"}
    answer = supervisor.post("/search/export", data=asked)
    mark, rows = rows_of(answer)
    assert [row["工单编号"] for row in rows] == [number]
    assert list(rows[0]) == list(HEADINGS)
    assert rows[0]["内容（脱敏）"].startswith("'=HYPERLINK") and rows[0]["标题"] == "'@SUM(1+1)"
    for hidden in (PHONE, NAME, "李大明"):
        assert hidden not in answer.text
    with house.equipment.work() as work:
        unit = unit_names(work)[UNIT]
    assert (rows[0]["状态"], rows[0]["承办单位"], rows[0]["区划"]) == ("待签收", unit, "呼和浩特市赛罕区")
    entry = last_entry(house)
    assert entry.actor == "supervisor"
    assert entry.about["wanted"] == {"words": "暖气", "state": "dispatched"}
    assert (entry.about["count"], entry.about["format"]) == (1, "CSV")
    assert entry.about["purpose"] == "=研判会用，联系138****3456"
    for told in ("内部资料 不得外传", "测试审核督办（supervisor）", entry.about["purpose"], entry.about["export"]):
        assert told in mark


def test_exports_are_numbered_one_after_the_other_and_a_workbook_is_marked_too(
    house: House, browser_of: Browsers
) -> None:
    house.dispatched("-暖气不热")
    analyst = browser_of(Role.ANALYST)
    analyst.post("/search/export", data=PURPOSE)
    first = last_entry(house).about["export"]
    answer = analyst.post("/search/export", data={**PURPOSE, "kind": "xlsx"})
    second = last_entry(house).about["export"]
    year, _, number = first.partition("〕")
    assert second == f"{year}〕{int(number.removesuffix('号')) + 1}号"
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert second in sheet["A1"].value and second in sheet.oddFooter.center.text
    assert tuple(cell.value for cell in sheet[2]) == HEADINGS
    assert sheet.cell(3, HEADINGS.index("内容（脱敏）") + 1).value == "'-暖气不热"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({**PURPOSE, "purpose": ""}, "「用途」不能为空"),
        ({**PURPOSE, "purpose": "  会  用 "}, "「用途」至少 5 个字"),
        ({**PURPOSE, "purpose": "长" * 101}, "「用途」最多 100 个字"),
        ({**PURPOSE, "kind": "exe"}, "「文件格式」"),
        ({**PURPOSE, "since": "2026-02-02", "until": "2026-02-01"}, "起止颠倒"),
    ],
)
def test_without_a_purpose_nothing_leaves(house: House, browser_of: Browsers, sent: dict[str, str], told: str) -> None:
    with house.equipment.work() as work:
        before = work.session.scalars(select(AuditEntry.id).where(AuditEntry.deed == "export")).all()
    answer = browser_of(Role.ANALYST).post("/search/export", data=sent)
    assert answer.status_code == 422 and told in answer.text
    with house.equipment.work() as work:
        assert work.session.scalars(select(AuditEntry.id).where(AuditEntry.deed == "export")).all() == before


def test_the_page_says_what_will_be_taken_out(house: House, browser_of: Browsers) -> None:
    page = browser_of(Role.ANALYST).get("/search/export?words=<script>&overdue=1").text
    assert "关键" not in page and "检索词：&lt;script&gt;" in page and "已超时限" in page and "10000" in page

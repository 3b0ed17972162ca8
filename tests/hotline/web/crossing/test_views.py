"""Numbers that a leader wants at once: on screen and as a workbook, with what they mean beside them."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry

PATH = "/analysts/cross/"


def days(back=27):
    today = datetime.now(UTC) + timedelta(hours=8)
    return {"first": (today - timedelta(days=back)).date().isoformat(), "last": today.date().isoformat()}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.SUPERVISOR, Role.HEAD, Role.OFFICER])
def test_the_last_four_weeks_by_league(role, house, browser_of):
    house.dispatched()
    page = browser_of(role).get(PATH).text
    assert "交叉表" in page and "呼和浩特市" in page and "口径为规则版本" in page and "合计" in page
    assert ("导出电子表格" in page) is (role in (Role.ANALYST, Role.SUPERVISOR))


def test_a_role_that_sees_no_figures_has_no_door(browser_of):
    assert browser_of(Role.AGENT).get(PATH).status_code == 403
    assert browser_of(Role.HEAD).post(PATH, data={**days(), "purpose": "给领导看一眼"}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "2026-11-02", "last": "2026-11-01"}, "早于起始日"),
        ({"first": "2010-01-01", "last": "2026-11-01"}, "时间最长十年"),
        ({"down": "盟市", "across": "盟市"}, "行和列都是"),
        ({"down": "<script>alert(1)</script>"}, "不在可选范围内"),
        ({"indicator": "<script>"}, "没有「&lt;script&gt;」这项指标"),
        ({"indicator": "JT01", "down": "事项"}, "数的不是工单"),
        ({"first": "昨天"}, "「起始日」填写有误"),
    ],
)
def test_what_cannot_be_counted_is_said(asked, said, browser_of):
    answer = browser_of(Role.ANALYST).get(PATH, query_string=asked)
    assert answer.status_code == 422 and said in answer.text and "<script>alert" not in answer.text


def test_every_dimension_and_indicator_can_be_crossed(house, browser_of):
    house.dispatched()
    browser = browser_of(Role.ANALYST)
    for down in ("旗县", "承办单位", "事项", "大类", "渠道", "诉求类型", "诉求主体"):
        page = browser.get(PATH, query_string={**days(), "down": down, "across": "盟市", "indicator": "SL01"}).text
        assert '<td class="num text-end">1</td>' in page, down
    for grain in ("日", "周", "月"):
        page = browser.get(PATH, query_string={**days(), "grain": grain, "indicator": "BJ01"})
        assert page.status_code == 200 and "按时办结率：" in page.text


def test_the_workbook_holds_numbers_their_meaning_and_who_took_it_out(house, browser_of):
    house.dispatched()
    house.registered(region="1502")
    form = {
        **days(),
        "indicator": "SL01",
        "down": "盟市",
        "across": "时间",
        "grain": "月",
        "purpose": "给领导的紧急汇报 13812345678",
    }
    answer = browser_of(Role.ANALYST).post(PATH, data=form)
    assert answer.status_code == 200 and "spreadsheetml" in answer.mimetype
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows()]
    assert rows[0][0].startswith("受理总量") and "13812345678" not in str(rows) and "给领导的紧急汇报" in rows[1][0]
    lines = {row[0]: row[-1] for row in rows[3:] if row[0]}
    assert (lines["呼和浩特市"], lines["包头市"], lines["合计"]) == (1, 1, 2)
    assert any(str(row[0]).startswith("受理总量：") and "剔除草稿" in row[0] for row in rows)
    with house.equipment.work() as work:
        entry = work.session.scalar(
            select(AuditEntry).where(AuditEntry.deed == "export_cross_table").order_by(AuditEntry.id.desc())
        )
    assert entry is not None and entry.about["count"] == 3 and "138****" in entry.about["purpose"]


def test_a_file_needs_a_purpose(browser_of):
    answer = browser_of(Role.ANALYST).post(PATH, data={**days(), "purpose": "急"})
    assert answer.status_code == 422 and "用途" in answer.text

"""The pages of feeds: exactly what will be told, reviewed by two, late ones shown, nothing slips into the markup."""

from datetime import date

import pytest
from sqlalchemy import select

from hotline.analytics.feed.composing import compose
from hotline.analytics.period import Week
from hotline.domain.analysis.feed_terms import DifferenceKind
from hotline.domain.vocabulary import Role
from hotline.store.analysis.feeds import FeedAttempt, FeedDifference
from hotline.store.deliveries import Delivery
from hotline.store.reports import DemandFeed, DemandHotspot

WEEK = Week(date(2026, 11, 16))


@pytest.fixture
def draft(house) -> int:
    """A draft with two told lines and its number."""
    with house.equipment.work() as work:
        for category, enterprises in (("0301", 6), ("0101", 9)):
            work.session.add(
                DemandHotspot(
                    starts_on=WEEK.starts_on, category=category, region="1501", demands=10, usual=1.0,
                    enterprises=enterprises, heat=enterprises,
                )
            )  # fmt: skip
        work.session.flush()
        return compose(work, work.rules, WEEK).id


def test_one_edits_another_approves_and_the_page_tells_how_it_went(draft, browser_of, page_of, house):
    analyst, supervisor = browser_of(Role.ANALYST), browser_of(Role.SUPERVISOR)
    page = analyst.get(f"/feeds/{draft}").text
    assert "将发出的内容" in page and "&#34;hotspots&#34;" in page and "呼和浩特市" in page
    sent = {"left_out": ["0101-呼和浩特市"], "sentence": "已安排<script>alert(1)</script>"}
    edited = analyst.post(f"/feeds/{draft}/edit", data=sent, follow_redirects=True)
    assert edited.status_code == 200 and "<script>alert" not in edited.text and "须由另一人复核发布" in edited.text
    assert f"/feeds/{draft}/approve" not in edited.text
    assert analyst.post(f"/feeds/{draft}/approve").status_code == 409
    refused = supervisor.post(f"/feeds/{draft}/edit", data={"sentence": "请找王经理"})
    assert refused.status_code == 422 and "王经理" in refused.text
    done = supervisor.post(f"/feeds/{draft}/approve", follow_redirects=True)
    assert "已发布，正在送往蒙速办" in done.text and "重发" in done.text
    with house.equipment.work() as work:
        row = work.session.scalars(select(Delivery).where(Delivery.job == "demand_feed")).one()
        row.dead_at, row.attempts = work.now, 7
        for failed in ("蒙速办答复 500", None):
            attempt = FeedAttempt(feed_id=draft, at=work.now, acknowledged=None, failed=failed or "x", took_ms=5)
            work.session.add(attempt)
        work.session.add(
            FeedDifference(kind=DifferenceKind.MISSING, about="feed-2026-11-16", found_at=work.now, seen_at=work.now)
        )
        work.session.add(
            FeedDifference(kind=DifferenceKind.UNKNOWN, about="<script>x", found_at=work.now, seen_at=work.now)
        )
    listed = supervisor.get("/feeds/").text
    assert "多次失败" in listed and "对方没有收到" in listed and "<script>x" not in listed
    assert len(page_of(listed).named("h1")) == 1
    again = supervisor.post(f"/feeds/{draft}/send", follow_redirects=True)
    assert again.status_code == 200 and "已重新排队发送" in again.text
    new = supervisor.post(f"/feeds/{draft}/revise", data={"left_out": "0301-呼和浩特市"}, follow_redirects=True)
    assert "第 2 版" in new.text and "没有单列的事项" in new.text


def test_an_empty_house_says_when_the_first_draft_comes(browser_of):
    listed = browser_of(Role.ANALYST).get("/feeds/").text
    assert "还没有热点回流稿" in listed and "尚未对账" in listed
    assert browser_of(Role.ANALYST).get("/feeds/999999").status_code == 404


def test_a_late_draft_stands_on_the_supervisors_page(draft, browser_of):
    for path in ("/supervisors/", "/feeds/", f"/feeds/{draft}"):
        page = browser_of(Role.SUPERVISOR).get(path).text
        late = "已过复核时限" in page or "已过时限" in page
        assert late, path


@pytest.mark.parametrize("role", [Role.AGENT, Role.CLERK, Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.AUDITOR])
def test_others_stay_outside(role, draft, browser_of, house):
    browser = browser_of(role)
    for path in ("/feeds/", f"/feeds/{draft}"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"/feeds/{draft}/approve").status_code == 403
    with house.equipment.work() as work:
        assert work.session.get_one(DemandFeed, draft).published_at is None


def test_the_forms_ask_for_a_csrf_token(draft, guarded_browser, page_of, browser_of):
    page = page_of(browser_of(Role.SUPERVISOR).get(f"/feeds/{draft}").text)
    forms = [form for form in page.forms if form.action.startswith(f"/feeds/{draft}/")]
    assert len(forms) == 3 and all("csrf_token" in form.fields for form in forms)
    with guarded_browser.session_transaction() as session:
        session["account"] = "supervisor"
    assert guarded_browser.post(f"/feeds/{draft}/approve").status_code == 400

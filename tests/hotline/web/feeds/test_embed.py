"""The public hot list: for anybody, without scripts, cacheable, framed only where the setting says."""

from datetime import date

import pytest

from factories import person
from hotline.analytics.feed import review
from hotline.analytics.feed.composing import compose
from hotline.analytics.period import Week
from hotline.domain.vocabulary import Role
from hotline.store.reports import DemandHotspot

WEEK = Week(date(2026, 11, 16))


@pytest.fixture
def published(house):
    with house.equipment.work() as work:
        spot = {"category": "0301", "region": "1501", "demands": 10, "usual": 1.0, "enterprises": 6, "heat": 3.0}
        work.session.add(DemandHotspot(starts_on=WEEK.starts_on, **spot))
        work.session.flush()
        number = compose(work, work.rules, WEEK).id
    with house.equipment.work(person(Role.ANALYST)) as work:
        review.edit(work, number, left_out=(), sentence="已<script>安排")
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        return review.approve(work, number)


def test_nobody_need_sign_in_and_a_draft_is_not_shown(guarded_browser, house):
    with house.equipment.work() as work:
        compose(work, work.rules, WEEK)
    answer = guarded_browser.get("/mengsuban/embed/hot")
    assert answer.status_code == 200 and "尚未发布" in answer.text
    assert guarded_browser.get("/mengsuban/v1/hotlist").json == {"feed": None, "hotspots": [], "published_at": None}


def test_the_page_says_it_in_plain_words_and_may_be_kept_five_minutes(published, guarded_browser, page_of):
    answer = guarded_browser.get("/mengsuban/embed/hot")
    assert "呼和浩特市" in answer.text and "10 件" in answer.text and "已&lt;script&gt;安排" in answer.text
    page = page_of(answer.text)
    assert page.named("script") == [] and len(page.named("h1")) == 1 and page.named("html") == [{"lang": "zh-CN"}]
    assert answer.headers["Cache-Control"] == "public, max-age=300" and "Set-Cookie" not in answer.headers
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    large = guarded_browser.get("/mengsuban/embed/hot?large=1")
    assert page_of(large.text).named("html") == [{"lang": "zh-CN", "class": "elder"}]
    told = guarded_browser.get("/mengsuban/v1/hotlist").json
    assert told["feed"] == published.feed_id and told["hotspots"] == published.payload["hotspots"]


def test_the_setting_names_who_may_frame_it_and_a_signed_in_persons_copy_is_theirs(published, house, browser_of):
    settings = house.equipment.settings
    object.__setattr__(settings, "embed_ancestors", "https://app.example")
    try:
        answer = browser_of(Role.AGENT).get("/mengsuban/embed/hot")
    finally:
        object.__setattr__(settings, "embed_ancestors", "")
    assert "frame-ancestors https://app.example" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, max-age=300"

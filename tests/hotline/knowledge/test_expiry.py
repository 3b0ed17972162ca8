"""How long articles hold: expired by night or by hand, renewed, reminded of (知识有效期)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from factories import person
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import ArticleState, Role
from hotline.knowledge import articles, expiry, flags, review
from hotline.knowledge.search import answering, find
from hotline.store.queries.knowledge import article_page, waiting

from .conftest import REVIEWER, WORDING, WRITER

AGENT, CLERK = person(Role.AGENT), person(Role.CLERK)


@pytest.fixture
def today(house):
    with house.equipment.work() as work:
        return beijing(work.now).date()


def held(published, today, days):
    return published(replace(WORDING, valid_until=today + timedelta(days=days)))


def test_the_night_after_its_last_day_an_article_expires_once(house, published, today):
    one, day = held(published, today, 0), timedelta(days=1)
    with house.equipment.work() as work:
        assert expiry.expire_due(work) == 0
    with house.equipment.work(now=work.now + day) as later:
        assert expiry.expire_due(later) == 1
        assert expiry.expire_due(later) == 0
        assert article_page(later, one.id).article.state == ArticleState.EXPIRED
    with house.equipment.work(AGENT) as work:
        assert one.id not in [each.id for each in find(work, one.title)]
        assert [each.id for each in find(work, one.title, state=ArticleState.EXPIRED)] == [one.id]
        assert article_page(work, one.id).article.title == one.title


@pytest.mark.parametrize(("days", "reminded"), [(30, True), (31, False), (0, True)])
def test_thirty_days_before_the_unit_and_the_hotline_are_reminded(house, published, today, days, reminded):
    one = held(published, today, days)
    for who in (CLERK, WRITER, REVIEWER):
        with house.equipment.work(who) as work:
            assert (one.id in [each.id for each in waiting(work).expiring]) is reminded
    for who in (AGENT, person(Role.SUPERVISOR, region="1502")):
        with house.equipment.work(who) as work:
            assert not waiting(work).expiring


def test_an_article_that_expired_is_renewed_by_a_reviewer_to_a_later_day(house, published, today):
    one = held(published, today, 3)
    later = today + timedelta(days=400)
    with house.equipment.work(now=work_day(house) + timedelta(days=5)) as work:
        expiry.expire_due(work)
    for who in (WRITER, CLERK, AGENT):
        with house.equipment.work(who) as work, pytest.raises(Forbidden):
            expiry.renew(work, one.id, until=later)
    with house.equipment.work(REVIEWER) as work:
        for wrong in (None, today - timedelta(days=1), today + timedelta(days=3)):
            with pytest.raises(Incomplete):
                expiry.renew(work, one.id, until=wrong)
        found = expiry.renew(work, one.id, until=later)
        assert (found.state, found.valid_until) == (ArticleState.PUBLISHED, later)
        assert one.id in [each.id for each in answering(work, one.title, category="0301")]


def work_day(house):
    with house.equipment.work() as work:
        return work.now


def test_what_was_declared_void_comes_back_only_through_a_second_person(house, published, today):
    one, later = published(), today + timedelta(days=100)
    for who in (WRITER, CLERK, AGENT):
        with house.equipment.work(who) as work, pytest.raises(Forbidden):
            expiry.expire(work, one.id, words="文件已废止")
    with house.equipment.work(REVIEWER) as work:
        with pytest.raises(Incomplete):
            expiry.expire(work, one.id, words=" ")
        assert expiry.expire(work, one.id, words="文件已废止").state == ArticleState.EXPIRED
        assert article_page(work, one.id).flags[0].words == "文件已废止"
    with house.equipment.work(REVIEWER) as work, pytest.raises(Conflict, match="另一人发布"):
        expiry.renew(work, one.id, until=later)
    with house.equipment.work(WRITER) as work:
        made = articles.correct(work, one.id)
        review.submit(work, made.id)
    with house.equipment.work(REVIEWER) as work:
        assert review.publish(work, made.id).state == ArticleState.PUBLISHED
        assert not article_page(work, one.id).doubts.wrong


def test_a_known_mistake_is_not_renewed_away(house, published, today):
    one = held(published, today, 5)
    with house.equipment.work(AGENT) as work:
        found = flags.flag(work, one.id, words="不对")
    with house.equipment.work(CLERK) as work:
        flags.answer(work, found.id, right=True, words="是")
    with house.equipment.work(REVIEWER) as work, pytest.raises(Conflict):
        expiry.renew(work, one.id, until=today + timedelta(days=100))


def test_an_article_that_begins_tomorrow_is_not_read_out_today(house, published, today):
    one = published(replace(WORDING, valid_from=today + timedelta(days=1)))
    with house.equipment.work(AGENT) as work:
        assert one.id not in [each.id for each in find(work, one.title)]
        assert one.id not in [each.id for each in answering(work, one.title, category="0301")]
    with house.equipment.work(AGENT, work.now + timedelta(days=1)) as work:
        assert one.id in [each.id for each in find(work, one.title)]

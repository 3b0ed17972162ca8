"""“This is wrong”: a word, a clock for the unit, an answer by somebody else (纠错)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from factories import OTHER_UNIT, UNIT, person
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import ArticleState, Role
from hotline.knowledge import articles, flags, review
from hotline.knowledge.search import answering, find
from hotline.store.audit import AuditEntry
from hotline.store.knowledge import Article
from hotline.store.queries.knowledge import article_page, waiting

from .conftest import REVIEWER, WORDING, WRITER

AGENT, DISPATCHER, CLERK, HEAD = (person(role) for role in (Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD))
STRANGER = person(Role.CLERK, agency=OTHER_UNIT)
FRIDAY = datetime(2026, 11, 20, 16, tzinfo=BEIJING)
TUESDAY = datetime(2026, 11, 24, 17, 30, tzinfo=BEIJING)


def flagged(house, article, by=AGENT, now=None, words="测温期限不是二十四小时"):
    with house.equipment.work(by, now) as work:
        return flags.flag(work, article.id, words=words)


def test_a_flag_names_the_unit_and_ends_two_working_days_later_and_the_article_stays_readable(house, published):
    one = published(now=FRIDAY)
    found = flagged(house, one, now=FRIDAY)
    assert (found.agency, found.due_at, found.flagged_by) == (UNIT, TUESDAY, "agent")
    with house.equipment.work(AGENT) as work:
        page = article_page(work, one.id)
        assert page.article.state == ArticleState.PUBLISHED and one.id in page.doubts.asked
        assert one.id in [each.id for each in answering(work, one.title, category="0301")]
        about = work.session.scalars(select(AuditEntry.about).where(AuditEntry.deed == "flag_article")).one()
        assert "测温" not in str(about)


def test_the_same_person_asks_once_and_says_what_is_wrong(house, published):
    one = published()
    flagged(house, one)
    with house.equipment.work(AGENT) as work, pytest.raises(Conflict, match="正在核实"):
        flags.flag(work, one.id, words="还是不对")
    for words in ("  ", "长" * 501, "张三13847123456说不对", "身份证150102199001011234"):
        with house.equipment.work(DISPATCHER) as work, pytest.raises(Incomplete):
            flags.flag(work, one.id, words=words)
    flagged(house, one, DISPATCHER, words="电话应为 0471-6923456")


def test_an_auditor_flags_nothing_and_a_draft_is_not_flagged(house, published):
    one = published()
    with house.equipment.work(person(Role.AUDITOR)) as work, pytest.raises(Forbidden):
        flags.flag(work, one.id, words="不对")
    with house.equipment.work(WRITER) as work:
        draft = articles.correct(work, one.id)
    with house.equipment.work(AGENT) as work, pytest.raises(NotFound):
        flags.flag(work, draft.id, words="不对")
    with house.equipment.work(WRITER) as work, pytest.raises(Conflict):
        flags.flag(work, draft.id, words="不对")


def test_a_right_flag_begins_a_correction_takes_the_article_off_the_desk_and_ends_when_it_is_published(
    house, published
):
    one = published()
    found = flagged(house, one)
    with house.equipment.work(HEAD) as work:
        flags.answer(work, found.id, right=True, words="确为十二小时，见修订后的第九条")
    with house.equipment.work(AGENT) as work:
        assert one.id in article_page(work, one.id).doubts.wrong
        assert one.id in [each.id for each in find(work, one.title)]
        assert one.id not in [each.id for each in answering(work, one.title, category="0301")]
        (mine,) = waiting(work).mine
        assert (mine.flag.right, mine.flag.answered_by) == (True, "head")
    with house.equipment.work(CLERK) as work:
        (draft,) = waiting(work).drafts
        assert (draft.title, draft.body, draft.written_by) == (one.title, WORDING.body, "head")
        articles.edit(work, draft.id, WORDING)
        review.submit(work, draft.id)
    with house.equipment.work(REVIEWER) as work:
        review.publish(work, draft.id)
    with house.equipment.work(AGENT) as work:
        assert not article_page(work, one.id).doubts.wrong
        assert one.id in [each.id for each in answering(work, one.title, category="0301")]


def test_a_second_right_flag_does_not_begin_a_second_correction(house, published):
    one = published()
    first, second = flagged(house, one), flagged(house, one, DISPATCHER)
    for found in (first, second):
        with house.equipment.work(CLERK) as work:
            flags.answer(work, found.id, right=True, words="是")
    with house.equipment.work(WRITER) as work:
        drafts = work.session.scalars(select(Article).where(Article.state == ArticleState.DRAFT)).all()
        assert [draft.title for draft in drafts] == [one.title]


def test_a_wrong_flag_leaves_all_as_it_was(house, published):
    one = published()
    found = flagged(house, one)
    with house.equipment.work(CLERK) as work:
        with pytest.raises(Incomplete):
            flags.answer(work, found.id, right=False, words=" ")
        flags.answer(work, found.id, right=False, words="核对无误")
        with pytest.raises(Conflict, match="已由他人答复"):
            flags.answer(work, found.id, right=True, words="又是对的")
        assert article_page(work, one.id).doubts == article_page(work, one.id).doubts.__class__(
            frozenset(), frozenset()
        )
        assert not waiting(work).drafts


@pytest.mark.parametrize("who", [STRANGER, AGENT, WRITER, REVIEWER, person(Role.AUDITOR)])
def test_in_time_only_the_unit_in_charge_answers(house, published, who):
    found = flagged(house, published(), DISPATCHER)
    with house.equipment.work(who) as work, pytest.raises(Forbidden):
        flags.answer(work, found.id, right=True, words="是")


def test_nobody_answers_their_own(house, published):
    found = flagged(house, published(), CLERK)
    with house.equipment.work(CLERK) as work, pytest.raises(Forbidden, match="另一人"):
        flags.answer(work, found.id, right=True, words="是")


def test_where_the_unit_lets_the_clock_run_out_it_is_told_of_and_the_hotline_answers(house, published):
    late = TUESDAY + timedelta(minutes=1)
    found = flagged(house, published(now=FRIDAY), now=FRIDAY)
    with house.equipment.work(REVIEWER, TUESDAY) as work:
        assert (waiting(work).late, waiting(work).flags) == ([], [])
    with house.equipment.work(CLERK, TUESDAY) as work:
        assert [one.flag.id for one in waiting(work).flags] == [found.id]
    with house.equipment.work(person(Role.SUPERVISOR, region="1502"), late) as work:
        assert waiting(work).late == []
        with pytest.raises(Forbidden):
            flags.answer(work, found.id, right=False, words="无误")
    with house.equipment.work(REVIEWER, late) as work:
        assert [one.flag.id for one in waiting(work).late] == [found.id]
        flags.answer(work, found.id, right=False, words="已代为核实，无误")
        assert waiting(work).late == []


def test_what_has_no_unit_is_answered_by_the_hotline(house):
    with house.equipment.work(AGENT) as work:
        seeded = work.session.scalars(select(Article).where(Article.agency.is_(None)).order_by(Article.id)).first()
        found = flags.flag(work, seeded.id, words="办法已经改了")
        assert found.agency is None
    with house.equipment.work(CLERK) as work:
        assert waiting(work).flags == []
        with pytest.raises(Forbidden):
            flags.answer(work, found.id, right=True, words="是")
    with house.equipment.work(WRITER) as work:
        assert [one.flag.id for one in waiting(work).flags] == [found.id]
        assert flags.answer(work, found.id, right=True, words="是").right


def test_an_unknown_flag_is_not_found(house):
    with house.equipment.work(CLERK) as work, pytest.raises(NotFound):
        flags.answer(work, 999_999, right=True, words="是")

"""Four eyes: nobody publishes their own words, and what is in force stays until its correction is published (审核发布)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from factories import OTHER_UNIT, UNIT, person
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import ArticleState, Role
from hotline.knowledge import articles, review
from hotline.knowledge.search import answering, find
from hotline.knowledge.wording import Wording
from hotline.store.audit import AuditEntry
from hotline.store.knowledge import Article, ArticleFlag, ArticleRevision
from hotline.store.queries.knowledge import article_page
from hotline.store.work import SYSTEM

from .conftest import REVIEWER, WORDING, WRITER

ADMINISTRATOR, CLERK, AGENT = person(Role.ADMINISTRATOR), person(Role.CLERK), person(Role.AGENT)
STRANGER = person(Role.CLERK, agency=OTHER_UNIT)
ANOTHER = replace(REVIEWER, account="supervisor2")
BETTER = replace(WORDING, body="您好，请先报修。测温在十二小时内上门。", basis="赛罕区供热管理办法（修订）第九条")


def drafted(house, by=WRITER, wording=WORDING):
    with house.equipment.work(by) as work:
        return articles.draft(work, wording)


def submitted(house, by=WRITER, wording=WORDING):
    one = drafted(house, by, wording)
    with house.equipment.work(by) as work:
        return review.submit(work, one.id)


def titles(house, words, by=AGENT):
    with house.equipment.work(by) as work:
        return [one.title for one in find(work, words)]


def test_a_draft_is_seen_by_those_who_write_and_by_its_unit_and_found_by_all_once_it_is_published(house):
    one = submitted(house)
    for reader in (AGENT, STRANGER, person(Role.AUDITOR)):
        with house.equipment.work(reader) as work, pytest.raises(NotFound):
            article_page(work, one.id)
    with house.equipment.work(CLERK) as work:
        assert article_page(work, one.id).article.title == WORDING.title
    assert WORDING.title not in titles(house, WORDING.title)
    with house.equipment.work(REVIEWER) as work:
        found = review.publish(work, one.id)
        assert (found.state, found.reviewed_by, found.reviewed_at) == (ArticleState.PUBLISHED, "supervisor", work.now)
    assert titles(house, WORDING.title)[0] == WORDING.title


@pytest.mark.parametrize("verb", [review.publish, lambda work, one: review.send_back(work, one, words="再核对")])
@pytest.mark.parametrize(
    ("who", "refusal"),
    [(AGENT, NotFound), (STRANGER, NotFound), (CLERK, Forbidden), (WRITER, Forbidden),
     (person(Role.SUPERVISOR, region="1502"), Forbidden)],
)  # fmt: skip
def test_only_another_reviewer_of_the_place_judges(house, verb, who, refusal):
    one = submitted(house)
    with house.equipment.work(who) as work, pytest.raises(refusal):
        verb(work, one.id)


def test_a_reviewer_who_wrote_the_words_does_not_publish_them_and_who_changed_them_wrote_them(house):
    one = submitted(house, REVIEWER)
    with house.equipment.work(REVIEWER) as work, pytest.raises(Forbidden, match="自己写的"):
        review.publish(work, one.id)
    with house.equipment.work(ADMINISTRATOR) as work:
        review.send_back(work, one.id, words="期限请写明依据")
        articles.edit(work, one.id, BETTER)
        review.submit(work, one.id)
    with house.equipment.work(ADMINISTRATOR) as work, pytest.raises(Forbidden, match="自己写的"):
        review.publish(work, one.id)
    with house.equipment.work(REVIEWER) as work, pytest.raises(Forbidden, match="改过的"):
        review.publish(work, one.id)
    with house.equipment.work(ANOTHER) as work:
        found = review.publish(work, one.id)
        assert (found.body, found.written_by) == (BETTER.body, "administrator")
        assert found.editors == ["supervisor", "administrator"]


def test_who_saves_a_draft_without_changing_a_word_has_not_written_it(house):
    one = drafted(house)
    with house.equipment.work(REVIEWER) as work:
        kept = articles.edit(work, one.id, Wording.of(one))
        assert (kept.editors, kept.written_by) == (["analyst"], "analyst")
        review.submit(work, one.id)
        assert review.publish(work, one.id).state == ArticleState.PUBLISHED


def test_everything_that_is_missing_is_told_at_once_before_it_is_submitted(house):
    one = drafted(house, wording=replace(WORDING, body="", basis="", questions=(), agency=None, unit=""))
    with house.equipment.work(WRITER) as work, pytest.raises(Incomplete) as told:
        review.submit(work, one.id)
    assert all(f"「{label}」" in str(told.value) for label in ("答复口径", "依据", "责任单位", "问法"))


@pytest.mark.parametrize(("days_from", "days_until", "told"), [(0, -1, "已经过去"), (5, 3, "晚于")])
def test_days_that_do_not_fit_are_refused(house, days_from, days_until, told):
    with house.equipment.work() as work:
        today = beijing(work.now).date()
    days = {"valid_from": today + timedelta(days=days_from), "valid_until": today + timedelta(days=days_until)}
    one = drafted(house, wording=replace(WORDING, **days))
    with house.equipment.work(WRITER) as work, pytest.raises(Incomplete, match=told):
        review.submit(work, one.id)


def test_what_is_sent_back_comes_with_an_opinion_that_counts_as_mended_when_it_is_submitted_again(house):
    one = submitted(house)
    with house.equipment.work(REVIEWER) as work:
        with pytest.raises(Incomplete):
            review.send_back(work, one.id, words="  ")
        assert review.send_back(work, one.id, words="依据请写明条款").state == ArticleState.DRAFT
    with house.equipment.work(WRITER) as work:
        (opinion,) = article_page(work, one.id).flags
        assert (opinion.words, opinion.answered_at) == ("依据请写明条款", None)
        review.submit(work, one.id)
    with house.equipment.work(WRITER) as work:
        (opinion,) = article_page(work, one.id).flags
        assert (opinion.right, opinion.answered_by) == (True, "analyst")
        assert not article_page(work, one.id).doubts.wrong


def test_a_correction_leaves_the_article_in_force_until_it_takes_its_place_under_the_old_id(house, published):
    old = published()
    with house.equipment.work(AGENT) as work:
        articles.note_reading(work, work.session.get_one(Article, old.id))
    with house.equipment.work(CLERK) as work:
        made = articles.correct(work, old.id, BETTER, seen=old.version)
        assert (made.replaces, made.state) == (old.id, ArticleState.DRAFT)
        review.submit(work, made.id)
    with house.equipment.work(AGENT) as work:
        page = article_page(work, old.id)
        assert (page.article.body, page.correction) == (WORDING.body, None)
        assert old.id in [one.id for one in answering(work, old.title, category="0301")]
    with house.equipment.work(REVIEWER) as work:
        assert article_page(work, old.id).correction.id == made.id
        assert article_page(work, made.id).corrects.id == old.id
        review.send_back(work, made.id, words="再核对一遍")
    with house.equipment.work(CLERK) as work:
        review.submit(work, made.id)
    with house.equipment.work(REVIEWER) as work:
        now = review.publish(work, made.id)
        assert (now.id, now.body, now.basis, now.written_by, now.read) == (
            old.id, BETTER.body, BETTER.basis, "clerk", 1,
        )  # fmt: skip
        assert work.session.get(Article, made.id) is None
        (kept,) = article_page(work, old.id).revisions
        assert (kept.body, kept.written_by, kept.version) == (WORDING.body, "analyst", old.version)
        assert [flag.words for flag in article_page(work, old.id).flags] == ["再核对一遍"]
        assert not article_page(work, old.id).doubts.wrong
        about = work.session.scalars(
            select(AuditEntry.about).where(AuditEntry.deed == "publish_article").order_by(AuditEntry.id.desc())
        ).first()
        assert (about["article"], sorted(about["changed"])) == (old.id, ["basis", "body"])
    assert titles(house, "十二小时内上门")[0] == old.title


def test_a_correction_that_begins_later_does_not_push_out_what_holds_today(house, published):
    old = published()
    with house.equipment.work(WRITER) as work:
        tomorrow = beijing(work.now).date() + timedelta(days=1)
        made = articles.correct(work, old.id, replace(BETTER, valid_from=tomorrow))
        review.submit(work, made.id)
    with house.equipment.work(REVIEWER) as work, pytest.raises(Incomplete, match="到那天再发布"):
        review.publish(work, made.id)
    with house.equipment.work(REVIEWER, work.now + timedelta(days=1)) as work:
        assert review.publish(work, made.id).body == BETTER.body


def test_one_correction_at_a_time_and_no_second_article_of_the_same_title_and_place(house, published):
    old = published()
    with house.equipment.work(WRITER) as work:
        with pytest.raises(Conflict, match="同名"):
            articles.draft(work, WORDING)
        other = articles.draft(work, replace(WORDING, title="另一条"))
        with pytest.raises(Conflict, match="同名"):
            articles.edit(work, other.id, WORDING)
        made = articles.correct(work, old.id)
        with pytest.raises(Conflict, match="已有人在修订"):
            articles.correct(work, old.id)
        with pytest.raises(Conflict, match="同名"):
            articles.edit(work, made.id, replace(WORDING, title="另一条"))
        with pytest.raises(IntegrityError, match="ix_articles_replaces"), work.attempt():
            other.replaces = old.id
            work.session.flush()


def test_a_correction_may_give_another_title_and_place_and_the_old_text_is_kept_whole(house, published):
    old = published()
    moved = replace(BETTER, title="呼和浩特市供热测温怎样申请", region="1501", agency=None, unit="呼和浩特市住房和城乡建设局",
                    valid_until=date(2099, 12, 31))  # fmt: skip
    with house.equipment.work(WRITER) as work:
        made = articles.correct(work, old.id, moved)
        assert articles.draft(work, replace(WORDING, title="别的事")).replaces is None
        review.submit(work, made.id)
        assert article_page(work, old.id).correction.id == made.id
        assert article_page(work, made.id).corrects.id == old.id
    with house.equipment.work(person(Role.SUPERVISOR, region="150105")) as work, pytest.raises(Forbidden):
        review.publish(work, made.id)
    with house.equipment.work(REVIEWER) as work:
        found = review.publish(work, made.id)
        assert (found.id, found.title, found.region, found.replaces) == (old.id, moved.title, "1501", None)
        (kept,) = article_page(work, old.id).revisions
        assert Wording.of(found).as_kept(kept.wording) == Wording.of(old)
        assert Wording.of(found).as_kept({"body": "只留了正文"}) == replace(Wording.of(found), body="只留了正文")
    assert titles(house, "呼和浩特市供热测温")[0] == moved.title
    with house.equipment.work(WRITER) as work:
        assert articles.draft(work, WORDING).title == old.title


def test_a_correction_that_moves_an_article_away_needs_rights_where_it_was(house, published):
    old = published()
    with house.equipment.work(WRITER) as work:
        made = articles.correct(work, old.id, replace(BETTER, region="1502", agency=None, unit="包头市"))
        review.submit(work, made.id)
    with (
        house.equipment.work(person(Role.SUPERVISOR, region="1502")) as work,
        pytest.raises(Forbidden, match="其他地区"),
    ):
        review.publish(work, made.id)


def test_a_unit_keeps_the_place_of_what_it_corrects_or_takes_its_own(house, published):
    whole = published(replace(WORDING, region="15"))
    with house.equipment.work(CLERK) as work:
        made = articles.correct(work, whole.id, replace(BETTER, region="15"))
        with pytest.raises(Incomplete, match="适用地区"):
            articles.edit(work, made.id, replace(BETTER, region="1502"))
        assert articles.edit(work, made.id, BETTER).region == "150105"
        assert articles.edit(work, made.id, replace(BETTER, region="15")).region == "15"


def test_somebody_who_looked_at_an_older_page_is_told(house):
    one = drafted(house)
    with house.equipment.work(WRITER) as work:
        articles.edit(work, one.id, BETTER, seen=one.version)
    with house.equipment.work(REVIEWER) as work:
        for verb in (lambda: articles.edit(work, one.id, WORDING, seen=one.version),
                     lambda: review.submit(work, one.id, seen=one.version)):  # fmt: skip
            with pytest.raises(Conflict, match="刚被他人改过"):
                verb()


def test_a_unit_writes_for_itself_and_its_place_only(house, published):
    with house.equipment.work(CLERK) as work:
        mine = articles.draft(work, replace(WORDING, agency=None, title="单位自己的一条"))
        assert mine.agency == UNIT and mine.unit == article_page(work, mine.id).article.unit != ""
        for wrong in (replace(WORDING, agency=OTHER_UNIT), replace(WORDING, region="15")):
            with pytest.raises(Incomplete, match="只能编写"):
                articles.draft(work, wrong)
    theirs = published()
    with house.equipment.work(STRANGER) as work, pytest.raises(Forbidden):
        articles.correct(work, theirs.id)


@pytest.mark.parametrize("who", [AGENT, person(Role.DISPATCHER), person(Role.OFFICER), person(Role.AUDITOR)])
def test_who_only_reads_writes_nothing(house, published, who):
    one = published()
    with house.equipment.work(who) as work:
        for verb in (lambda: articles.draft(work, WORDING), lambda: articles.correct(work, one.id),
                     lambda: articles.revise(work, one.id, body="直接改")):  # fmt: skip
            with pytest.raises(Forbidden):
                verb()


def test_a_supervisor_of_a_league_does_not_write_for_the_region(house, published):
    whole = published(replace(WORDING, region="15", agency=None, unit="住房和城乡建设厅"))
    with house.equipment.work(person(Role.SUPERVISOR, region="1501")) as work:
        with pytest.raises(Incomplete, match="本地区"):
            articles.draft(work, replace(WORDING, region="15", title="一条新的"))
        with pytest.raises(Forbidden, match="上级或其他地区"):
            articles.correct(work, whole.id)
        assert articles.draft(work, WORDING).region == "150105"


def test_a_draft_that_is_given_up_is_gone_with_its_opinions_and_what_is_in_force_is_not(house, published):
    old = published()
    with house.equipment.work(CLERK) as work:
        made = articles.correct(work, old.id)
        review.submit(work, made.id)
    with house.equipment.work(REVIEWER) as work:
        review.send_back(work, made.id, words="不必改")
    with house.equipment.work(CLERK) as work:
        articles.discard(work, made.id)
        assert work.session.get(Article, made.id) is None
        assert work.session.scalar(select(func.count()).select_from(ArticleFlag)) == 0
        with pytest.raises(Conflict):
            articles.discard(work, old.id)
        assert article_page(work, old.id).article.state == ArticleState.PUBLISHED


@pytest.mark.parametrize("wrong", [
    {"title": ""}, {"title": "长" * 101}, {"category": "03"}, {"region": "1599"}, {"agency": "没有的单位"},
    {"grade": "E"}, {"body": "长" * 10_001}, {"questions": ("问" * 101,)}, {"title_mn": "это не то"},
])  # fmt: skip
def test_what_cannot_be_kept_is_refused(house, wrong):
    with house.equipment.work(ADMINISTRATOR) as work:
        before = work.session.scalar(select(func.count()).select_from(Article))
        with pytest.raises(Incomplete):
            articles.draft(work, replace(WORDING, **wrong))
        assert work.session.scalar(select(func.count()).select_from(Article)) == before


def test_a_wording_survives_being_kept(house):
    full = replace(WORDING, materials="身份证", title_mn="ᠮᠣᠩᠭᠣᠯ", body_mn="ᠬᠠᠯᠠᠭᠤᠨ")
    one = drafted(house, wording=full)
    with house.equipment.work(SYSTEM) as work:
        kept = Wording.of(work.session.get_one(Article, one.id))
        assert kept == replace(full, unit=kept.unit) and kept.unit
        assert work.session.scalar(select(func.count()).select_from(ArticleRevision)) == 0

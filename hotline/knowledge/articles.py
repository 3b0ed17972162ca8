"""Knowledge articles (知识条目): taken in from the seed, drafted, corrected, edited, given up; what they said before is kept.

A published text stays in force until the corrected one is published: a correction is a draft beside it that knows
what it replaces, and takes its place (and its id, its reads, its flags) only when a second person publishes it.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, select, update

from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import ArticleState, Role
from hotline.knowledge.indexing import index, index_anew
from hotline.knowledge.rights import UNIT, ArticleDeed, bodies_of, held_for
from hotline.knowledge.wording import Wording, demand_keepable
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import write_down
from hotline.store.knowledge import Article, ArticleFlag, ArticleRevision
from hotline.store.queries.knowledge import corrected_by, correction_of
from hotline.store.work import Work

SEED = Path(__file__).parent / "seed.jsonl"


def load_seed(work: Work, path: Path = SEED) -> int:
    """Take in the seed articles that are not there yet; answer how many came (知识库初始化)."""
    index_anew(work)
    known = set(work.session.scalars(select(Article.title)))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    fresh = [row for row in rows if row["title"] not in known]
    for row in fresh:
        _added(work, Wording(**{**row, "questions": tuple(row["questions"])}), ArticleState.PUBLISHED)
    work.session.flush()
    return len(fresh)


def draft(work: Work, wording: Wording) -> Article:
    """Begin a new article (起草): who writes for the hotline, or a unit for itself.

    Raises:
        Forbidden: a role that does not write.
        Conflict: an article of this title and region is there; it is to be corrected.
        Incomplete: nothing that could be kept; another region, another unit.
    """
    wording = _permitted(work, wording)
    demand_keepable(work, wording)
    wording = _named(work, wording)
    demand_alone(work, wording)
    return _written_down(work, "draft_article", _added(work, wording, ArticleState.DRAFT))


def correct(work: Work, article_id: int, wording: Wording | None = None, *, seen: int | None = None) -> Article:
    """Begin to correct an article in force or expired (修订): answers the draft; the article itself stays as it is.

    Args:
        wording: the new text; without it, a copy to be edited.

    Raises Conflict if somebody is correcting it already.
    """
    article = held_for(work, article_id, ArticleDeed.CORRECT, seen)
    if correction_of(work, article) is not None:
        raise Conflict("这条知识已有人在修订，请到待办中接着改那份修订稿")
    if wording is not None:
        wording = _permitted(work, wording, settled=(article.region,))
        demand_keepable(work, wording)
        wording = _named(work, wording)
        demand_alone(work, wording, article.id)
    made = _added(work, wording or Wording.of(article), ArticleState.DRAFT, replaces=article.id)
    return _written_down(work, "correct_article", made, of=article.id)


def edit(work: Work, article_id: int, wording: Wording, *, seen: int | None = None) -> Article:
    """Change a draft (修改); whoever changes a word of it does not publish it."""
    article = held_for(work, article_id, ArticleDeed.EDIT, seen)
    corrected = corrected_by(work, article)
    settled = (article.region, corrected.region) if corrected else ()
    wording = _permitted(work, wording, settled=settled)
    demand_keepable(work, wording)
    wording = _named(work, wording)
    demand_alone(work, wording, article.id, article.replaces)
    if wording != Wording.of(article):
        article.written_by = work.person.account
        article.editors = [*(one for one in article.editors if one != article.written_by), article.written_by]
    wording.lay_on(article)
    article.updated_at = work.now
    index(article)
    return _written_down(work, "edit_article", article)


def discard(work: Work, article_id: int, *, seen: int | None = None) -> None:
    """Give a draft up (作废); what was published before is not touched."""
    article = held_for(work, article_id, ArticleDeed.DISCARD, seen)
    write_down(work.session, work.now, work.person.account, "discard_article", {"article": article.id})
    work.session.execute(delete(ArticleFlag).where(ArticleFlag.article_id == article.id))
    work.session.delete(article)
    work.session.flush()


def revise(work: Work, article_id: int, *, body: str) -> Article:
    """Give an article a new text at once; the old one is kept (系统修订).

    Raises Forbidden for people: what they change goes through a second person.
    """
    if work.person.role != Role.SYSTEM:
        raise Forbidden("知识须经修订、送审，由另一人发布，不能直接改动")
    article = work.session.get_one(Article, article_id)
    reword(work, article, replace(Wording.of(article), body=body), by=[article.written_by or Role.SYSTEM.value])
    work.session.flush()
    return article


def reword(work: Work, article: Article, wording: Wording, *, by: Sequence[str]) -> None:
    """Let an article say something else; what it said, who wrote it and when it was last changed is kept (留存旧版).

    Args:
        by: the accounts of all who wrote the new words, the last of them at the end.
    """
    work.session.add(
        ArticleRevision(
            article_id=article.id,
            version=article.version,
            body=article.body,
            wording=Wording.of(article).kept(),
            written_by=article.written_by,
            written_at=article.updated_at,
        )
    )
    wording.lay_on(article)
    article.editors, article.written_by, article.updated_at = list(by), by[-1], work.now
    index(article)


def note_reading(work: Work, article: Article) -> None:
    """Count that an article was read (阅读次数); its version stays, for nobody changed it."""
    if article.state == ArticleState.PUBLISHED and not permitted(work.person.role, Permission.WRITE_ARTICLES):
        counted = update(Article).where(Article.id == article.id).values(read=Article.read + 1)
        work.session.execute(counted.execution_options(synchronize_session=False))


def demand_alone(work: Work, wording: Wording, *but: int | None) -> None:
    """No other article of this title and region: who searches would not know which of the two to read out (不重名).

    Args:
        but: the article itself, and what it corrects.
    """
    same = select(Article.id).where(
        Article.title == wording.title, Article.region == wording.region, Article.id.not_in([one for one in but if one])
    )
    if work.session.scalars(same.limit(1)).first() is not None:
        raise Conflict("本地区已有同名的知识，请检索到该条后点「修订」，或换一个标题")


def _permitted(work: Work, wording: Wording, *, settled: Collection[str] = ()) -> Wording:
    """The wording, if this person may write such an article; a unit's people write for their unit and its place only.

    Args:
        settled: the places that a correction may keep, wherever the unit stands.
    """
    who = work.person
    if permitted(who.role, Permission.WRITE_ARTICLES):
        if not wording.region.startswith(who.region):
            raise Incomplete("只能编写本地区的知识，请重新选择适用地区")
        return wording
    if who.role not in UNIT:
        raise Forbidden(f"{who.role.label}不能编写知识，发现有误请用「纠错」")
    if wording.agency and wording.agency not in bodies_of(work):
        raise Incomplete("只能编写本单位负责的知识，责任单位请选本单位")
    own = work.session.get(AgencyRecord, who.agency or "")
    if own is None:
        raise Forbidden("您的单位不在单位名录中，请联系系统管理员")
    if not (wording.region in settled or wording.region.startswith(own.region)):
        raise Incomplete("只能编写本单位所在地区的知识，请重新选择适用地区")
    return replace(wording, agency=wording.agency or who.agency)


def _named(work: Work, wording: Wording) -> Wording:
    """The wording with its unit under the name of the directory, where a code says which it is."""
    unit = work.session.get(AgencyRecord, wording.agency) if wording.agency else None
    return replace(wording, agency=wording.agency or None, unit=unit.name if unit else wording.unit)


def _added(work: Work, wording: Wording, state: ArticleState, replaces: int | None = None) -> Article:
    by = work.person.account
    article = Article(
        state=state, replaces=replaces, written_by=by, editors=[by], updated_at=work.now, title="", body="",
        materials="", title_mn="", body_mn="", questions=[], read=0,
    )  # fmt: skip
    wording.lay_on(article)
    index(article)
    work.session.add(article)
    work.session.flush()
    return article


def _written_down(work: Work, deed: str, article: Article, **about: object) -> Article:
    work.session.flush()
    write_down(work.session, work.now, work.person.account, deed, {"article": article.id, **about})
    return article

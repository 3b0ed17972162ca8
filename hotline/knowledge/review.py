"""The second pair of eyes (审核发布): submitted by the writer, published or sent back by somebody else."""

from dataclasses import fields

from sqlalchemy import select, update

from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import ArticleState
from hotline.knowledge.articles import demand_alone, reword
from hotline.knowledge.clock import due
from hotline.knowledge.rights import ArticleDeed, held_for
from hotline.knowledge.wording import Wording, demand_whole
from hotline.store.audit import write_down
from hotline.store.knowledge import Article, ArticleFlag
from hotline.store.queries.knowledge import SHOWN, corrected_by
from hotline.store.work import Work

MENDED = "已按意见修改，重新送审"


def submit(work: Work, article_id: int, *, seen: int | None = None) -> Article:
    """Ask for a draft to be published (送审); what it was sent back for counts as mended.

    Raises Incomplete with everything that is missing.
    """
    article = held_for(work, article_id, ArticleDeed.SUBMIT, seen)
    demand_whole(work, Wording.of(article))
    article.state, article.updated_at = ArticleState.REVIEW, work.now
    opinions = update(ArticleFlag).where(ArticleFlag.article_id == article.id, ArticleFlag.answered_at.is_(None))
    work.session.execute(
        opinions.values(right=True, answer=MENDED, answered_by=work.person.account, answered_at=work.now)
    )
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "submit_article", {"article": article.id})
    return article


def publish(work: Work, article_id: int, *, seen: int | None = None) -> Article:
    """Put an article in force (发布), by somebody who wrote none of its words.

    A correction takes the place of what it corrects: the answer is the article that was corrected, under its old id.
    """
    made = held_for(work, article_id, ArticleDeed.PUBLISH, seen)
    demand_whole(work, Wording.of(made))
    demand_alone(work, Wording.of(made), made.id, made.replaces)
    article, changed = _in_its_place(work, made)
    article.state, article.updated_at = ArticleState.PUBLISHED, work.now
    article.reviewed_by, article.reviewed_at = work.person.account, work.now
    work.session.flush()
    about = {"article": article.id, "changed": changed, "written_by": article.written_by}
    write_down(work.session, work.now, work.person.account, "publish_article", about)
    return article


def send_back(work: Work, article_id: int, *, words: str, seen: int | None = None) -> Article:
    """Give an article back to its writer with an opinion (退回修改); the opinion is kept as a flag on the draft."""
    article = held_for(work, article_id, ArticleDeed.SEND_BACK, seen)
    if not words.strip():
        raise Incomplete("请写明退回的理由和要改的地方")
    article.state = ArticleState.DRAFT
    work.session.add(
        ArticleFlag(
            article_id=article.id, agency=article.agency, words=words.strip(), flagged_by=work.person.account,
            flagged_at=work.now, due_at=due(work),
        )
    )  # fmt: skip
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "send_back_article", {"article": article.id})
    return article


def _in_its_place(work: Work, made: Article) -> tuple[Article, list[str]]:
    """The article that is published: the draft itself, or what it corrects, now with its words; and what was changed."""
    corrected = corrected_by(work, made)
    if corrected is None:
        return made, []
    if made.valid_from and made.valid_from > beijing(work.now).date():
        raise Incomplete(f"修订稿自 {made.valid_from} 起生效，请到那天再发布，此前现行内容继续有效")
    article = work.session.scalars(select(Article).where(Article.id == corrected.id).with_for_update()).one()
    if article.state not in SHOWN:
        raise Conflict("所修订的知识刚被他人改动，请刷新后再发布")
    before, after = Wording.of(article), Wording.of(made)
    reword(work, article, after, by=made.editors or [made.written_by])
    moved = update(ArticleFlag).where(ArticleFlag.article_id == made.id).values(article_id=article.id)
    work.session.execute(moved.execution_options(synchronize_session=False))
    work.session.delete(made)
    changed = [one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name)]
    return article, changed

"""“This is wrong” (纠错): one click by whoever reads an article out, and a clock for the unit in charge."""

import re
from collections.abc import Collection

from sqlalchemy import select

from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.permissions import Permission, permitted
from hotline.knowledge.articles import correct
from hotline.knowledge.clock import due
from hotline.knowledge.rights import UNIT, ArticleDeed, bodies_of, held_for, one
from hotline.store.audit import write_down
from hotline.store.knowledge import Article, ArticleFlag
from hotline.store.queries.knowledge import MAKING, correction_of
from hotline.store.work import Work

LONGEST = 500
PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)", re.ASCII)  # 座机不拦：改正的常是单位电话


def flag(work: Work, article_id: int, *, words: str) -> ArticleFlag:
    """Say that a published article is wrong (纠错); it stays in force, with a note, until its unit has looked.

    Raises:
        Incomplete: without a word about what is wrong nobody can look it up; nobody's own number belongs there.
        Conflict: this person has said so already, and it is being looked into.
    """
    article = held_for(work, article_id, ArticleDeed.FLAG)
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise Incomplete(f"请用一句话写明哪里有误、正确的是什么，最多 {LONGEST} 个字")
    if PERSONAL.search(said):
        raise Incomplete("纠错里不要写个人手机号、身份证号，请删去后再提交")
    again = select(ArticleFlag.id).where(
        ArticleFlag.article_id == article.id, ArticleFlag.flagged_by == work.person.account,
        ArticleFlag.answered_at.is_(None),
    )  # fmt: skip
    if work.session.scalars(again).first() is not None:
        raise Conflict("您已对这条知识提过纠错，责任单位正在核实，结果见「知识待办」")
    found = ArticleFlag(
        article_id=article.id, agency=article.agency, words=said, flagged_by=work.person.account,
        flagged_at=work.now, due_at=due(work),
    )  # fmt: skip
    work.session.add(found)
    work.session.flush()
    about = {"article": article.id, "flag": found.id, "due_at": found.due_at.isoformat()}
    write_down(work.session, work.now, work.person.account, "flag_article", about)
    return found


def answer(work: Work, flag_id: int, *, right: bool, words: str) -> ArticleFlag:
    """Say whether a flag is right (答复纠错); if it is, a correction is begun and the article is no longer suggested.

    Raises:
        NotFound: no such flag, or its article is not for this person's eyes.
        Forbidden: not the unit in charge, and not the hotline in its place; or one's own flag.
        Conflict: it has been answered.
        Incomplete: without words.
    """
    found = work.session.get(ArticleFlag, flag_id)
    if found is None:
        raise NotFound("没有这条纠错，可能已随条目作废")
    article = one(work, found.article_id)  # 先锁条目，再看纠错：与发布、送审同一次序，不会互相等
    work.session.refresh(found)
    if why := refused_answer(work, article, found, bodies_of(work)):
        raise Forbidden(why)
    if found.answered_at is not None:
        raise Conflict("这条纠错已由他人答复，请刷新后查看")
    if not words.strip():
        raise Incomplete("请写明核实的情况：对在哪里、错在哪里，依据是什么")
    found.right, found.answer = right, words.strip()
    found.answered_by, found.answered_at = work.person.account, work.now
    work.session.flush()
    about = {"article": article.id, "flag": found.id, "right": right}
    write_down(work.session, work.now, work.person.account, "answer_article_flag", about)
    if right and article.state not in MAKING and correction_of(work, article) is None:
        correct(work, article.id)
    return found


def refused_answer(work: Work, article: Article, found: ArticleFlag, mine: Collection[str]) -> str:
    """Why this person may not answer that flag; empty if they may.

    The unit in charge answers; where none is named, or it let the clock run out, the hotline does (逾期代为核实).

    Args:
        mine: the codes under which this person's unit stands in the directory.
    """
    if found.flagged_by == work.person.account:
        return "自己提的纠错须由另一人核实"
    if article.state in MAKING:
        return "退回意见在修改后重新送审，不单独答复"
    if work.person.role in UNIT:
        return "" if found.agency and found.agency in mine else "这条纠错由该知识的责任单位核实"
    if not permitted(work.person.role, Permission.WRITE_ARTICLES):
        return f"{work.person.role.label}不能答复纠错"
    if not article.region.startswith(work.person.region):
        return "这条知识属于上级或其他地区，请由该地区的知识管理人员核实"
    waited = found.agency is None or found.due_at < work.now
    return "" if waited else "责任单位的核实时限未到，逾期后由热线代为核实"

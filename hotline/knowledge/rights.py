"""Who may do what to an article, and when (知识条目权限表): the verbs refuse by it, the page shows its buttons by it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from hotline.domain.errors import Conflict, Forbidden, NotFound
from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import ArticleState, Role, Term
from hotline.store.knowledge import Article
from hotline.store.queries.knowledge import corrected_by, readable
from hotline.store.scope import same_body
from hotline.store.work import Work

UNIT = frozenset({Role.CLERK, Role.HEAD})
READS_OUT = UNIT | {Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.ADMINISTRATOR}
S = ArticleState


class ArticleDeed(Term):
    """What may be done to an article (知识动作)."""

    EDIT = "edit", "修改"
    CORRECT = "correct", "修订"
    SUBMIT = "submit", "送审"
    DISCARD = "discard", "作废"
    PUBLISH = "publish", "发布"
    SEND_BACK = "send_back", "退回修改"
    EXPIRE = "expire", "宣布失效"
    RENEW = "renew", "续期"
    FLAG = "flag", "纠错"


@dataclass(frozen=True)
class Rights:
    """What a person is to an article (对条目的权限); each refusal is a sentence, empty where nothing is refused.

    Args:
        wrote: whether any of the words under review are this person's: nobody publishes their own (四眼).
    """

    writes: str
    reviews: str
    flags: str
    wrote: bool

    def judges(self) -> str:
        """Why this person may not publish or send back; empty if they may."""
        if self.reviews:
            return self.reviews
        return "自己写的、改过的知识不能自己审核，请由没有动过笔的审核人处理" if self.wrote else ""


RULES: dict[ArticleDeed, tuple[frozenset[ArticleState], Callable[[Rights], str]]] = {
    ArticleDeed.EDIT: (frozenset({S.DRAFT}), lambda rights: rights.writes),
    ArticleDeed.CORRECT: (frozenset({S.PUBLISHED, S.EXPIRED}), lambda rights: rights.writes),
    ArticleDeed.SUBMIT: (frozenset({S.DRAFT}), lambda rights: rights.writes),
    ArticleDeed.DISCARD: (frozenset({S.DRAFT}), lambda rights: rights.writes),
    ArticleDeed.PUBLISH: (frozenset({S.REVIEW}), Rights.judges),
    ArticleDeed.SEND_BACK: (frozenset({S.REVIEW}), Rights.judges),
    ArticleDeed.EXPIRE: (frozenset({S.PUBLISHED}), lambda rights: rights.reviews),
    ArticleDeed.RENEW: (frozenset({S.PUBLISHED, S.EXPIRED}), lambda rights: rights.reviews),
    ArticleDeed.FLAG: (frozenset({S.PUBLISHED}), lambda rights: rights.flags),
}


def rights_over(work: Work, article: Article) -> Rights:
    """What this person is to that article; a correction that moves it to another place asks for rights in both."""
    role, corrected = work.person.role, corrected_by(work, article)
    places = [article.region, *([corrected.region] if corrected else ())]
    inside = all(place.startswith(work.person.region) for place in places)
    elsewhere = "" if inside else "这条知识属于上级或其他地区，请由该地区的知识管理人员处理"
    writes = reviews = f"{role.label}不能改动这条知识，发现有误请用「纠错」"
    if permitted(role, Permission.WRITE_ARTICLES):
        writes = elsewhere
    elif role in UNIT and article.agency and article.agency in bodies_of(work):
        writes = ""
    if permitted(role, Permission.REVIEW_ARTICLES):
        reviews = elsewhere
    flags = "" if role in READS_OUT else f"{role.label}只能查看，不能纠错"
    return Rights(writes, reviews, flags, work.person.account in article.editors)


def bodies_of(work: Work) -> set[str]:
    """The codes under which this person's unit stands in the directory."""
    return set(work.session.scalars(same_body(work.person.agency or "")))


def offered(article: Article, rights: Rights) -> list[ArticleDeed]:
    """What this person may do to the article as it stands, in the order of the table."""
    return [deed for deed, (states, refused) in RULES.items() if article.state in states and not refused(rights)]


def one(work: Work, article_id: int) -> Article:
    """The article, locked, if this person may read it; else NotFound."""
    found = work.session.scalar(select(Article).where(Article.id == article_id, readable(work)).with_for_update())
    if found is None:
        raise NotFound("没有这条知识，或您无权查看，可回到知识库重新检索")
    return found


def held_for(work: Work, article_id: int, deed: ArticleDeed, seen: int | None = None) -> Article:
    """The article, locked, if this person may do that to it now.

    Args:
        seen: the version that the person looked at; None where nothing was shown before.

    Raises:
        NotFound: none for this person's eyes.
        Forbidden: not this person.
        Conflict: not in this state, or somebody was quicker.
    """
    article = one(work, article_id)
    states, refused = RULES[deed]
    if why := refused(rights_over(work, article)):
        raise Forbidden(why)
    if article.state not in states:
        raise Conflict(f"这条知识现为「{article.state.label}」，不能{deed.label}，请刷新后再看")
    if seen is not None and seen != article.version:
        raise Conflict("这条知识刚被他人改过，请对照最新内容后重新提交")
    return article

"""What the pages of the knowledge base show (知识页面): buttons, differences, names."""

from collections.abc import Mapping
from typing import Any

from hotline.domain.errors import Conflict, HotlineError
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import Role
from hotline.knowledge.articles import note_reading
from hotline.knowledge.compare import LABELS, SAME, Change, Piece, changes, in_a_row
from hotline.knowledge.flags import refused_answer
from hotline.knowledge.rights import UNIT, bodies_of, offered, rights_over
from hotline.knowledge.wording import GRADES, Wording
from hotline.store.knowledge import Article, ArticleRevision
from hotline.store.queries.details import staff_names
from hotline.store.queries.knowledge import SHOWN, ArticlePage, article_page
from hotline.store.work import Work
from hotline.web.desk import person
from hotline.web.knowledge.forms import one_line_end, typed_of
from hotline.web.naming import Names, names_for

UNCHANGED = [Piece(SAME, "与现在一致，没有不同。")]


def shown(work: Work, article_id: int, against: int | None) -> dict[str, Any]:
    """One article for the page.

    Args:
        against: the earlier text that the present one is compared with; None for the last one.
    """
    page = article_page(work, article_id)
    note_reading(work, page.article)
    accounts = [page.article.written_by, page.article.reviewed_by, *(one.written_by for one in page.revisions)]
    accounts += [who for flag in page.flags for who in (flag.flagged_by, flag.answered_by)]
    names = names_for(work, (), [page.article.agency] if page.article.agency else [])
    older = next((one for one in page.revisions if one.id == against), None)
    return {
        "page": page,
        "names": names,
        "people": staff_names(work, accounts),
        "deeds": {deed.value for deed in offered(page.article, rights_over(work, page.article))},
        "answerable": _answerable(work, page),
        "changed": _changed(page.corrects, page.article, names),
        "older": older,
        "differences": in_a_row(_since(older, page.article, names)) or UNCHANGED if older else [],
        "grades": GRADES,
        "today": beijing(work.now).date(),
    }


def _answerable(work: Work, page: ArticlePage) -> set[int]:
    mine, waiting = bodies_of(work), [flag for flag in page.flags if flag.answered_at is None]
    return {flag.id for flag in waiting if not refused_answer(work, page.article, flag, mine)}


def _changed(corrected: Article | None, made: Article, names: Names) -> list[Change]:
    return _differences(Wording.of(corrected), Wording.of(made), names) if corrected else []


def _since(older: ArticleRevision, article: Article, names: Names) -> list[Change]:
    now = Wording.of(article)
    return _differences(now.as_kept(older.wording), now, names)


def _differences(before: Wording, after: Wording, names: Names) -> list[Change]:
    coded = {"category": names.category, "region": names.region}
    return changes(before, after, lambda part, value: coded.get(part, str)(value))


def sheet(work: Work, article: Article | None, typed: Mapping[str, str], error: HotlineError | None) -> dict[str, Any]:
    """The form for an article, new or there, filled with what was typed or with what it says."""
    blank = {"region": work.person.region, "agency": work.person.agency or "" if person().role in UNIT else ""}
    kept = typed_of(Wording.of(article), article.version) if article else blank
    names = names_for(work, (), [article.agency] if article and article.agency else [])
    return {
        "article": article,
        "typed": typed or kept,
        "kept": kept,
        "error": error,
        "names": names,
        "grades": GRADES,
        "differing": _differing(typed, kept),
        "version": kept.get("version", "") if not typed or isinstance(error, Conflict) else typed.get("version", ""),
        "correcting": article is not None and (article.state in SHOWN or article.replaces is not None),
    }


def _differing(typed: Mapping[str, str], kept: Mapping[str, str]) -> list[str]:
    """The labels of the parts that somebody typed otherwise than they are kept."""
    sent = {name: one_line_end(typed.get(name, "")).strip() for name in LABELS}
    return [label for name, label in LABELS.items() if typed and sent[name] != kept.get(name, "").strip()]


def may_write(role: Role) -> bool:
    """Whether somebody of that role may begin an article: who writes for the hotline, or for a unit."""
    return permitted(role, Permission.WRITE_ARTICLES) or role in UNIT

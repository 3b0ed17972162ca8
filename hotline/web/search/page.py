"""What the pages of search show (检索页): hits with their words marked, chips, and what the filters offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from classifier.reading.entities import normal_phone, valid_phone
from hotline.casework.lists.bulk import Tried, demand_together, do_together, open_to
from hotline.domain.errors import Incomplete, TooMany
from hotline.domain.moments import beijing
from hotline.domain.numbering import well_formed
from hotline.domain.searching import alone
from hotline.domain.vocabulary import Channel, DemandType, Language, RequesterKind, State, Urgency
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import write_down
from hotline.store.knowledge import Article
from hotline.store.queries.everywhere import (
    Turned,
    articles_holding,
    known_events,
    officers,
    tickets_of_caller,
    under_way_at,
    units_holding,
)
from hotline.store.queries.saved import own_views, shared_views
from hotline.store.queries.search import numbers_tried, search
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.desk import judgement_for
from hotline.web.naming import names_for
from hotline.web.search.forms import BulkForm, Recent, TurnedForm, WantedForm, picked_in
from hotline.web.search.marking import excerpt, holds, marked

HEADLINE, CONTEXT, BODY = 44, 70, 160
BESIDE = Turned(most=3)
TICKET_DIGITS = 15
NUMBERS_ALLOWED, NUMBERS_WINDOW = 30, timedelta(minutes=1)  # 每人按电话检索的次数
UNTITLED = "（未填写内容）"
OFFERED = {
    "states": State, "channels": Channel, "kinds": RequesterKind, "types": DemandType, "urgencies": Urgency,
    "languages": Language, "ranges": Recent,
}  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """A ticket on the list, its headline, and where else in it the words stand (命中的工单)."""

    ticket: Ticket
    headline: Markup
    context: Markup | None


@dataclass(frozen=True)
class ArticleHit:
    """An article on the list, its words marked, and whether it holds today (命中的知识)."""

    article: Article
    title: Markup
    excerpt: Markup
    body: Markup
    stands: str


@dataclass(frozen=True)
class UnitHit:
    """A unit on the list, how it stands today, and whether it has open tickets to be seen (命中的单位)."""

    unit: AgencyRecord
    name: Markup
    stands: str
    under_way: bool


def looked(work: Work, form: WantedForm) -> dict[str, Any]:
    """Everything that the page of tickets shows."""
    page = search(work, form.wanted(work.now))
    names = names_for(work, page.tickets, [form.agency] if form.agency else ())
    watchers, events = officers(work), known_events(work)
    beside = form.words if not (form.before or form.after) else ""
    return {
        "form": form, "page": page, "names": names, "watchers": watchers, "events": events,
        "hits": hits_of(page.tickets, form.words),
        "chips": form.chips(names, watchers, events),
        "articles": article_hits(work, articles_holding(work, beside, BESIDE).rows, beside) if beside else [],
        "units": unit_hits(work, units_holding(work, beside, "", BESIDE).rows, beside) if beside else [],
        "mistyped": mistyped(form.words), "too_short": too_short(form.words), "together": open_to(work.person.role),
        "views": own_views(work), "shared": shared_views(work), **OFFERED,
    }  # fmt: skip


def hits_of(tickets: Sequence[Ticket], words: str) -> list[Hit]:
    """The tickets of a page, each with its words marked."""
    return [Hit(ticket, _headline(ticket, words), _context(ticket, words)) for ticket in tickets]


def _headline(ticket: Ticket, words: str) -> Markup:
    return excerpt(ticket.title or ticket.text, words, HEADLINE) or Markup.escape(UNTITLED)


def _context(ticket: Ticket, words: str) -> Markup | None:
    """Where the words stand besides the headline: in the text under a title, the address, the translation."""
    under_title = ticket.text if ticket.title else ""
    found = next((text for text in (under_title, ticket.address, ticket.translation or "") if holds(text, words)), None)
    return excerpt(found, words, CONTEXT) if found else None


def article_hits(work: Work, articles: Sequence[Article], words: str) -> list[ArticleHit]:
    """The articles of a page, and whether each holds today."""
    today = beijing(work.now).date()

    def stands(one: Article) -> str:
        if one.valid_until and one.valid_until < today:
            return f"已于 {one.valid_until:%Y-%m-%d} 失效，不得作为答复依据"
        return f"自 {one.valid_from:%Y-%m-%d} 起生效" if one.valid_from and one.valid_from > today else ""

    return [
        ArticleHit(one, marked(one.title, words), excerpt(one.body, words, BODY), marked(one.body, words), stands(one))
        for one in articles
    ]


def unit_hits(work: Work, units: Sequence[AgencyRecord], words: str) -> list[UnitHit]:
    """The units of a page, how each stands today, and which have open tickets that this person may see."""
    today, having = beijing(work.now).date(), under_way_at(work, {unit.code for unit in units})

    def stands(one: AgencyRecord) -> str:
        if one.valid_until and one.valid_until < today:
            return f"已于 {one.valid_until:%Y-%m-%d} 撤并"
        return f"自 {one.valid_from:%Y-%m-%d} 起设立" if one.valid_from and one.valid_from > today else "现行"

    return [UnitHit(one, marked(one.name, words), stands(one), one.code in having) for one in units]


def found_articles(work: Work, form: TurnedForm) -> dict[str, Any]:
    """Everything that the page of articles shows."""
    leaf = articles_holding(work, form.words, form.turned)
    hits = article_hits(work, leaf.rows, form.words)
    return {"form": form, "leaf": leaf, "hits": hits, "names": names_for(work)}


def found_units(work: Work, form: TurnedForm) -> dict[str, Any]:
    """Everything that the page of units shows."""
    leaf = units_holding(work, form.words, form.region, form.turned)
    return {"form": form, "leaf": leaf, "hits": unit_hits(work, leaf.rows, form.words), "names": names_for(work)}


def called(work: Work, number: str) -> dict[str, Any]:
    """The tickets of the caller with that number; that somebody looked is kept, of the number only its blind index.

    Raises:
        Incomplete: a number of another kind.
        TooMany: so many numbers a minute are tried by nobody who has a caller on the line.
    """
    if not valid_phone(number):
        raise Incomplete("不能按证件号、银行卡号检索，请改用工单编号、诉求人电话或诉求中的词")
    if numbers_tried(work, work.now - NUMBERS_WINDOW) >= NUMBERS_ALLOWED:
        raise TooMany(f"一分钟内按电话检索已满 {NUMBERS_ALLOWED} 次，请稍后再查")
    found = tickets_of_caller(work, number)
    told = {"found": found, "hits": hits_of(found.tickets, ""), "names": names_for(work, found.tickets)}
    about = {"caller": work.vault.blind(normal_phone(number)), "count": len(found.tickets)}
    write_down(work.session, work.now, work.person.account, "search_by_phone", about)
    return told


def mistyped(words: str) -> bool:
    """Whether this would be a ticket number, were its check digit right (编号有误)."""
    return len(words) == TICKET_DIGITS and words.isascii() and words.isdigit() and not well_formed(words)


def too_short(words: str) -> bool:
    """Whether nothing but single characters are asked for: the index knows pairs (词太短)."""
    return bool(words) and all(map(alone, words.split()))


def done_together(work: Work, form: BulkForm, chosen: list[str]) -> Tried:
    """What came of one action on the ticked tickets; whether the role may comes before what was ticked."""
    demand_together(work, form.deed)
    return do_together(work, judgement_for(work), form.deed, picked_in(chosen), words=form.words)

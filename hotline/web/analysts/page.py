"""What the pages of analysis show (研判页): a period's document, a report, what lies behind a figure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from hotline.analytics.report import making
from hotline.analytics.report.gathered import gather
from hotline.analytics.report.period import Period
from hotline.analytics.report.telling import tell
from hotline.analytics.tallies import cut_of
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.errors import Incomplete
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Channel, DemandType, RequesterKind
from hotline.store.queries.enterprises.wanted import Facet
from hotline.store.queries.figures.reports import last_run, report_of, reports
from hotline.store.queries.figures.tallying import LEAGUE, WHOLE, By, Stretch, lying_behind, statistical_day
from hotline.store.queries.inbox import counts_by_state
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.analysts.fresh import Fresh
from hotline.web.desk import judgement_for, person
from hotline.web.naming import Names, names_for
from routing_rules.indicators.definition import MEASURES

SHOWN = 100
PLACES = (Facet.LEAGUE, Facet.BANNER)
TERMS = {By.CHANNEL: Channel, By.DEMAND_TYPE: DemandType, By.REQUESTER_KIND: RequesterKind}


def fresh() -> Fresh:
    """The figures of the last half minute, of this process."""
    found: Fresh = current_app.extensions["fresh"]
    return found


def period_of(work: Work, asked: Mapping[str, str]) -> Period:
    """The period that an address or a form names; without one, the last that is over."""
    kind = asked.get("kind") or ReportKind.WEEKLY.value
    if kind not in {one.value for one in ReportKind}:
        raise Incomplete(f"没有「{kind[:20]}」这种报告，只有日报、周报、月报、专报、涉企专报")
    return making.period_asked_for({**asked, "kind": kind}, work.rules, work.now)


def dashboard(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """This period so far, counted at most twice a minute for each person."""
    period = period_of(work, asked)
    if not asked.get("starts_on"):
        period = period.before(-1)
    rules = judgement_for(work).rules
    key = (person().account, period.kind.value, period.starts_on.isoformat(), rules.edition)

    def told() -> dict[str, Any]:
        return tell(work, gather(work, rules, period, person().region), period.number, 0).as_figures()

    at, shown = fresh().of(key, work.now, told)
    return {"period": period, "document": shown, "counts": counts_by_state(work), "counted_at": at, "kinds": ReportKind}


def report(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """A report as it was drawn up, the others of its kind, and how far a making is."""
    period = period_of(work, asked)
    return {
        "period": period,
        "report": report_of(work, period.kind, period.starts_on, person().region),
        "offered": reports(work, period.kind, person().region),
        "run": last_run(work, period.kind, period.starts_on),
        "kinds": ReportKind,
    }


def indicators(work: Work) -> dict[str, Any]:
    """The table of indicators in force."""
    return {"indicators": work.rules.indicators, "edition": work.rules.edition}


def behind(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """The tickets behind a figure, the newest first, and how many there are now."""
    measure = asked.get("measure", "")
    if measure not in MEASURES:
        raise Incomplete(f"没有「{measure[:20]}」这项计量，请从报告或看板的数字点入")
    within = {by: asked[by.value] for by in By if by.value in asked}
    stretch = Stretch(_moment(asked, "start"), _moment(asked, "end"), asked.get("region") or person().region)
    tickets = lying_behind(work, stretch, measure, within)
    found = [] if tickets is None else work.session.scalars(tickets.order_by(Ticket.id.desc()).limit(SHOWN)).all()
    counted = None if tickets is None else work.session.scalar(select(func.count()).select_from(tickets.subquery()))
    names = names_for(work, found)
    said = [(by.value, _named(names, by, code)) for by, code in within.items()]
    return {
        "measure": measure, "stretch": stretch, "within": said, "tickets": found, "names": names, "counted": counted,
        "figure": asked.get("figure", ""),
    }  # fmt: skip


def of_enterprises(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """By what the page of enterprise demands lists those behind a figure of a report (涉企下钻)."""
    cut, region = cut_of(work.rules), asked.get("region", "")
    first, end = statistical_day(_moment(asked, "start"), cut), statistical_day(_moment(asked, "end"), cut)
    place = {} if len(region) <= len(WHOLE) else {PLACES[len(region) > LEAGUE].value: region}
    within = {facet.value: asked[facet.value] for facet in Facet if facet.value in asked}
    days = {"first": first.isoformat(), "last": (end - timedelta(days=1)).isoformat()}
    return {"measure": asked.get("measure", ""), **days, **place, **within}


def _moment(asked: Mapping[str, str], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(asked.get(name, ""))
    except ValueError:
        raise Incomplete("统计期的起止不完整，请从报告或看板的数字点入") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _named(names: Names, by: By, code: str) -> str:
    if by in TERMS:
        return {term.value: term.label for term in TERMS[by]}.get(code, code)
    if by in (By.LEAGUE, By.REGION):
        return names.region(code)
    return names.category(code) if by in (By.CATEGORY, By.BRANCH) else names.agency(code) if by is By.AGENCY else code

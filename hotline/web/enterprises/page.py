"""What the pages of enterprises show (企业档案页、涉企分析页)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hotline.analytics.enterprises.analysis import ACROSS, DOWN, TOLD, analyse
from hotline.analytics.enterprises.hot import FORMULA
from hotline.analytics.enterprises.profile import profile
from hotline.analytics.enterprises.stuck import firm_ticket
from hotline.analytics.tallies import cut_of
from hotline.domain.analysis.enterprises import BOTTLENECK_BASIS, BOTTLENECK_HINTS, AmountKind, Bottleneck, Scale
from hotline.domain.analysis.industries import industries, industry_name
from hotline.domain.errors import Incomplete
from hotline.domain.moments import beijing
from hotline.store.queries.details import staff_names
from hotline.store.queries.enterprises.firms import demand_of, entries_of, firms, names_of, parks
from hotline.store.queries.enterprises.standing import demands, standing
from hotline.store.queries.enterprises.wanted import Facet, Wanted, measures
from hotline.store.work import Work
from hotline.web.enterprises.forms import DaysForm, PeriodForm, SoughtForm
from hotline.web.naming import Names, names_for

WEEKS = timedelta(weeks=4)
BLANK = {Facet.MATTER: "未分类", Facet.BRANCH: "未分类", Facet.BOTTLENECK: "未选定", Facet.PARK: "不在园区或未登记"}


def choices(work: Work, names: Names) -> dict[str, Any]:
    """What the selects of the forms offer."""
    return {
        "industries": [(one.code, industry_name(one.code)) for one in industries().values()],
        "scales": Scale, "bottlenecks": Bottleneck, "parks": parks(work), "names": names,
        "zones": [one.name for one in work.rules.directory.regions.values() if one.kind == "功能区"],
    }  # fmt: skip


def listed(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """The register, as far as it is looked for, and how all enterprise demands stand."""
    form = SoughtForm.read(asked)
    sought = {name: value for name, value in asked.items() if value and name != "page"}
    return {
        "form": form, "found": firms(work, form.sought()), "whole": standing(work, Wanted())[()], "sought": sought,
        "industry_name": industry_name, **choices(work, names_for(work)),
    }  # fmt: skip


def one(work: Work, code: str) -> dict[str, Any]:
    """One enterprise."""
    found = profile(work, code)
    names = names_for(work, [demand.ticket for demand in found.listed])
    people = staff_names(work, [demand.ticket.watcher for demand in found.listed])
    return {"profile": found, "firm": found.enterprise, "people": people, "industry_name": industry_name, **choices(work, names)}  # fmt: skip


def analysed(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """The analysis that an address asks for; the last four weeks, by industry, if it asks for nothing."""
    today = beijing(work.now).date()
    usual = {"first": (today - WEEKS + timedelta(days=1)).isoformat(), "last": today.isoformat()}
    form = PeriodForm.read({**usual, **{name: value for name, value in asked.items() if value}})
    down, across = _facet(form.down), _facet(form.across)
    names = names_for(work)
    found = analyse(work, Wanted(form.first, form.last, cut_of(work.rules)), down, across)
    rows = [(code, called(names, down, code), counted) for code, counted in found.rows]
    heads = [(code, called(names, across, code)) for code in found.heads]
    days = {"first": form.first.isoformat(), "last": form.last.isoformat()}
    return {
        "form": form, "found": found, "rows": rows, "heads": heads, "days": days, "downs": DOWN, "acrosses": ACROSS,
        "names": names, "told": TOLD, "formula": FORMULA, "facets": Facet,
    }  # fmt: skip


def behind(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """The tickets behind a figure, the newest first (下钻)."""
    form = DaysForm.read(asked)
    if form.measure and form.measure not in measures(work.now):
        raise Incomplete(f"没有「{form.measure[:20]}」这项计量，请从涉企分析或企业档案的数字点入")
    within = {facet: asked[facet.value] for facet in Facet if facet.value in asked}
    wanted = Wanted(form.first, form.last, cut_of(work.rules), within, form.measure)
    found, total = demands(work, wanted)
    names = names_for(work, [demand.ticket for demand in found])
    firms_named = names_of(work, [within[Facet.ENTERPRISE]]) if Facet.ENTERPRISE in within else {}
    said = [(facet.value, firms_named.get(code) or called(names, facet, code)) for facet, code in within.items()]
    people = staff_names(work, [demand.ticket.watcher for demand in found])
    return {"form": form, "listed": found, "total": total, "within": said, "names": names, "people": people}


def of_ticket(work: Work, number: str) -> dict[str, Any]:
    """What stands beside one enterprise's ticket: whose it is, where it is stuck, and the money."""
    ticket = firm_ticket(work, number)
    demand, entries = demand_of(work, ticket), entries_of(work, ticket)
    sums = {kind: sum(entry.yuan for entry in entries if entry.kind is kind and not entry.withdrawn_at) for kind in AmountKind}  # fmt: skip
    code = demand.uscc if demand else None
    return {
        "ticket": ticket, "demand": demand, "entries": entries, "sums": sums, "kinds": AmountKind, "code": code,
        "firm_name": names_of(work, [code]).get(code) if code else None, "today": beijing(work.now).date(),
        "people": staff_names(work, [entry.entered_by for entry in entries]), "hints": BOTTLENECK_HINTS,
        "basis": BOTTLENECK_BASIS, **choices(work, names_for(work, [ticket])),
    }  # fmt: skip


def _facet(said: str) -> Facet:
    if said not in {facet.value for facet in Facet}:
        raise Incomplete("「行」和「列」须在可选范围内，请重新选择")
    return Facet(said)


def called(names: Names, facet: Facet, code: str) -> str:
    """What a code of a facet is called."""
    if not code:
        return BLANK.get(facet, "未登记")
    if facet in (Facet.SECTION, Facet.DIVISION):
        return industry_name(code) or "其他"
    if facet in (Facet.LEAGUE, Facet.BANNER):
        return names.place(code)
    if facet in (Facet.MATTER, Facet.BRANCH):
        return names.category(code)
    terms = {Facet.SCALE: Scale, Facet.BOTTLENECK: Bottleneck}.get(facet)
    return {term.value: term.label for term in terms}.get(code, "其他") if terms else code

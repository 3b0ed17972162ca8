"""Agencies, categories, calendar, thresholds, rules and model (基础数据): to read; changed in 规则改版 or by setting."""

from flask import Blueprint, render_template, request

from hotline.domain.moments import beijing
from hotline.store.queries import settings
from hotline.store.queries.figures.drift import drift_reports
from hotline.web.admins.calendar import YEARS, year_of
from hotline.web.admins.forms import AgenciesForm
from hotline.web.admins.thresholds import all_thresholds
from hotline.web.desk import judgement_for, work_of_this_person
from hotline.web.naming import names_for
from routing_rules.directory import BY_PATTERN

bp = Blueprint("admins", __name__)


@bp.get("/agencies")
def agencies() -> str:
    """The agency directory (单位名录)."""
    form = AgenciesForm.read({name: value[:50] for name, value in request.args.items()})
    with work_of_this_person() as work:
        found = settings.agencies(work, **form.model_dump())
        told = {"successors": settings.successors(work), "today": work.now.date(), "made_up": BY_PATTERN}
        shown = {"found": found, "form": form, "names": names_for(work), "functions": work.rules.directory.functions}
        return render_template("admins/agencies.html", **shown, **told)


@bp.get("/categories")
def categories() -> str:
    """The tree of categories, with what is open in each (事项分类)."""
    with work_of_this_person() as work:
        return render_template("admins/categories.html", branches=settings.category_tree(work), book=work.rules)


@bp.get("/calendar")
def calendar() -> str:
    """A year of the working calendar in force (工作日历)."""
    asked = request.args.get("year", "")
    with work_of_this_person() as work:
        book, this = work.rules, beijing(work.now).year
        year = int(asked) if len(asked) == 4 and asked.isdecimal() and int(asked) in YEARS else this
        years = sorted({*book.calendar.settled, this, this + 1, year})
        return render_template("admins/calendar.html", shown=year_of(book.calendar, year), years=years, book=book)


@bp.get("/thresholds")
def thresholds() -> str:
    """From which confidence the machine acts alone, category by category (自动派单阈值)."""
    with work_of_this_person() as work:
        model, reports = judgement_for(work).model, drift_reports(work)
        told = {"found": all_thresholds(model), "edition": model.edition, "last": reports[0] if reports else None}
        return render_template("admins/thresholds.html", names=names_for(work), **told)


@bp.get("/rules")
def rules() -> str:
    """Editions of rules and model, and the current responsibility table."""
    with work_of_this_person() as work:
        editions = {"rule_editions": settings.rule_editions(work), "model_editions": settings.model_editions(work)}
        book = judgement_for(work).rules
        deliveries = settings.deliveries_by_standing(work)
        return render_template("admins/rules.html", book=book, deliveries=deliveries, **editions)


@bp.get("/models/<edition>")
def model(edition: str) -> str:
    """How good an edition of the model is: coverage and accuracy, what it confuses, and how it fares in use."""
    with work_of_this_person() as work:
        found, reports = settings.model_edition(work, edition), drift_reports(work)
        return render_template("admins/model.html", found=found, reports=reports, names=names_for(work))

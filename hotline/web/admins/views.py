"""Agencies, rules, people, audit (系统管理): to look at; changes are made by command for now."""

from flask import Blueprint, render_template, request

from hotline.domain.permissions import Permission, demand_permission
from hotline.store import audit as chain
from hotline.store.queries import settings
from hotline.store.queries.drift import drift_reports
from hotline.web.desk import judgement_for, person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("admins", __name__)


@bp.get("/agencies")
def agencies() -> str:
    """The agency directory (单位名录)."""
    words, region = request.args.get("words", "").strip()[:50], request.args.get("region", "").strip()[:6]
    with work_of_this_person() as work:
        found = settings.agencies(work, words, region)
        asked = {"words": words, "region": region}
        return render_template("admins/agencies.html", found=found, names=names_for(work), **asked)


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


@bp.get("/people")
def people() -> str:
    """Everybody who works here, their role and what bounds them."""
    with work_of_this_person() as work:
        found = settings.people(work)
        names = names_for(work, (), [one.agency for one in found if one.agency])
        return render_template("admins/people.html", people=found, names=names)


@bp.get("/audit")
def audit() -> str:
    """The audit register, and whether its chain is whole."""
    demand_permission(person().role, Permission.SEE_AUDIT)
    with work_of_this_person() as work:
        broken = chain.first_broken(work.session)
        return render_template("admins/audit.html", entries=settings.audit_entries(work), broken=broken)

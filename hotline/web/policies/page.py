"""What the pages of policies show (政策页面)."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from hotline.analytics.policies.importing import HEADINGS, PolicyIntake
from hotline.analytics.policies.matching import POINTS, facts_of, matches
from hotline.analytics.policies.pushing import reachable
from hotline.domain.analysis.enterprises import Scale
from hotline.domain.analysis.industries import industries, industry_name
from hotline.domain.analysis.policies import PolicyState
from hotline.domain.errors import HotlineError
from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import RequesterKind
from hotline.store.analysis.policies import Policy
from hotline.store.queries.details import staff_names
from hotline.store.queries.policies import (
    enterprise_ticket,
    policies,
    policy,
    pushes_of,
    recent_enterprise_tickets,
)
from hotline.store.work import Work
from hotline.web.naming import Names, names_for
from hotline.web.policies.forms import FindForm

LISTS = ("matters", "industries", "scales", "regions")


def library(work: Work, form: FindForm, intake: PolicyIntake | None = None) -> dict[str, Any]:
    """The library by words, matter, place and state, and the newest enterprise demands to match."""
    rows = policies(work, form.wanted())
    writer = permitted(work.person.role, Permission.WRITE_POLICIES)
    names = names_for(work)
    return {
        "form": form, "rows": rows, "intake": intake, "headings": HEADINGS, "names": names, "writer": writer,
        "states": [one for one in PolicyState if writer or one != PolicyState.DRAFT],
        "terms": {one.id: terms_of(names, one) for one in rows}, "recent": recent_enterprise_tickets(work),
    }  # fmt: skip


def terms_of(names: Names, one: Policy) -> list[tuple[str, str]]:
    """Whom a policy is for, in words (适用范围)."""
    scales = {term.value: term.label for term in Scale}
    told: dict[str, list[str]] = {
        "事项": [names.category(code) for code in one.matters],
        "地区": [names.region(code) for code in one.regions],
        "行业": [industry_name(code) or code for code in one.industries],
        "规模": [str(scales.get(code, code)) for code in one.scales],
    }
    return [(name, "、".join(words) or "不限") for name, words in told.items()]


def shown(work: Work, policy_id: int) -> dict[str, Any]:
    """One policy, and what may be done with it."""
    found = policy(work, policy_id)
    people = [found.written_by, found.published_by, found.expired_by]
    return {
        "found": found, "terms": terms_of(names_for(work), found), "deeds": deeds(work, found),
        "people": staff_names(work, [one for one in people if one]),
    }  # fmt: skip


def deeds(work: Work, found: Policy) -> set[str]:
    """The deeds offered to this person; those their own part in it forbids are not."""
    writer = permitted(work.person.role, Permission.WRITE_POLICIES)
    publisher = permitted(work.person.role, Permission.PUBLISH_POLICIES)
    is_draft = found.state == PolicyState.DRAFT
    open_now = {
        "edit": writer and is_draft,
        "discard": writer and is_draft and found.published_at is None,
        "publish": publisher and is_draft and work.person.account not in found.editors,
        "expire": publisher and found.state == PolicyState.PUBLISHED,
        "revive": publisher and found.state == PolicyState.EXPIRED,
    }
    return {deed for deed, holds in open_now.items() if holds}


def sheet(
    work: Work, found: Policy | None, typed: MultiDict[str, str] | None = None, error: HotlineError | None = None
) -> dict[str, Any]:
    """The form of a policy, filled with what was typed or with what it says."""
    kept = _as_typed(found) if found else {}
    chosen: Mapping[str, Sequence[str]] = (
        {name: typed.getlist(name) for name in LISTS} if typed else {name: kept.get(name, []) for name in LISTS}
    )
    names = names_for(work)
    branches = work.rules.categories
    return {
        "found": found, "typed": typed or kept, "chosen": chosen, "error": error,
        "version": found.version if found else "",
        "matters": [(code, one.name) for code, one in branches.items() if len(code) == 2] + names.categories(),
        "industries": [(code, f"{code} {industry_name(code)}") for code in industries()],
        "scales": [(one.value, one.label) for one in Scale],
        "regions": [("15", names.region("15")), *names.regions()],
    }  # fmt: skip


def _as_typed(found: Policy) -> dict[str, Any]:
    plain = ("title", "document_number", "issuer", "url", "summary", *LISTS)
    days = {"valid_from": str(found.valid_from), "valid_until": str(found.valid_until or "")}
    return {name: getattr(found, name) for name in plain} | days


def joined(sent: MultiDict[str, str]) -> dict[str, str]:
    """A form whose lists came as several fields of one name, as one text each."""
    return {name: "、".join(sent.getlist(name)) if name in LISTS else value for name, value in sent.items()}


def matched(work: Work, number: str) -> dict[str, Any]:
    """The policies that fit a ticket, and which its enterprise was told of."""
    ticket = enterprise_ticket(work, number)
    enterprise = ticket.requester_kind == RequesterKind.ENTERPRISE
    fits = matches(work, ticket) if enterprise else []
    return {
        "ticket": ticket, "fits": fits, "pushes": pushes_of(work, ticket.id), "names": names_for(work),
        "facts": facts_of(work, ticket), "industry_name": industry_name, "points": POINTS, "enterprise": enterprise,
        "reachable": reachable(work, ticket), "may_push": permitted(work.person.role, Permission.PUSH_POLICIES),
    }  # fmt: skip

"""What may be asked for, by whom, and who grants it: the table agrees with the lifecycle and with itself."""

import dataclasses

import pytest

from hotline.casework.requests.asking import USES, Asked
from hotline.casework.requests.deciding import EFFECTS
from hotline.domain.agency_requests import EXPLAINED, NEEDED, REQUESTS, RequestRule
from hotline.domain.handling_terms import RequestKind, Stage
from hotline.domain.lifecycle import ALL_MOVES, FINAL
from hotline.domain.vocabulary import Action, Role
from routing_rules import FOLDER, load_checked, texts_in

RULES = sorted(REQUESTS.values(), key=lambda rule: rule.kind)
UNIT = {Role.CLERK, Role.HEAD}


def test_every_kind_has_a_rule_an_explanation_and_an_effect() -> None:
    assert set(REQUESTS) == set(EXPLAINED) == set(EFFECTS) == set(RequestKind)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_whoever_may_ask_may_take_the_step_of_asking_there(rule: RequestRule) -> None:
    permitted = {(move.before, role) for move in ALL_MOVES if move.action == Action.ASK for role in move.by}
    assert {(state, role) for state in rule.states for role in rule.asked_by if role in UNIT} <= permitted
    assert any((state, role) in permitted for state in rule.states for role in rule.asked_by)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_whoever_may_grant_may_take_the_step_that_follows_and_may_refuse(rule: RequestRule) -> None:
    refusing = {role for move in ALL_MOVES if move.action == Action.REFUSE for role in move.by}
    assert set(rule.granted_by) <= refusing
    if rule.effect is not None:
        taking = {(move.before, role) for move in ALL_MOVES if move.action == rule.effect for role in move.by}
        assert {(state, role) for state in rule.states for role in rule.granted_by} <= taking


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_no_role_decides_what_it_asks_except_where_another_person_is_demanded(rule: RequestRule) -> None:
    both = set(rule.asked_by) & set(rule.granted_by)
    assert both == ({Role.DISPATCHER} if rule.kind == RequestKind.CONSULT else set())
    assert not set(rule.granted_by) & UNIT


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_nothing_is_asked_for_on_a_ticket_that_is_over(rule: RequestRule) -> None:
    assert rule.states and not set(rule.states) & FINAL


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_what_a_request_needs_is_a_field_of_it_and_has_a_name(rule: RequestRule) -> None:
    assert set(rule.needs) <= set(NEEDED) <= {field.name for field in dataclasses.fields(Asked)}


def test_only_a_return_has_a_limit_from_the_dispatch() -> None:
    assert {rule.kind: rule.within for rule in RULES if rule.within} == {RequestKind.RETURN: Stage.RETURN}


def test_a_consultation_has_no_effect_of_its_own() -> None:
    assert [rule.kind for rule in RULES if rule.effect is None] == [RequestKind.CONSULT]


@pytest.mark.parametrize(("kind", "use"), sorted(USES.items()))
def test_the_tables_give_coded_reasons_for_every_kind_that_needs_one(kind: RequestKind, use: str) -> None:
    reasons = load_checked(texts_in(FOLDER), edition="试").practice.reasons_for(use)
    assert kind.label == use and len(reasons) >= 3
    assert len({reason.name for reason in reasons}) == len(reasons)

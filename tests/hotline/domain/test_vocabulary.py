"""The words of the trade: codes and labels that tell one thing from another."""

import re

import pytest

from hotline.domain import vocabulary
from hotline.domain.vocabulary import DISSATISFIED, Channel, Satisfaction, State, Term

TERMS = [
    found
    for found in vars(vocabulary).values()
    if isinstance(found, type) and issubclass(found, Term) and found is not Term
]


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: terms.__name__)
def test_every_term_is_found_again_by_its_code_and_by_its_label(terms: type[Term]) -> None:
    for term in terms:
        assert terms.coded(term.value) is term
        assert terms.labelled(term.label) is term
        assert str(term) == term.value


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: terms.__name__)
def test_no_two_terms_share_a_code_or_a_label_and_codes_fit_their_column(terms: type[Term]) -> None:
    assert len({term.value for term in terms}) == len(terms) == len({term.label for term in terms})
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", term.value) for term in terms)
    assert all(re.search(r"[\u4e00-\u9fff]", term.label) for term in terms)


@pytest.mark.parametrize("unknown", ["", "nothing", "CLOSED", "已结束"])
def test_an_unknown_code_or_label_is_a_key_error(unknown: str) -> None:
    with pytest.raises(KeyError):
        State.coded(unknown)
    with pytest.raises(KeyError):
        Channel.labelled(unknown)


def test_dissatisfied_are_the_two_lowest_of_the_five_grades() -> None:
    assert {grade for grade in Satisfaction if int(grade.value) <= 2} == DISSATISFIED
    assert [int(grade.value) for grade in Satisfaction] == [5, 4, 3, 2, 1]

"""Why it was judged so (判断理由): the words that decided and the closed tickets most alike, kept with the decision."""

from typing import Any

from classifier.reasons import Reason, Reasons
from hotline.casework.judging.neighbours import neighbours
from hotline.store.work import Work

MOST_ALIKE = 3


def grounds(work: Work, why: Reasons | None, text: str) -> dict[str, Any]:
    """What is kept of the reasons: words with their weight, and the numbers of closed tickets most alike.

    Only numbers are kept: whoever reads them later sees of those tickets what their own scope allows.
    """
    if why is None:
        return {}
    alike = neighbours(work, text, MOST_ALIKE, category=why.chosen, closed=True)
    return {**told(why), "alike": [one.ticket.number for one in alike]}


def told(why: Reasons | None) -> dict[str, Any]:
    """The words that decided between the first two categories, each with its weight; empty where nothing did."""
    if why is None:
        return {}
    return {
        "chosen": why.chosen,
        "runner_up": why.runner_up,
        "for": _words(why.speaking_for),
        "against": _words(why.speaking_against),
    }


def _words(words: tuple[Reason, ...]) -> list[list[Any]]:
    return [[one.word, one.weight] for one in words]

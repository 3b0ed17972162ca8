"""Repeats and neighbours (重复与相似工单): what was said before about the same, for the person at the desk."""

from dataclasses import dataclass

from classifier.similarity import near
from hotline.domain.privacy import mask_text
from hotline.store.queries.likeness import alike
from hotline.store.tickets import Ticket
from hotline.store.work import Work

LEAST = 0.2
LONGEST_SHOWN = 120


@dataclass(frozen=True)
class Neighbouring:
    """A ticket that says much the same, masked, and how near it is, 0–1."""

    ticket: Ticket
    excerpt: str
    score: float


def neighbours(work: Work, text: str, most: int = 5, *, category: str = "", closed: bool = False) -> list[Neighbouring]:
    """The nearest tickets that this person may see, the nearest first; of one category or closed ones only, if asked."""
    tickets = {ticket.number: ticket for ticket in alike(work, text, category=category, closed=closed)}
    found = near(text, [(number, f"{ticket.title} {ticket.text}") for number, ticket in tickets.items()], most)
    return [
        Neighbouring(tickets[one.key], mask_text(tickets[one.key].text)[:LONGEST_SHOWN], one.score)
        for one in found
        if one.score >= LEAST
    ]

"""What a machine notices in a reply before a person approves it (审核提示): empty phrases, no answer, no contact."""

import re
from dataclasses import dataclass

from classifier.text import words
from hotline.casework.clocks import demand_of
from hotline.casework.contacts import has_contact
from hotline.store.tickets import Ticket
from hotline.store.work import Work

SHARED_WORDS = 1
NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[1-9]\d{16}[\dXx](?![\dA-Za-z])")


@dataclass(frozen=True)
class Hint:
    """One thing for the reviewer to look at (审核提示)."""

    kind: str
    told: str


def hints(work: Work, ticket: Ticket) -> list[Hint]:
    """Everything that is odd about a reply, the gravest first; none of it refuses by itself."""
    reply, practice, demand = ticket.reply or "", work.rules.practice, demand_of(ticket)
    found = []
    if len(reply.strip()) < (least := practice.number("答复最少字数")):
        found.append(Hint("过短", f"答复只有 {len(reply.strip())} 字，少于 {least} 字"))
    if not answers(f"{ticket.title} {ticket.text}", reply):
        found.append(Hint("答非所问", "答复没有提到诉求所说的任何事项"))
    found += [Hint(one.kind, f"「{one.words}」属{one.kind}：{one.remark}") for one in practice.phrases_in(reply)]
    if NUMBER.search(reply):
        found.append(Hint("个人信息", "答复里有手机号或身份证号，公开前请删去"))
    if practice.closing_for(demand.requester, demand.demand_type).contact and not has_contact(work, ticket):
        found.append(Hint("未联系", "没有联系诉求人的记录"))
    return found


def answers(demand: str, reply: str) -> bool:
    """Whether a reply speaks of anything that the demand speaks of: words of two characters or more that both hold."""
    asked, said = _words(demand), _words(reply)
    return len(asked) <= SHARED_WORDS or len(asked & said) >= SHARED_WORDS


def _words(text: str) -> set[str]:
    return {word for word in words(text) if len(word) > 1 and not word.isascii()}

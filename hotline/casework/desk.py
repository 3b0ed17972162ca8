"""What an agent does with a call in one go (坐席一键办理): take it down, and then what the key says."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from hotline.casework import intake
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.judgement import Judgement
from hotline.domain.errors import Incomplete
from hotline.store.tickets import Ticket
from hotline.store.work import Work


class Pressed(NamedTuple):
    """The key that was pressed, and what the form held for it."""

    then: str
    category: str = ""
    agency: str = ""
    reply: str = ""
    reason: str = ""
    hotline: str = ""


def _only_register(work: Work, judgement: Judgement, ticket: Ticket, pressed: Pressed) -> Ticket:
    return ticket


def _dispatch(work: Work, judgement: Judgement, ticket: Ticket, pressed: Pressed) -> Ticket:
    if not pressed.category or len(ticket.region) <= 2:
        raise Incomplete("「登记并派单」需要先选定事项分类和区划；拿不准可以只按「登记」，由机器研判或派单岗处理")
    return dispatch_by_person(
        work, judgement, ticket.number,
        category=pressed.category, region=ticket.region, agency=pressed.agency, seen=None,
    )  # fmt: skip


def _answer(work: Work, judgement: Judgement, ticket: Ticket, pressed: Pressed) -> Ticket:
    if pressed.category and pressed.category not in judgement.rules.categories:
        raise Incomplete(f"事项分类「{pressed.category}」不在分类表中，请重新选择")
    ticket.category = pressed.category or None
    return intake.answer(work, ticket.number, reply=pressed.reply)


def _void(work: Work, judgement: Judgement, ticket: Ticket, pressed: Pressed) -> Ticket:
    return intake.void(work, ticket.number, reason=pressed.reason or "无实质内容")


def _transfer(work: Work, judgement: Judgement, ticket: Ticket, pressed: Pressed) -> Ticket:
    return intake.transfer(work, ticket.number, hotline=pressed.hotline)


Then = Callable[[Work, Judgement, Ticket, Pressed], Ticket]

KEYS: Mapping[str, Then] = {
    "register": _only_register,
    "dispatch": _dispatch,
    "answer": _answer,
    "void": _void,
    "transfer": _transfer,
}


def take_call(work: Work, judgement: Judgement, demand: intake.Demand, pressed: Pressed) -> Ticket:
    """Take a call down and do what the key says; all of it or nothing.

    Raises:
        Incomplete: an unknown key, or something that the key needs is missing.
    """
    if pressed.then == "save":
        return intake.save(work, demand)
    if pressed.then not in KEYS:
        raise Incomplete("不认识的操作，请刷新页面后重试")
    if pressed.then in ("void", "transfer") and not demand.text.strip():
        ticket = intake.save(work, demand)
    else:
        ticket = intake.register(work, demand)
    return KEYS[pressed.then](work, judgement, ticket, pressed)

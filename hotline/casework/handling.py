"""What an agency does with a ticket (承办单位办理): accept it, send it back, reply."""

from hotline.casework.dispatch import take_back
from hotline.casework.steps import take
from hotline.domain.errors import Forbidden
from hotline.domain.vocabulary import Action, Role
from hotline.store.tickets import Ticket
from hotline.store.work import Work

UNIT = (Role.CLERK, Role.HEAD)


def accept(work: Work, number: str, *, seen: int | None = None) -> Ticket:
    """The agency takes the ticket on (签收)."""
    return take(work, _led_here(work, number), Action.ACCEPT, seen=seen, sets={"accepted_at": work.now})


def send_back(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """The agency says it is not theirs (退回), or a supervisor takes it from them; the dispatcher decides anew."""
    ticket = _led_here(work, number)
    by = "承办单位" if work.person.role in UNIT else work.person.role.label
    sets = {"sent_back": ticket.sent_back + 1, "accepted_at": None, "waits_for": f"{by}退回：{reason}"}
    take(work, ticket, Action.SEND_BACK, seen=seen, reason=reason, sets=sets)
    return take_back(work, ticket, "退回")


def reply(work: Work, number: str, *, text: str, seen: int | None = None) -> Ticket:
    """The agency says what it has done (提交办理结果)."""
    sets = {"reply": text, "replied_at": work.now}
    return take(work, _led_here(work, number), Action.REPLY, seen=seen, reply=text, sets=sets)


def _led_here(work: Work, number: str) -> Ticket:
    """The ticket, if this person's unit leads it: a co-handler may see it, but the lead answers for all (首接负责)."""
    ticket = work.ticket(number)
    if work.person.role in UNIT and ticket.agency != work.person.agency:
        raise Forbidden("贵单位是协办单位，由主办单位签收和答复")
    return ticket

"""From the phone to closure (全流程): registered, looked over, dispatched, handled, reviewed, called back, closed."""

from factories import House, done, person
from hotline.casework import handling
from hotline.casework.closing import callback, review
from hotline.domain.vocabulary import Action, Decider, Role, Satisfaction, Solved, State
from hotline.store.queries.details import details
from hotline.store.work import SYSTEM


def test_the_machine_dispatches_what_is_clear_and_people_do_the_rest(house: House) -> None:
    number = house.triaged(mengsuban_id="msb-1")  # 在蒙速办提交的一律回访
    ticket = house.ticket(number)
    assert ticket.state == State.DISPATCHED
    assert ticket.decided_by == Decider.MACHINE
    assert ticket.category == "0301"
    assert ticket.region == "150105"
    assert ticket.agency == "ZJ-150105"
    assert ticket.rule and ticket.explanation["rule"] == ticket.rule
    assert ticket.due_at is not None and ticket.dispatched_at is not None and ticket.due_at > ticket.dispatched_at

    with house.equipment.work(person(Role.CLERK)) as work:
        handling.accept(work, number)
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.reply(work, number, done("已检修换热站，室温恢复，已电话告知诉求人。", work.now))
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)

    with house.equipment.work(SYSTEM) as work:
        found = details(work, number)
    assert found.ticket.state == State.CLOSED
    assert [step.action for step in found.ticket.steps][3] == Action.CONTACT
    assert [step.after for step in found.ticket.steps] == [
        State.REGISTERED, State.DISPATCHED, State.HANDLING, State.HANDLING, State.REPLIED, State.CALLBACK, State.CLOSED,
    ]  # fmt: skip

"""The head's signature: asked for with all that a reply needs, signed into a reply, sent back with words, taken back."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from factories import ANSWER, OTHER_UNIT, UNIT, House, done, person
from hotline.casework import handling
from hotline.casework.closing import review
from hotline.casework.handling import Handled
from hotline.casework.office import signing
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.handling_terms import RequestState, Truth
from hotline.domain.vocabulary import Action, Role, Solved, State
from hotline.store.casefile.handling import HandlingForm
from hotline.store.people import Staff
from hotline.store.queries.office import came_back, to_sign, unit_desk, waits_on
from hotline.store.tickets import Step
from hotline.store.work import Person
from hotline.store.workbench.office import SignOff

CLERK, HEAD = person(Role.CLERK), person(Role.HEAD)


def laid(house: House, number: str, **more: object) -> int:
    with house.equipment.work(CLERK) as work:
        return signing.ask(work, number, done(ANSWER, work.now, **more)).id


def state_of(house: House, form: int) -> RequestState:
    with house.equipment.work() as work:
        return work.session.get_one(SignOff, form).state


def test_what_the_head_signs_is_the_reply_as_it_was_written(house: House) -> None:
    number = house.handled()
    form = laid(house, number, inside="换热站阀门坏", truth=Truth.TRUE, solved=Solved.YES, beyond=True)
    with house.equipment.work(HEAD) as work:
        assert [one.id for one, _ in to_sign(work)] == [form]
        assert unit_desk(work).rows[0].signing is not None
        signing.sign(work, number, form, words="同意")
    ticket = house.ticket(number)
    assert (ticket.state, ticket.reply) == (State.REPLIED, ANSWER)
    with house.equipment.work() as work:
        step = work.session.scalars(select(Step).where(Step.action == Action.REPLY)).one()
        assert (step.actor, step.role) == ("head", Role.HEAD)
        filed = work.session.scalars(select(HandlingForm)).one()
        assert (filed.truth, filed.solved, filed.beyond) == (Truth.TRUE, Solved.YES, True)
        found = work.session.get_one(SignOff, form)
        assert (found.state, found.words, found.decided_by) == (RequestState.GRANTED, "同意", "head")


def test_the_talk_counts_from_when_it_was_laid_before_the_head(house: House) -> None:
    number = house.handled()
    laid(house, number)
    assert house.ticket(number).contacted_at is not None
    assert house.ticket(number).state == State.HANDLING


def test_what_comes_back_waits_no_more_and_can_be_laid_again(house: House) -> None:
    number = house.handled()
    form = laid(house, number)
    with pytest.raises(Incomplete, match="批语"), house.equipment.work(HEAD) as work:
        signing.send_back(work, number, form, words=" ")
    with house.equipment.work(HEAD) as work:
        signing.send_back(work, number, form, words="写明何时修好")
    with house.equipment.work(CLERK) as work:
        ticket = work.ticket(number)
        returned = came_back(work, ticket)
        assert returned is not None and returned.words == "写明何时修好"
        assert waits_on(work, ticket) is None
    again = laid(house, number)
    with house.equipment.work(CLERK) as work:
        assert came_back(work, work.ticket(number)) is None
        signing.take_back(work, number, again)
    assert [state_of(house, one) for one in (form, again)] == [RequestState.REFUSED, RequestState.LAPSED]


@pytest.mark.parametrize("verb", [signing.sign, signing.take_back])
def test_a_form_is_decided_once(house: House, verb: Callable[..., object]) -> None:
    number = house.handled()
    form = laid(house, number)
    with house.equipment.work(CLERK) as work:
        signing.take_back(work, number, form)
    with (
        pytest.raises(Conflict, match="已经签发"),
        house.equipment.work(HEAD if verb is signing.sign else CLERK) as work,
    ):
        verb(work, number, form)


def test_while_one_waits_nothing_else_goes_out_from_here(house: House) -> None:
    number = house.handled()
    laid(house, number)
    with pytest.raises(Conflict, match="先撤回"):
        laid(house, number)
    for who in (CLERK, HEAD):
        with pytest.raises(Conflict, match="先撤回"), house.equipment.work(who) as work:
            signing.submit(work, number, done(ANSWER, work.now))


def test_a_form_overtaken_by_a_reply_and_a_redo_is_not_signed_afterwards(house: House) -> None:
    number = house.handled()
    form = laid(house, number)
    with house.equipment.work(CLERK) as work:  # 工单页上直接提交
        handling.reply(work, number, done(ANSWER, work.now))
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.redo(work, number, reason="没有解决")
    with pytest.raises(Conflict), house.equipment.work(HEAD) as work:
        signing.sign(work, number, form)
    with house.equipment.work(HEAD) as work:
        assert to_sign(work) == []
    assert laid(house, number) and state_of(house, form) == RequestState.LAPSED


@pytest.mark.parametrize(
    ("handled", "told"),
    [
        (Handled(ANSWER), "联系记录"),
        (Handled(""), "公开答复"),
        (Handled(ANSWER, solved=Solved.NO), "未解决的理由"),
        (Handled("已于＿＿月修好"), "联系记录"),
    ],
)
def test_what_a_reply_lacks_is_told_before_the_head_is_troubled(house: House, handled: Handled, told: str) -> None:
    number = house.handled()
    with pytest.raises(Incomplete, match=told), house.equipment.work(CLERK) as work:
        signing.ask(work, number, handled)


@pytest.mark.parametrize("verb", [signing.ask, signing.submit])
def test_a_gap_left_open_goes_out_by_no_way(house: House, verb: Callable[..., object]) -> None:
    number = house.handled()
    with pytest.raises(Incomplete, match="没填的空"), house.equipment.work(CLERK) as work:
        verb(work, number, done(f"{ANSWER}于__日修好", work.now))
    assert house.ticket(number).state == State.HANDLING


def test_without_a_head_there_is_nobody_to_sign(house: House) -> None:
    number = house.handled()
    with house.equipment.work() as work:
        work.session.execute(update(Staff).where(Staff.role == Role.HEAD, Staff.agency == UNIT).values(active=False))
    with pytest.raises(Conflict, match="没有分管领导账号"):
        laid(house, number)


def test_a_clerk_never_signs_and_a_head_lays_nothing_before_themselves(house: House) -> None:
    number = house.handled()
    with pytest.raises(Forbidden, match="不必送审"), house.equipment.work(HEAD) as work:
        signing.ask(work, number, done(ANSWER, work.now))
    form = laid(house, number)
    for verb in (signing.sign, signing.send_back):
        with pytest.raises(Forbidden, match="分管领导"), house.equipment.work(CLERK) as work:
            verb(work, number, form, words="同意")
    with pytest.raises(Forbidden, match="承办人"), house.equipment.work(HEAD) as work:
        signing.take_back(work, number, form)


def test_another_unit_sees_neither_ticket_nor_form(house: House) -> None:
    number, other = house.handled(), house.handled(agency=OTHER_UNIT)
    form = laid(house, number)
    stranger = Person("stranger", Role.HEAD, "15", OTHER_UNIT)
    with pytest.raises(NotFound), house.equipment.work(stranger) as work:
        signing.sign(work, number, form)
    with pytest.raises(NotFound, match="没有这份"), house.equipment.work(stranger) as work:
        signing.sign(work, other, form)
    with house.equipment.work(stranger) as work:
        assert to_sign(work) == []


def test_who_was_too_slow_lays_nothing(house: House) -> None:
    number = house.handled()
    with pytest.raises(Conflict, match="刚被他人更新"), house.equipment.work(CLERK) as work:
        signing.ask(work, number, done(ANSWER, datetime.now(UTC)), seen=0)


def test_a_form_kept_as_json_comes_back_the_same() -> None:
    for handled in (Handled(ANSWER), Handled(ANSWER, "内部", Truth.PARTLY, True, Solved.NO, "WJ01", None, "协办未回")):
        assert signing.handled_of(signing.form_of(handled)) == handled

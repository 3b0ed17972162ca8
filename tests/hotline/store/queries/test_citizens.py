"""What requesters see: their own filings only, nothing of the inside, and of others no more than five make public."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from factories import House, person
from hotline.casework import handling, intake
from hotline.casework.watch import archiving
from hotline.domain.errors import NotFound
from hotline.domain.vocabulary import Action, ArticleState, Channel, RequesterKind, Role, State
from hotline.store.knowledge import Article
from hotline.store.people import Requester
from hotline.store.queries import citizens
from hotline.store.queries.messages import Told, note
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM, Person

BEFORE = datetime.now(UTC) - timedelta(days=7)


@pytest.fixture
def asked(house: House) -> Callable[..., None]:
    """So many demands of one category, each of another person."""

    def filed(how_many: int, category: str = "0301", **more: object) -> None:
        for one in range(how_many):
            who = {"name": "某人", "mengsuban_id": f"{category}-{one}", "channel": Channel.MENGSUBAN, **more}
            number = house.registered(**who)  # type: ignore[arg-type]
            with house.equipment.work() as work:
                work.session.execute(update(Ticket).where(Ticket.number == number).values(category=category))

    return filed


def requester(house: House, mengsuban_id: str = "u-1") -> Person:
    with house.equipment.work() as work:
        known = citizens.requester_in(work, mengsuban_id)
    assert known is not None
    return Person(f"mengsuban:{mengsuban_id}", Role.REQUESTER, requester=known.id)


def filed_by(house: House, mengsuban_id: str = "u-1", **more: object) -> str:
    return house.handled(mengsuban_id=mengsuban_id, channel=Channel.MENGSUBAN, name="张三", **more)


def test_own_filings_are_listed_by_pages_and_nobody_elses(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citizens, "PAGE", 2)
    mine = [house.registered(mengsuban_id="u-1", channel=Channel.MENGSUBAN, name="张") for _ in range(3)]
    other = house.registered(mengsuban_id="u-2", channel=Channel.MENGSUBAN, name="李")
    with house.equipment.work(requester(house)) as work:
        first = citizens.own_tickets(work)
        rest = citizens.own_tickets(work, before=first.next_before)
        assert [one.number for one in (*first.tickets, *rest.tickets)] == mine[::-1]
        assert rest.next_before is None
        assert citizens.own_tickets(work, kind=RequesterKind.ENTERPRISE).tickets == []
        with pytest.raises(NotFound):
            citizens.own_ticket(work, other)


def test_a_call_is_not_joined_to_a_number_that_somebody_only_typed_and_is_not_shown_to_them(house: House) -> None:
    mine = house.registered(mengsuban_id="u-1", channel=Channel.MENGSUBAN, phone="13847100001")
    call = house.registered(phone="13847100001", text="不该被别人看见的来电内容")
    again = house.registered(phone="13847100001")
    assert house.ticket(call).requester_id == house.ticket(again).requester_id != house.ticket(mine).requester_id
    with house.equipment.work(requester(house)) as work:
        assert [one.number for one in citizens.own_tickets(work).tickets] == [mine]
        with pytest.raises(NotFound):
            citizens.own_ticket(work, call)


def test_the_way_of_a_demand_holds_what_is_told_and_nothing_of_the_inside(house: House) -> None:
    number = filed_by(house)
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.interim(work, number, said="内部：等配件")
    with house.equipment.work() as work:
        ticket = work.ticket(number)
        step = work.session.scalars(select(Step).where(Step.action == Action.ACCEPT)).one()
        note(work, Told(ticket.id, f"step-{step.id}", Channel.MENGSUBAN, "承办单位正在办理"))
        note(work, Told(ticket.id, f"step-{step.id}-clerk", Channel.SMS, "请尽快办理", account="clerk"))
    with house.equipment.work(requester(house)) as work:
        happened = citizens.happened_to(work, citizens.own_ticket(work, number))
    assert [one.action for one in happened] == [Action.INTERIM, Action.ACCEPT, Action.DISPATCH, Action.REGISTER]
    assert [one.told for one in happened] == ["", "承办单位正在办理", "", ""]
    assert [one.said for one in happened] == [""] * 4


def test_what_is_archived_is_told_as_what_it_was(house: House) -> None:
    number = house.registered(mengsuban_id="u-1", channel=Channel.MENGSUBAN, name="张", region="150105")
    with house.equipment.work(requester(house), datetime.now(UTC) - timedelta(days=90)) as work:
        intake.withdraw(work, number, reason="好了")
    with house.equipment.work(SYSTEM) as work:
        assert archiving.archive(work) == 1
    with house.equipment.work(requester(house)) as work:
        page = citizens.own_tickets(work)
        assert list(citizens.before_archiving(work, page.tickets).values()) == [State.WITHDRAWN]


def test_a_matter_is_public_from_five_people_on(house: House, asked: Callable[..., None]) -> None:
    asked(4)
    asked(6, "0302")
    with house.equipment.work() as work:
        assert citizens.asked_about(work, BEFORE) == [citizens.Topic("0302", 6)]
        assert citizens.asked_about(work, work.now + timedelta(minutes=1)) == []
        assert citizens.asked_about(work, BEFORE, kind=RequesterKind.ENTERPRISE) == []


def test_one_enterprise_or_one_telephone_with_many_records_is_one(house: House, asked: Callable[..., None]) -> None:
    asked(6, requester_kind=RequesterKind.ENTERPRISE, company="某某有限公司")
    asked(6, "0302", phone="13847100001")
    with house.equipment.work() as work:
        assert work.session.query(Requester).count() == 12
        assert citizens.asked_about(work, BEFORE) == []


def test_anonymous_demands_do_not_count(house: House) -> None:
    for _ in range(6):
        house.registered()
    with house.equipment.work() as work:
        work.session.execute(update(Ticket).values(category="0301"))
    with house.equipment.work() as work:
        assert citizens.asked_about(work, BEFORE) == []


def test_only_articles_in_force_are_public_the_most_read_first(house: House) -> None:
    with house.equipment.work() as work:
        first, draft, late, early = citizens.most_read(work, 4)
        first.read, today = 10_000, work.now.date()
        draft.state, late.valid_until = ArticleState.DRAFT, today - timedelta(days=2)
        early.valid_from = today + timedelta(days=2)
        work.session.flush()
        assert citizens.most_read(work)[0].id == first.id
        assert citizens.public_article(work, first.id).title == first.title
        shown = {one.id for one in citizens.most_read(work, 1000)}
        assert shown == set(work.session.scalars(select(Article.id))) - {draft.id, late.id, early.id}
        for hidden in (draft.id, late.id, early.id, 10**9):
            with pytest.raises(NotFound):
                citizens.public_article(work, hidden)
        work.session.rollback()

"""The demo removes its own and proves it; it never runs in production, nor on a port that is taken."""

import random
import socket
import stat

from sqlalchemy import func, select

from factories import HEATING, OTHER_UNIT
from hotline.analytics.enterprises import facts
from hotline.cli.demo import people
from hotline.domain.analysis.enterprises import AmountKind
from hotline.domain.analysis.terms import TopicKind
from hotline.domain.vocabulary import Channel, RequesterKind
from hotline.jobs.crew import enlist
from hotline.jobs.roster import deliver
from hotline.simulators.firms import firm_in
from hotline.store.analysis.enterprises import AmountEntry, Enterprise, EnterpriseDemand
from hotline.store.analysis.warnings import Topic, TopicTicket
from hotline.store.contacts import Call, Message
from hotline.store.deliveries import Delivery
from hotline.store.notes import Note
from hotline.store.people import Requester, Staff
from hotline.store.tickets import Assignment, Step, Ticket

COUNTED = (Ticket, Step, Note, Assignment, Call, Message, Delivery, Requester)


def counts(house):
    with house.equipment.work() as work:
        return {record.__name__: work.session.scalar(select(func.count()).select_from(record)) for record in COUNTED}


def test_reset_removes_people_and_tickets_of_the_demo_and_leaves_all_others(house, type_in):
    house.dispatched(agency=OTHER_UNIT, phone="13947112233", name="王小明")
    house.registered(channel=Channel.MENGSUBAN, mengsuban_id="u-1")
    real = counts(house)
    with house.equipment.work() as work:
        staff = set(work.session.scalars(select(Staff.account)))
    people.take_on(house.equipment)
    house.dispatched(agency=OTHER_UNIT, demo=True, phone="13800000001")
    house.registered(demo=True, channel=Channel.MENGSUBAN, mengsuban_id="demo-1")
    house.registered(demo=True, phone="13947112233", name="王小明")
    enlist(house.equipment)
    with house.equipment.work() as work:
        triage = select(Delivery.id).where(Delivery.job == "triage").order_by(Delivery.id)
        for delivery_id in work.session.scalars(triage).all()[-1:]:
            deliver(delivery_id)
    assert counts(house) != real
    answer = type_in("demo", "reset")
    assert answer.code == 0, answer.err
    assert answer.out.strip() == "演示账号 剩 0，演示工单 剩 0，无主流转记录 剩 0"
    assert counts(house) == real
    with house.equipment.work() as work:
        assert set(work.session.scalars(select(Staff.account))) == staff
        assert not work.session.scalar(select(func.count()).where(Ticket.demo))
    assert type_in("demo", "reset").code == 0


def test_reset_removes_what_analysis_hung_on_tickets_of_the_demo(house, type_in):
    """What broke: the register of enterprises and the topics pointed at tickets that were to go."""
    code = firm_in("150105", "赛罕区", random.Random(1)).uscc
    firm = {"requester_kind": RequesterKind.ENTERPRISE, "company": "演示商贸有限公司", "uscc": code}
    real = house.registered(requester_kind=RequesterKind.ENTERPRISE, company="某公司")
    number = house.registered(demo=True, **firm)
    at = house.ticket(number).id
    with house.equipment.work() as work:
        facts.take_in(work)
        topic = Topic(
            cell="1501|小区:阳光花园", kind=TopicKind.COMMON, name="阳光花园", spot="阳光花园", region="1501", tickets=1,
            people=1, expected=0.1, growth=10, chance=0.001, first_seen=work.now, last_seen=work.now, found_at=work.now,
        )  # fmt: skip
        work.session.add(topic)
        work.session.flush()
        work.session.add(TopicTicket(topic_id=topic.id, ticket_id=at))
        work.session.add(
            AmountEntry(
                ticket_id=at,
                kind=AmountKind.CLAIMED,
                yuan=100,
                dated=work.now.date(),
                note="",
                reason="",
                entered_by="x",
                entered_at=work.now,
            )
        )
    answer = type_in("demo", "reset")
    assert answer.code == 0, answer.err
    with house.equipment.work() as work:
        for record in (Topic, TopicTicket, AmountEntry, Enterprise):
            assert work.session.scalar(select(func.count()).select_from(record)) == 0, record
        left = work.session.scalars(select(EnterpriseDemand.ticket_id)).all()
    assert left == [house.ticket(real).id]


def test_people_of_the_demo_are_marked_and_their_password_is_made_for_this_machine(house, type_in):
    people.take_on(house.equipment)
    assert house.staff("admin").demo
    path = house.equipment.settings.state / "keys" / "demo_password"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(people.demo_password(house.equipment.settings.state)) >= 10
    type_in("demo", "reset")


def test_the_demo_does_not_run_in_production(type_in, monkeypatch):
    monkeypatch.setenv("HOTLINE_ENV", "production")
    answer = type_in("demo", "run", "--once")
    assert answer.code == 1
    assert "生产环境不能运行演示" in answer.err


def test_a_port_that_is_taken_is_named_with_the_remedy(type_in):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = type_in("demo", "run", "--once", "--port", str(port))
    assert answer.code == 1
    assert f"端口 {port} 已被占用" in answer.err and "--port" in answer.err


def test_the_text_of_a_demo_ticket_is_gone_from_every_table(house, type_in):
    house.registered(HEATING + "只在演示里说过的话", demo=True)
    type_in("demo", "reset")
    with house.equipment.work() as work:
        assert not work.session.scalar(select(func.count()).where(Note.text.contains("只在演示里说过的话")))
        assert not work.session.scalar(select(func.count()).where(Ticket.text.contains("只在演示里说过的话")))

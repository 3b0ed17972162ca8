"""Papers: 交办单 and 呈批件 of one's own unit, with number, basis and deadline, and with nobody's name or number."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from docx import Document
from sqlalchemy import select

from factories import ANSWER, HEATING, OTHER_UNIT, UNIT, House, done, person
from hotline.casework.joint import helping, merging
from hotline.casework.office import papers, passing, signing
from hotline.domain.errors import Forbidden, NotFound
from hotline.domain.vocabulary import Role
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import AuditEntry
from hotline.store.work import Person

CLERK, HEAD = person(Role.CLERK), person(Role.HEAD)
PHONE = "13847123456"


def read(written: tuple[str, bytes]) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(written[1])).paragraphs)


def test_the_slip_tells_what_by_when_to_whom_and_hides_whose(house: House) -> None:
    number = house.handled(text=f"我叫李大明，电话{PHONE}。{HEATING}", name="李大明", phone=PHONE)
    follower = house.registered()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        merging.merge(work, follower, lead=number)
    with house.equipment.work(CLERK) as work:
        due_at = datetime.now(UTC) + timedelta(hours=2)
        task = passing.pass_on(
            work, number, given_to="阳光物业\x0b", words=f"查阀门，回电{PHONE}", due_at=due_at
        ).id  # fmt: skip
    with house.equipment.work(CLERK) as work:
        name, data = papers.slip(work, number, task)
        unit = work.session.get_one(AgencyRecord, UNIT).name
        basis = work.ticket(number).basis
    text = read((name, data))
    assert name == f"交办单 {number}.docx"
    for wanted in (unit, number, "阳光物业：", "查阀门", "从单 1 件", basis, "暖气不热", "计算：", "接收人（签字）"):
        assert wanted in text
    assert PHONE not in text and "李大明" not in text and "138****3456" in text
    with house.equipment.work() as work:
        told = work.session.execute(select(AuditEntry.actor, AuditEntry.about).where(AuditEntry.deed == "slip"))
        assert [tuple(one) for one in told] == [("clerk", {"number": number, "task": task})]


def test_a_slip_without_a_task_leaves_the_lines_open(house: House) -> None:
    number = house.dispatched()
    with house.equipment.work(HEAD) as work:
        assert "（股室、物业或企业）：" in read(papers.slip(work, number))


def test_the_approval_sheet_holds_the_form_that_was_laid_before_the_head(house: House) -> None:
    number = house.handled()
    with house.equipment.work(CLERK) as work:
        assert "拟答复意见：" in read(papers.approval(work, number))
        signing.ask(work, number, done(ANSWER, work.now, inside="阀门坏"))
    with house.equipment.work(HEAD) as work:
        text = read(papers.approval(work, number))
    for wanted in (ANSWER, "阀门坏", "领导批示", "分管领导（签字）", "分管领导："):
        assert wanted in text


def test_a_helper_gets_its_own_deadline(house: House, outsider: Person) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        helping.invite(work, number, agency=OTHER_UNIT)
    with house.equipment.work(outsider) as work:
        assert "前报主办单位" in read(papers.slip(work, number))


def test_of_a_secret_ticket_the_place_is_not_told_apart(house: House) -> None:
    number = house.handled(secret=True, address="金桥路阳光花园 3 号楼 501")
    with house.equipment.work(CLERK) as work:
        text = read(papers.slip(work, number))
    assert "501" not in text and "要求个人信息保密" in text


@pytest.mark.parametrize("verb", [papers.slip, papers.approval])
def test_who_has_no_part_gets_no_paper(house: House, outsider: Person, verb: Callable[..., object]) -> None:
    number = house.handled()
    for who, error in ((outsider, NotFound), (person(Role.SUPERVISOR), Forbidden)):
        with pytest.raises(error), house.equipment.work(who) as work:
            verb(work, number)


def test_the_task_of_another_ticket_is_none_of_this_one(house: House) -> None:
    number, other = house.handled(), house.handled()
    with house.equipment.work(CLERK) as work:
        due_at = datetime.now(UTC) + timedelta(hours=2)
        task = passing.pass_on(work, other, given_to="股室", words="办", due_at=due_at).id
    with pytest.raises(NotFound), house.equipment.work(CLERK) as work:
        papers.slip(work, number, task)

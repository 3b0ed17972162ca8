"""The letter of supervision: for supervisors, of the latest supervision, with nobody's name or number, and written down."""

import io
from datetime import datetime

import pytest
from docx import Document
from sqlalchemy import select

from factories import HEATING, UNIT, House, person
from hotline.casework.watch.letters import DEMANDS, OFFICE, supervision_letter
from hotline.casework.watch.supervision import lift, supervise
from hotline.domain.errors import Forbidden, NotFound
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Role
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import AuditEntry, first_broken

FRIDAY = datetime(2026, 11, 20, 11, 0, tzinfo=BEIJING)
SUPERVISOR = person(Role.SUPERVISOR)
PHONE, IDENTITY = "13847123456", "150105199003071234"
OTHERS = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.ANALYST, Role.ADMINISTRATOR]


def pressed(
    house: House, number: str, kind: SupervisionKind = SupervisionKind.DAILY, reason: str = "逾期未办结"
) -> str:
    with house.equipment.work(SUPERVISOR, FRIDAY) as work:
        return supervise(work, number, kind=kind, reason=reason).number


def letter(house: House, number: str) -> tuple[str, list[str]]:
    """The name of the letter and its lines."""
    with house.equipment.work(SUPERVISOR) as work:
        name, data = supervision_letter(work, number)
    return name, [one.text.strip("　") for one in Document(io.BytesIO(data)).paragraphs]


def told(house: House) -> list[tuple[str, dict[str, str]]]:
    with house.equipment.work() as work:
        wanted = select(AuditEntry).where(AuditEntry.deed == "supervision_letter").order_by(AuditEntry.id)
        return [(one.actor, one.about) for one in work.session.scalars(wanted)]


@pytest.mark.parametrize("kind", SupervisionKind)
def test_the_letter_names_number_unit_reason_demand_and_days(kind: SupervisionKind, house: House) -> None:
    number = house.dispatched(now=FRIDAY)
    supervision = pressed(house, number, kind)
    name, lines = letter(house, number)
    with house.equipment.work() as work:
        unit = work.session.get_one(AgencyRecord, UNIT).name
    assert name == f"{kind.label}通知 {supervision}.docx"
    assert lines[0] == OFFICE and lines[1] == supervision
    assert f"关于工单 {number} 的{kind.label}通知" in lines and f"{unit}：" in lines
    assert DEMANDS[kind] in lines and "逾期未办结" in lines
    assert any("2026年11月25日前书面反馈" in line for line in lines)
    assert lines[-1] == "2026年11月20日"
    assert any("2026年11月20日受理" in line and "待签收" in line for line in lines)


def test_every_kind_of_supervision_has_its_demand() -> None:
    assert set(DEMANDS) == set(SupervisionKind)


def test_neither_the_demand_nor_the_reason_gives_anybody_away(house: House) -> None:
    words = f"我叫李大明，身份证{IDENTITY}，电话{PHONE}。{HEATING}"
    number = house.dispatched(words, title=f"回拨{PHONE}", phone=PHONE, name="欧阳小明", now=FRIDAY)
    pressed(house, number, reason=f"诉求人{PHONE}多次来电")
    name, lines = letter(house, number)
    whole = name + "".join(lines)
    for hidden in (PHONE, IDENTITY, "李大明", "欧阳小明"):
        assert hidden not in whole
    assert "138****3456" in whole and "暖气不热" in whole


def test_a_long_demand_is_cut_short_and_says_so(house: House) -> None:
    number = house.dispatched(HEATING * 20, now=FRIDAY)
    pressed(house, number)
    summary = next(line for line in letter(house, number)[1] if line.startswith("诉求摘要："))
    assert summary.endswith("……") and len(summary) < 320


def test_the_latest_supervision_is_the_one_that_is_written_of(house: House) -> None:
    number = house.dispatched(now=FRIDAY)
    first, second = pressed(house, number), pressed(house, number, SupervisionKind.SUMMONS)
    name, lines = letter(house, number)
    assert second in name and second in lines and first not in lines


def test_a_letter_can_still_be_had_after_the_supervision_was_lifted(house: House) -> None:
    number = house.dispatched(now=FRIDAY)
    supervision = pressed(house, number)
    with house.equipment.work(SUPERVISOR) as work:
        lift(work, number, reason="已整改")
    assert supervision in letter(house, number)[0]


def test_where_there_is_no_supervision_there_is_no_letter_and_no_entry(house: House) -> None:
    number, before = house.dispatched(), told(house)
    with pytest.raises(NotFound, match="没有督办"):
        letter(house, number)
    assert told(house) == before


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not_supervise_gets_no_letter_and_leaves_no_entry(role: Role, house: House) -> None:
    number = house.dispatched(now=FRIDAY)
    pressed(house, number)
    before = told(house)
    with pytest.raises(Forbidden), house.equipment.work(person(role)) as work:
        supervision_letter(work, number)
    assert told(house) == before


def test_a_supervisor_of_another_league_finds_no_such_ticket(house: House) -> None:
    number = house.dispatched(now=FRIDAY)
    pressed(house, number)
    with pytest.raises(NotFound), house.equipment.work(person(Role.SUPERVISOR, "1502")) as work:
        supervision_letter(work, number)


def test_every_letter_is_written_into_the_audit(house: House) -> None:
    number = house.dispatched(now=FRIDAY)
    supervision = pressed(house, number)
    letter(house, number)
    assert told(house)[-1] == ("supervisor", {"number": number, "supervision": supervision})
    with house.equipment.work() as work:
        assert first_broken(work.session) is None

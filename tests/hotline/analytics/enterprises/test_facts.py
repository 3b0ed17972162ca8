"""Enterprises come from tickets by themselves, are entered and corrected by people, and are seen by whom they concern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from stdnum.cn import uscc as credit_code

from factories import person
from hotline.analytics.enterprises import facts
from hotline.analytics.enterprises.facts import Facts, code_of, correct, enter, enterprise, take_in
from hotline.domain.analysis.enterprises import Scale
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.store.analysis.enterprises import Enterprise, EnterpriseDemand
from hotline.store.audit import AuditEntry
from hotline.store.work import Person

ONE, OTHER = "91150105MA0MXYR1", "91150202MA0NABC2"


def code(stem: str) -> str:
    """That stem with the check digit that belongs to it."""
    return stem + "0" + credit_code.calc_check_digit(stem + "0")


FIRM, NEIGHBOUR = code(ONE), code(OTHER)
KNOWN = Facts("草原乳业有限公司", "150105", "C14", Scale.SMALL, "金山 开发区")


def firm(**more):
    return {"requester_kind": RequesterKind.ENTERPRISE, "company": "草原乳业有限公司", "uscc": FIRM, "phone": "13847100001", **more}  # fmt: skip


@given(st.integers(0, 17), st.sampled_from(credit_code._alphabet))
def test_one_wrong_character_is_never_a_code(place, character):
    said = FIRM[:place] + character + FIRM[place + 1 :]
    assert code_of(said) == (FIRM if said == FIRM else "")
    assert code_of(f" {FIRM[:8].lower()}-{FIRM[8:]} ") == FIRM


def test_tickets_bring_their_enterprises_once_and_keep_them(house):
    first = house.dispatched(**firm())
    second = house.dispatched(**firm(phone="13847100002"))
    wrong = house.registered(**firm(uscc="91150105MA0MXYR100", phone="13847100003"))
    house.registered(phone="13847100009")
    with house.equipment.work() as work:
        assert take_in(work) == 3 and take_in(work) == 0
        known = work.session.scalars(select(Enterprise)).one()
        assert (known.uscc, known.name, known.region, known.entered_by) == (
            FIRM,
            "草原乳业有限公司",
            "150105",
            "system",
        )
        of = dict(work.session.execute(select(EnterpriseDemand.ticket_id, EnterpriseDemand.uscc)).all())
        assert of == {work.ticket(first).id: FIRM, work.ticket(second).id: FIRM, work.ticket(wrong).id: None}
    house.registered(**firm(company="甲公司", uscc=NEIGHBOUR))  # 同一号码改替别家说话：旧工单仍归旧企业
    with house.equipment.work() as work:
        assert take_in(work) == 1
        assert work.session.get_one(EnterpriseDemand, work.ticket(first).id).uscc == FIRM
        assert work.session.get_one(Enterprise, FIRM).name == "草原乳业有限公司"


def test_a_code_that_is_given_later_finds_its_older_tickets_and_a_zone_is_a_park(house):
    late = house.registered(**firm(uscc="", region="150571"))
    with house.equipment.work() as work:
        take_in(work)
        assert work.session.get_one(EnterpriseDemand, work.ticket(late).id).uscc is None
    house.registered(**firm(region="150571"))
    with house.equipment.work() as work:
        take_in(work)
        assert work.session.get_one(EnterpriseDemand, work.ticket(late).id).uscc == FIRM
        assert work.session.get_one(Enterprise, FIRM).park == "通辽经济技术开发区"


def test_people_enter_and_correct_and_the_audit_keeps_what_changed(house):
    with house.equipment.work(person(Role.OFFICER)) as work:
        made = enter(work, FIRM.lower(), KNOWN)
        assert (made.park, made.entered_by, made.version) == ("金山开发区", "officer", 1)
        with pytest.raises(Conflict, match="已在企业台账中"):
            enter(work, FIRM, KNOWN)
    with house.equipment.work(person(Role.ANALYST)) as work:
        changed = correct(work, FIRM, Facts("草原乳业有限公司", "150105", "C13", Scale.MEDIUM), seen=1)
        assert (changed.industry, changed.scale, changed.park, changed.version) == ("C13", Scale.MEDIUM, None, 2)
        with pytest.raises(Conflict, match="刚被他人更正"):
            correct(work, FIRM, KNOWN, seen=1)
        last = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert last.deed == "change_enterprise" and last.about["changed"] == ["行业", "规模", "园区"]
        assert last.about["before"] == ["行业：制造业 / 食品制造业", "规模：小型", "园区：金山开发区"]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Facts("", "150105"), "企业名称"),
        (Facts("某公司", "999999"), "不在区划表中"),
        (Facts("某公司", "150105", "C12"), "不在国民经济行业分类"),
        (Facts("某公司", "150105", park="长" * 61), "「园区」最多 60 字"),
        (Facts("某公司", "150202"), "不在您负责的地区"),
    ],
)
def test_what_cannot_be_is_said(known, said, house):
    with house.equipment.work(person(Role.ANALYST, region="1501")) as work, pytest.raises(Incomplete, match=said):
        enter(work, FIRM, known)


def test_who_may_and_who_sees(house):
    number = house.dispatched(**firm())
    with house.equipment.work() as work:
        take_in(work)
    with house.equipment.work(person(Role.SUPERVISOR)) as work, pytest.raises(Forbidden):
        enter(work, NEIGHBOUR, KNOWN)
    with house.equipment.work(person(Role.CLERK)) as work:
        assert enterprise(work, FIRM).uscc == FIRM, number
    for stranger in (person(Role.CLERK, agency="ZJ-150202"), person(Role.ANALYST, region="1502")):
        with house.equipment.work(stranger) as work, pytest.raises(NotFound):
            enterprise(work, FIRM)
    with house.equipment.work(Person("x", Role.REQUESTER)) as work, pytest.raises(Forbidden):
        enterprise(work, FIRM)
    with house.equipment.work(person(Role.OFFICER)) as work, pytest.raises(Incomplete, match="末位为校验码"):
        enter(work, FIRM[:-1] + ("0" if FIRM[-1] != "0" else "1"), KNOWN)
    assert facts.BATCH > 100

"""Sums and bottlenecks stand beside a ticket: by whom they may be entered, and that what was wrong stays to be seen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from factories import person
from hotline.analytics.enterprises.facts import Facts, enter
from hotline.analytics.enterprises.stuck import Sum, attach, choose_bottleneck, note_amount, withdraw_amount
from hotline.domain.analysis.enterprises import AmountKind, Bottleneck
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.store.queries.enterprises.standing import standing
from hotline.store.queries.enterprises.wanted import Facet, Wanted

DAY = date(2026, 11, 1)
CLAIMED, RECOVERED = AmountKind.CLAIMED, AmountKind.RECOVERED
CODE = "91150105MA0MXYR10"


def firm_ticket(house):
    return house.dispatched(requester_kind=RequesterKind.ENTERPRISE, company="甲公司", phone="13847100001")


def test_sums_are_entered_added_up_and_withdrawn(house):
    number = firm_ticket(house)
    with house.equipment.work(person(Role.CLERK)) as work:
        note_amount(work, number, Sum(CLAIMED, Decimal("1000.50"), DAY, "欠款，联系人张三 13847109999"))
        back = note_amount(work, number, Sum(RECOVERED, Decimal("400"), DAY))
        with pytest.raises(Incomplete, match=r"挽回金额累计 1,100\.00 元，多于涉及金额 1,000\.50 元"):
            note_amount(work, number, Sum(RECOVERED, Decimal("700"), DAY))
        more = note_amount(work, number, Sum(RECOVERED, Decimal("700"), DAY, reason="含逾期利息"))
        found = standing(work, Wanted())[()]
        assert (found.claimed, found.recovered) == (Decimal("1000.50"), Decimal("1100.00"))
        withdraw_amount(work, number, more.id, why="重复登记")
        assert standing(work, Wanted())[()].recovered == back.yuan
        with pytest.raises(Conflict, match="已经撤销"):
            withdraw_amount(work, number, more.id, why="再撤一次")
        with pytest.raises(NotFound):
            withdraw_amount(work, number, 10**9, why="没有这一笔")


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        (Sum(CLAIMED, Decimal(0), DAY), "应大于 0"),
        (Sum(CLAIMED, Decimal("1e13"), DAY), "不超过一万亿"),
        (Sum(CLAIMED, Decimal("0.001"), DAY), "两位小数"),
        (Sum(CLAIMED, Decimal(1), datetime.now(UTC).date() + timedelta(days=2)), "还没有到"),
        (Sum(CLAIMED, Decimal(1), DAY, "长" * 201), "各最多 200 字"),
    ],
)
def test_what_cannot_be_is_said(entered, said, house):
    number = firm_ticket(house)
    with house.equipment.work(person(Role.OFFICER)) as work, pytest.raises(Incomplete, match=said):
        note_amount(work, number, entered)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sums=st.lists(st.tuples(st.sampled_from(AmountKind), st.decimals("0.01", "9999", places=2)), max_size=6))
def test_without_a_reason_never_more_comes_back_than_was_claimed(sums, house):
    number = firm_ticket(house)
    with house.equipment.work(person(Role.ANALYST)) as work:
        entered = {CLAIMED: Decimal(0), RECOVERED: Decimal(0)}
        for kind, yuan in sums:
            try:
                note_amount(work, number, Sum(kind, yuan, DAY))
            except Incomplete:
                assert kind is RECOVERED and entered[RECOVERED] + yuan > entered[CLAIMED]
                continue
            entered[kind] += yuan
        assert entered[RECOVERED] <= entered[CLAIMED]
        own = Wanted(within={Facet.BANNER: "150105"})
        found = standing(work, own, [Facet.MATTER])
        assert sum(one.claimed for one in found.values()) >= entered[CLAIMED]


def test_bottlenecks_and_owners_and_who_may_say_them(house):
    number, citizen = firm_ticket(house), house.dispatched()
    with house.equipment.work(person(Role.OFFICER)) as work:
        assert choose_bottleneck(work, number, Bottleneck.PAYMENT).bottleneck is Bottleneck.PAYMENT
        with pytest.raises(Conflict, match="是个人诉求"):
            choose_bottleneck(work, citizen, Bottleneck.OTHER)
        with pytest.raises(Incomplete, match="校验码"):
            attach(work, number, CODE + "0")
    for role in (Role.SUPERVISOR, Role.AGENT, Role.HEAD):
        with house.equipment.work(person(role)) as work, pytest.raises(Forbidden):
            choose_bottleneck(work, number, Bottleneck.OTHER)
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(Forbidden):
        attach(work, number, CODE + "0")
    with house.equipment.work(person(Role.CLERK, agency="ZJ-150202")) as work, pytest.raises(NotFound):
        choose_bottleneck(work, number, Bottleneck.OTHER)


def test_a_ticket_is_attached_to_an_enterprise_of_the_register(house):
    number = firm_ticket(house)
    code = "91150105MA0MXYR10"
    valid = code + uscc.calc_check_digit(code)
    with house.equipment.work(person(Role.OFFICER)) as work:
        with pytest.raises(Incomplete, match="请先登记企业"):
            attach(work, number, valid)
        enter(work, valid, Facts("甲公司", "150105"))
        assert attach(work, number, valid).uscc == valid
        assert set(standing(work, Wanted(), [Facet.ENTERPRISE])) == {(valid,)}

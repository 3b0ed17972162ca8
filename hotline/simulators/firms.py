"""Invented enterprises (演示企业), and what an officer enters of them: industry, size, park, where it is stuck, the money."""

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from sqlalchemy import select
from stdnum.cn import uscc as credit_code

from hotline.analytics.enterprises import facts, stuck
from hotline.analytics.enterprises.facts import Facts
from hotline.analytics.enterprises.stuck import Sum
from hotline.domain.analysis.enterprises import AmountKind, Bottleneck, Scale
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role, Solved
from hotline.equipment import Equipment
from hotline.store.analysis.enterprises import Enterprise, EnterpriseDemand
from hotline.store.tickets import Ticket
from hotline.store.work import Person, Work

FOLDER = Path(__file__).parent / "stream"
OFFICER = Person("officer", Role.OFFICER)  # 演示账号
# 主体标识码以 DEM 开头：真实企业的都以数字或 MA 开头，演示的代码不会是哪一家的
_INVENTED = "91{region}DEM{number:06}"
LOOKED_INTO = 0.8  # 服务专员逐件核实过的比例
RECOVERED = (0.3, 1.0)  # 已解决的，挽回涉及金额的几成
ROUND = Decimal(1000)


@dataclass(frozen=True)
class Brand:
    """The distinctive part of an invented firm's name, and what such a firm is (字号)."""

    brand: str
    industry: str
    scale: Scale
    park: str


@dataclass(frozen=True)
class Firm:
    """An invented enterprise (演示企业)."""

    name: str
    uscc: str


@dataclass(frozen=True)
class _Matter:
    bottleneck: Bottleneck
    least: int
    most: int


@cache
def brands() -> tuple[Brand, ...]:
    """The table of invented firms (字号表)."""
    return tuple(
        Brand(row["字号"], row["行业"], Scale.labelled(row["规模"]), row["园区"]) for row in _rows("firms.csv")
    )  # fmt: skip


@cache
def _matters() -> dict[str, _Matter]:
    return {
        row["事项"]: _Matter(
            Bottleneck.labelled(row["堵点"]), int(row["涉及金额下限"] or 0), int(row["涉及金额上限"] or 0)
        )
        for row in _rows("firm_matters.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def firm_in(region: str, region_name: str, chance: random.Random) -> Firm:
    """One of the firms of a banner; the same name there always bears the same code."""
    at = chance.randrange(len(brands()))
    body = _INVENTED.format(region=region, number=at)
    return Firm(f"{region_name}{brands()[at].brand}有限公司", body + credit_code.calc_check_digit(body))


def tell(equipment: Equipment, truths: Mapping[str, str], now: datetime, chance: random.Random) -> int:
    """An officer enters what is known of each demo enterprise and its demands; how many demands.

    Args:
        truths: ticket number → the category its writer meant.
    """
    with equipment.work(OFFICER, now) as work:
        for enterprise in work.session.scalars(select(Enterprise).where(Enterprise.industry.is_(None))):
            _describe(work, enterprise)
    told = [number for number in _demands(equipment) if truths.get(number) in _matters()]
    looked_into = [number for number in told if chance.random() < LOOKED_INTO]
    for number in looked_into:
        with equipment.work(OFFICER, now) as work:
            _look_into(work, number, _matters()[truths[number]], chance)
    return len(looked_into)


def _describe(work: Work, enterprise: Enterprise) -> None:
    known = next((one for one in brands() if enterprise.name.endswith(f"{one.brand}有限公司")), None)
    if known is not None:
        park = f"{enterprise.name.removesuffix(f'{known.brand}有限公司')}{known.park}" if known.park else ""
        told = Facts(enterprise.name, enterprise.region, known.industry, known.scale, park)
        facts.correct(work, enterprise.uscc, told)


def _demands(equipment: Equipment) -> list[str]:
    """The numbers of demo tickets of enterprises nobody has looked into, the oldest first."""
    with equipment.work() as work:
        wanted = (
            select(Ticket.number)
            .join(EnterpriseDemand, EnterpriseDemand.ticket_id == Ticket.id)
            .where(Ticket.demo, EnterpriseDemand.bottleneck.is_(None))
        )
        return list(work.session.scalars(wanted.order_by(Ticket.id)))


def _look_into(work: Work, number: str, matter: _Matter, chance: random.Random) -> None:
    stuck.choose_bottleneck(work, number, matter.bottleneck)
    if not matter.most:
        return
    claimed = (Decimal(chance.randint(matter.least, matter.most)) / ROUND).to_integral_value() * ROUND
    ticket = work.ticket(number)
    filed = beijing(ticket.registered_at).date()
    stuck.note_amount(work, number, Sum(AmountKind.CLAIMED, claimed, filed, "诉求人陈述的金额"))
    if ticket.solved == Solved.YES and ticket.closed_at:
        back = (claimed * Decimal(str(round(chance.uniform(*RECOVERED), 2))) / ROUND).to_integral_value() * ROUND
        day = beijing(ticket.closed_at).date()
        stuck.note_amount(work, number, Sum(AmountKind.RECOVERED, max(back, ROUND), day, "承办单位答复中的金额"))

"""The demo stream (演示来件): invented demands from the project's own templates, or real messages from a file."""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hotline.casework.intake import Demand
from hotline.domain.vocabulary import Channel, RequesterKind
from hotline.simulators.firms import brands, firm_in
from routing_rules import Region, RuleBook

TEMPLATES = Path(__file__).parent / "stream" / "demands.csv"
WEEKS = 8
SURGE, SURGING = timedelta(days=14), 0.25
SURGES = (("1805", "1506"), ("1803", "1502"), ("1801", "1501"))  # 近两周企业集中反映的事，好让热点有内容可看
MORE_OF = (5, 2, 1)
# 最近半天同一小区几户说同一件事，好让热点预警有内容可看；来件太少时不编
NEIGHBOURS, TOGETHER, LEAST = 7, timedelta(hours=12), 100
NEIGHBOURS_SAY, NEIGHBOURS_IN = "0301", "150105"
STREETS = (
    "新华街",
    "昭乌达路",
    "建设路",
    "友谊大街",
    "胜利路",
    "民族路",
    "团结街",
    "光明路",
    "迎宾大道",
    "巴彦街",
    "育才路",
)
ESTATES = ("阳光花园", "金桥家园", "草原明珠小区", "康乐小区", "书香苑", "世纪名城", "滨河佳苑", "祥和家园", "东方小区")
SCHOOLS = ("第一小学", "第二中学", "实验幼儿园", "蒙古族学校", "职业技术学校")
HOSPITALS = ("人民医院", "中医医院", "妇幼保健院", "蒙医医院")
VILLAGES = ("巴彦嘎查", "乌兰嘎查", "查干诺尔嘎查", "前进村", "东胜村", "白音希勒嘎查")
FAMILIES = "王李张刘陈杨赵黄周吴徐孙包白乌何"
CHANNELS = (
    Channel.PHONE,
    Channel.MENGSUBAN,
    Channel.WECHAT,
    Channel.WEBSITE,
    Channel.LEADER_MAILBOX,
    Channel.ENTERPRISE_DESK,
)
WEIGHTS = (64, 16, 8, 6, 4, 2)


Row = dict[str, str]


@dataclass(frozen=True)
class Item:
    """One demand that comes in (来件), with what its writer knows of it.

    Args:
        truth: the category that the template was written for, or empty.
        centre: the region of the centre that takes it.
    """

    demand: Demand
    at: datetime
    truth: str
    centre: str


def invented(rules: RuleBook, count: int, now: datetime, seed: int = 12345) -> Iterator[Item]:
    """So many invented demands, spread over the last eight weeks; the same seed gives the same demands."""
    with TEMPLATES.open(encoding="utf-8-sig", newline="") as file:
        templates = list(csv.DictReader(file))
    chance = random.Random(seed)
    banners = [
        region for region in rules.directory.regions.values() if region.level == "旗县" and region.kind == "行政区"
    ]
    for index in range(count):
        at = _moment(index, count, now, chance)
        row, region, estate = _matter(templates, banners, now - at, chance)
        if index >= count - NEIGHBOURS and count >= LEAST:
            row, region, estate = _of_neighbours(templates, rules, chance)
            at = max(at, now - TOGETHER * (count - index) / NEIGHBOURS)
        channel = chance.choices(CHANNELS, WEIGHTS)[0]
        firm = firm_in(region.code, region.name, chance) if row["诉求主体"] == "企业" else None
        company = firm.name if firm else ""
        demand = Demand(
            text=_fill(row["正文"], rules, region, company, estate, at, chance),
            title=_fill(row["标题"], rules, region, company, estate, at, chance),
            channel=channel,
            requester_kind=RequesterKind.ENTERPRISE if company else RequesterKind.CITIZEN,
            name=chance.choice(FAMILIES) + chance.choice(("女士", "先生")),
            phone=f"1{chance.choice('35789')}{chance.randrange(10**9):09d}",
            company=company,
            uscc=firm.uscc if firm else "",
            external_id=f"demo-{seed}-{index}",
            mengsuban_id=f"demo-{seed}-{index}" if channel == Channel.MENGSUBAN else None,
            demo=True,
        )
        yield Item(demand, at, row["分类编码"], region.parent)


def _matter(
    templates: Sequence[Row], banners: Sequence[Region], ago: timedelta, chance: random.Random
) -> tuple[Row, Region, str]:
    """What is said and where: anything anywhere, but of late some matters that enterprises speak of in one league."""
    estate = chance.choice(ESTATES)
    if ago < SURGE and chance.random() < SURGING:
        category, league = chance.choices(SURGES, MORE_OF)[0]
        said = [row for row in templates if row["分类编码"] == category and row["诉求主体"] == "企业"]
        return chance.choice(said), chance.choice([banner for banner in banners if banner.parent == league]), estate
    return chance.choice(templates), chance.choice(banners), estate


def _of_neighbours(templates: Sequence[Row], rules: RuleBook, chance: random.Random) -> tuple[Row, Region, str]:
    """What neighbours of one estate say of one matter."""
    said = [row for row in templates if row["分类编码"] == NEIGHBOURS_SAY and "{地}{小区}" in row["正文"]]
    return chance.choice(said), rules.directory.regions[NEIGHBOURS_IN], ESTATES[0]


def _moment(index: int, count: int, now: datetime, chance: random.Random) -> datetime:
    """Evenly over the weeks, a little denser towards today, at hours when people call."""
    span = timedelta(weeks=WEEKS)
    share = float((index + chance.random()) / count)
    return now - span * float(1 - share**0.9) - timedelta(minutes=2)


def _fill(
    text: str, rules: RuleBook, region: Region, company: str, estate: str, at: datetime, chance: random.Random
) -> str:
    league = rules.directory.regions[region.parent].name
    day = at - timedelta(days=chance.randrange(1, 20))
    slots = {
        "地": f"{league}{region.name}",
        "路": chance.choice(STREETS),
        "小区": estate,
        "企业": company or f"{chance.choice(brands()).brand}有限公司",
        "学校": chance.choice(SCHOOLS),
        "医院": chance.choice(HOSPITALS),
        "嘎查": chance.choice(VILLAGES),
        "数": str(chance.randrange(2, 10)),
        "钱": f"{chance.choice((0.8, 1.2, 2.6, 3.5, 6, 12, 38))}万元",
        "日": f"{day.month}月{day.day}日",
        "人": chance.choice(FAMILIES) + chance.choice(("先生", "女士")),
    }
    for name, value in slots.items():
        text = text.replace("{" + name + "}", value)
    return text


def from_file(path: Path, count: int | None, now: datetime, centre: str) -> Iterator[Item]:
    """Real messages from a CSV (id, title, text), in their order, laid over the last eight weeks.

    Args:
        centre: the centre that is taken to have received them: their own places are coded and unknown here.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[:count]
    chance = random.Random(len(rows))
    for index, row in enumerate(rows):
        demand = Demand(
            text=row["text"].replace("\x00", ""),
            title=row.get("title", "")[:200],
            channel=Channel.MESSAGE_BOARD,
            external_id=f"file-{path.stem[:24]}-{row['id']}"[:64],
            region=centre,
            demo=True,
        )
        yield Item(demand, _moment(index, len(rows), now, chance), "", centre)

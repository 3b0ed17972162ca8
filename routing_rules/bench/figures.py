"""`python -m routing_rules bench` (规则引擎比照): each figure with its target and its reference, all of one run; CPU time."""

import csv
import io
import platform
import random
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import metadata
from importlib.util import find_spec
from itertools import product
from statistics import median, quantiles
from typing import NamedTuple

from routing_rules.bench.zen import Zen
from routing_rules.calendar import BEIJING
from routing_rules.columns import DEMAND_TYPES, LEVELS, REQUESTERS, RESPONSIBILITY, URGENCIES
from routing_rules.compare import Past, compare
from routing_rules.engine import Demand, RuleBook
from routing_rules.explain import explain
from routing_rules.lattice import upwards
from routing_rules.loader import FOLDER, load, load_checked
from routing_rules.reading.spreadsheet import MOST_ROWS, Texts, texts_in

ROUNDS, SLOW_ROUNDS = 5, 3
ASKED, EXPLAINED, ZEN_ASKED_SLOW = 20_000, 2_000, 200
CHANGED, TARGET = 0.05, 150_000
SEED = 12345
AT = datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
NONE, ABSENT = "—", "zen-engine 未安装，不比"
REMARKS = (
    "我家住在这个小区已经五年了", "这几天一直没有人来处理", "打过好几次电话都说在登记", "希望有关部门尽快给个说法", "老人和孩子出行很不方便",
    "请问到底应该由哪个单位负责", "附近的邻居也都有同样的意见", "上个月就反映过一次没有结果", "麻烦核实以后给我回个电话", "已经影响到了正常的生活",
)  # fmt: skip

Scope = tuple[str, str, str]


class Figure(NamedTuple):
    """One line of the table (一项): what was measured, what was wanted, and beside what."""

    name: str
    value: str
    target: str
    good: bool | None
    reference: str


@dataclass(frozen=True)
class Trial:
    """What one run works on (比照材料): the tables of two editions, and what is asked of them."""

    texts: Texts
    changed: Texts
    demands: Sequence[Demand]
    tickets: Sequence[Past]

    @classmethod
    def of(cls, rows: int, tickets: int) -> "Trial":
        """The same for the same numbers: everything is drawn from one seed."""
        dice, shipped = random.Random(SEED), texts_in(FOLDER)
        book = load_checked(shipped, edition="自带")
        records = list(_records(book, rows, dice))
        leads = _leads(book)
        others = [dict(record) for record in records]
        for record in dice.sample(others, max(1, int(len(others) * CHANGED))):
            record["主办职能"] = dice.choice([lead for lead in leads if lead != record["主办职能"]])
        asked = list(product(book.leaves, book.directory.regions, REQUESTERS))
        return cls(
            {**shipped, RESPONSIBILITY.file: _written(records)},
            {**shipped, RESPONSIBILITY.file: _written(others)},
            [_demand(*one, dice) for one in dice.sample(asked, min(ASKED, len(asked)))],
            list(_tickets(book, asked, tickets, dice)),
        )


def run(rows: int = 5000, tickets: int = 100_000) -> int:
    """Measure all and print the table (比照); 0 done, 2 a wrong call."""
    if not (0 < rows <= MOST_ROWS and tickets > 1):
        print(f"行数应在 1 到 {MOST_ROWS} 之间，工单至少 2 件", file=sys.stderr)
        return 2
    zen = f"zen-engine {metadata.version('zen-engine')}" if find_spec("zen") else ABSENT
    print(f"规则引擎比照：{platform.machine()}，Python {platform.python_version()}，{zen}；CPU 用时，各取几轮的中位数")
    trial = Trial.of(rows, tickets)
    book = load(trial.texts, edition="甲", today=AT.date())
    told = [*_deciding(trial, book), *_explaining(trial, book), *_checking(trial, rows), *_replaying(trial)]
    print("\n".join(_table(told)))
    return 0


def _deciding(trial: Trial, book: RuleBook) -> Iterator[Figure]:
    demands, count = trial.demands, len(trial.demands)
    force = book.on(AT.date())
    routes = [force.route(demand) for demand in demands]
    ours = count / _seconds(lambda: [force.route(demand) for demand in demands])
    whole = count / _seconds(lambda: [book.decide(demand, AT) for demand in demands])
    passes = [_cold(trial) for _ in range(ROUNDS)]
    first, cold = count / median(asking for _, asking in passes), count / median(map(sum, passes))
    rates = {
        "判定去向，热（同一批再问）": ours,
        f"判定去向，初问（{count} 件，无一问过）": first,
        f"判定去向，冷（新开一版，连排布带 {count} 件初问）": cold,
    }
    for name, rate in {**rates, "判定去向并算出时限、到期，热": whole}.items():
        yield Figure(name, f"{rate:,.0f} 次/秒", f"≥ {TARGET:,} 次/秒", rate >= TARGET, "zen-engine 见下")
    if not find_spec("zen"):
        yield Figure("与 zen-engine 之比", NONE, "热 ≥ 5 倍", None, ABSENT)
        return
    numbers = [route.row.number if route else "" for route in routes]
    for prefixes, name, most in ((False, "逐级一列、整格相等", count), (True, "照表用前缀", ZEN_ASKED_SLOW)):
        theirs, same = _theirs(Zen(book, prefixes=prefixes), demands[:most], numbers)
        told = f"{theirs:,.0f} 次/秒；{min(most, count)} 件中 {same} 件判给同一行"
        ratios = f"热 {ours / theirs:.1f} 倍，初问 {first / theirs:.1f} 倍"
        yield Figure(f"与 zen-engine 之比（{name}）", ratios, "热 ≥ 5 倍", ours / theirs >= 5, told)


def _cold(trial: Trial) -> tuple[float, float]:
    """The seconds in which an edition just opened is laid out, and of the first pass through it."""
    book = load_checked(trial.texts, edition="冷")
    upwards.cache_clear()
    laying = _once(lambda: book.on(AT.date()))
    return laying, _once(lambda: [book.on(AT.date()).route(demand) for demand in trial.demands])


def _theirs(zen: Zen, demands: Sequence[Demand], numbers: Sequence[str]) -> tuple[float, int]:
    """How many zen-engine decides in a second, and how many as we do; the first pass, which compiles, is not timed."""
    asked = zen.asked(demands)
    same = sum(zen.rule(one) == number for one, number in zip(asked, numbers, strict=False))
    return len(asked) / _seconds(lambda: [zen.rule(one) for one in asked]), same


def _explaining(trial: Trial, book: RuleBook) -> Iterator[Figure]:
    demands = [past.demand for past in trial.tickets[:EXPLAINED]]
    for demand in demands:
        explain(book, demand, AT)
    taken = [1000 * _once(partial(explain, book, demand, AT)) for demand in demands]
    bare = 1000 * _seconds(lambda: [book.decide(demand, AT) for demand in demands]) / len(demands)
    reference = f"同一批只判定 {bare:.4f} 毫秒"
    for name, value in (("中位数", median(taken)), ("p99", quantiles(taken, n=100)[98])):
        yield Figure(f"判定并说明依据（带正文），{name}", f"{value:.3f} 毫秒", "≤ 1 毫秒", value <= 1, reference)


def _checking(trial: Trial, rows: int) -> Iterator[Figure]:
    ours = _seconds(lambda: load(trial.texts, edition="乙", today=AT.date()), SLOW_ROUNDS)
    form = _seconds(lambda: load_checked(trial.texts, edition="乙"), SLOW_ROUNDS)
    name = f"读入并全部校验 {rows} 行权责清单"
    yield Figure(name, f"{ours:.2f} 秒", "≤ 5 秒", ours <= 5, f"只读入、逐格校验 {form:.2f} 秒")


def _replaying(trial: Trial) -> Iterator[Figure]:
    bare = [past._replace(demand=past.demand._replace(text="")) for past in trial.tickets]
    taken, moved = [], 0
    for tickets in (trial.tickets, bare):
        rounds = []
        for _ in range(SLOW_ROUNDS):
            old, new = (load_checked(texts, edition="回放") for texts in (trial.texts, trial.changed))
            start = time.process_time()
            moved = compare(old, new, tickets, AT.date()).moved
            rounds.append(time.process_time() - start)
        taken.append(median(rounds))
    reference = f"不带正文 {taken[1]:.2f} 秒，其中 {moved} 件去向不同"
    name = f"回放 {len(bare)} 件，两版相差 {CHANGED:.0%} 的行"
    yield Figure(name, f"{taken[0]:.2f} 秒", "≤ 30 秒", taken[0] <= 30, reference)


def _records(book: RuleBook, rows: int, dice: random.Random) -> Iterator[dict[str, str]]:
    """Rows of the responsibility table, in no order; scopes lie one in the other or apart, so none cross."""
    leads, scopes = _leads(book), _scopes(book, rows, dice)
    for place, scope in enumerate(dice.sample(scopes, len(scopes))):
        cells = dict(zip(("事项分类", "行政区划", "诉求主体"), scope, strict=True))
        cells |= {"规则编号": f"P{place:05d}", "主办职能": dice.choice(leads), "主办层级": dice.choice(LEVELS[1:])}
        cells |= {"协办职能": "、".join(dice.sample(leads, dice.randrange(3))), "生效日期": "2024-01-01"}
        cells |= {"时限": dice.choice(("", "", "5工作日", "24小时")), "依据": f"比照用第 {place} 行", "依据等级": "D"}
        yield cells


def _scopes(book: RuleBook, rows: int, dice: random.Random) -> list[Scope]:
    """Chains: heading ⊃ leaf ⊃ leaf in a league ⊃ leaf in a banner ⊃ the same for businesses."""
    regions = book.directory.regions.values()
    leagues, banners = ([one.code for one in regions if one.level == level] for level in LEVELS[1:])
    found = [(code, "", "") for code, one in book.categories.items() if not one.parent]
    found += [(code, "", "") for code in book.leaves]
    left = max(0, rows - len(found))
    wide = list(product(book.leaves, leagues, ("",)))
    wide = dice.sample(wide, min(left * 3 // 10, len(wide)))
    narrow = dice.sample(list(product(book.leaves, banners, ("",))), left - len(wide) - left // 5)
    businesses = [(category, region, REQUESTERS[1]) for category, region, _ in narrow[: left // 5]]
    return [*found, *wide, *narrow, *businesses][:rows]


def _leads(book: RuleBook) -> list[str]:
    """The functions that some unit answers for everywhere, so that no demand is left without one."""
    grassroots = {agency.function for agency in book.directory.listed if agency.is_grassroots}
    places = list(product(book.directory.regions, LEVELS[1:]))
    return [
        code
        for code in book.directory.functions
        if code not in grassroots and all(book.directory.responsible(code, *place, AT.date()) for place in places)
    ]


def _written(records: Iterable[dict[str, str]]) -> str:
    writer = csv.DictWriter(text := io.StringIO(), RESPONSIBILITY.headings, restval="")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def _demand(category: str, region: str, requester: str, dice: random.Random, text: str = "") -> Demand:
    urgency = URGENCIES[0] if dice.random() < 0.9 else dice.choice(URGENCIES)
    return Demand(category, region, requester, dice.choice(DEMAND_TYPES), urgency, text)


def _tickets(book: RuleBook, asked: Sequence[Scope], count: int, dice: random.Random) -> Iterator[Past]:
    """Tickets of 60–120 characters, one in ten holding what an exception or a crossing duty looks for."""
    examples = [*(row.example for row in book.exceptions), *(row.example for row in book.cross_duties)]
    for place in range(count):
        length, text = dice.randint(60, 120), dice.choice(examples) if dice.random() < 0.1 else ""
        while len(text) < length:
            text += f"{dice.choice(REMARKS)}，"
        yield Past(f"{place:06d}", _demand(*dice.choice(asked), dice, text[:length]))


def _once(deed: Callable[[], object]) -> float:
    start = time.process_time()
    deed()
    return time.process_time() - start


def _seconds(deed: Callable[[], object], rounds: int = 0) -> float:
    return median(_once(deed) for _ in range(rounds or ROUNDS))


def _table(figures: Iterable[Figure]) -> Iterator[str]:
    cells = [("项目", "实测", "目标", "达到", "参照"), ("---",) * 5]
    cells += [(*one[:3], NONE if one.good is None else "是" if one.good else "否", one.reference) for one in figures]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield f"| {' | '.join(cell + ' ' * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=True))} |"


def _width(text: str) -> int:
    """How many places a text takes in a terminal: Chinese characters take two (显示宽度)."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)

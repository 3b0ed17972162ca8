"""Chapter 2: what was asked for (二、诉求结构)."""

from collections import Counter
from collections.abc import Mapping

from hotline.analytics.report.chapters.pieces import counted, top
from hotline.analytics.report.gathered import Gathered
from hotline.analytics.significance import LEVEL, counts_differ, discovered
from hotline.domain.analysis.document import Cell, Chapter, Chart, Column, Series, Table, Words
from hotline.domain.vocabulary import DemandType
from hotline.store.queries.figures.tallying import By, Counts
from hotline.store.queries.figures.tallying import Cell as Key
from hotline.store.work import Work

TOP, RISING = 15, 10
KINDS = {kind.value: kind.label for kind in DemandType}


def demands(_work: Work, gathered: Gathered) -> Chapter:
    """Kinds, branches, the largest matters and those that rose by more than chance."""
    now, before = _by_category(gathered.now.matters), _by_category(gathered.before.matters)
    return Chapter("demands", "诉求结构", [
        Words(_sentences(gathered, now)),
        _pareto(gathered, now),
        _largest(gathered, now, before),
        _rising(gathered, now, before),
    ])  # fmt: skip


def _by_category(matters: Mapping[Key, Counts]) -> Counter[str]:
    total: Counter[str] = Counter()
    for (_, category), counts in matters.items():
        total[category] += counts.get("受理", 0)
    return +total


def _sentences(gathered: Gathered, now: Counter[str]) -> list[str]:
    whole = gathered.now.whole.get("受理", 0)
    if not whole:
        return ["本期没有受理工单。"]
    kinds: Counter[str] = Counter()
    for (_, kind), counts in gathered.now.sources.items():
        kinds[kind] += counts.get("受理", 0)
    said = "、".join(f"{KINDS[kind]} {number:,} 件（{number / whole:.2%}）" for kind, number in kinds.most_common())
    largest = "、".join(f"{gathered.category_name(code)} {number:,} 件" for code, number in top(now, 3))
    return [f"按诉求类型：{said}。", f"诉求最集中的事项：{largest}。"]


def _pareto(gathered: Gathered, now: Counter[str]) -> Chart:
    branches: Counter[str] = Counter()
    for code, number in now.items():
        branches[code[:2]] += number
    ranked = top(branches, len(branches))
    whole = sum(branches.values())
    labels = [gathered.category_name(code) for code, _ in ranked]
    running, share = 0, []
    for _, number in ranked:
        running += number
        share.append(running / whole)
    told = "，".join(f"{name} {number:,} 件" for name, (_, number) in list(zip(labels, ranked, strict=True))[:5])
    series = [Series("件数", [float(number) for _, number in ranked]), Series("累计占比", list(share))]
    return Chart(
        "事项大类（帕累托图）", "pareto", labels, series, f"事项大类件数：{told}。" if ranked else "本期没有受理工单。"
    )


def _largest(gathered: Gathered, now: Counter[str], before: Counter[str]) -> Table:
    whole = sum(now.values())
    rows = [
        [
            Cell(gathered.category_name(code)),
            counted({"受理": number}, "受理", {By.CATEGORY: code}),
            Cell(number / whole, "%"),
            Cell(before.get(code, 0), "件"),
            Cell((number - before[code]) / before[code] if before.get(code) else None, "%"),
        ]
        for code, number in top(now, TOP)
    ]
    columns = [Column("事项", number=False), Column("本期", "件"), Column("占比"), Column("上期", "件"), Column("环比")]
    return Table(f"诉求集中的事项（前 {TOP} 项）", columns, rows, empty="本期没有受理工单")


def _rising(gathered: Gathered, now: Counter[str], before: Counter[str]) -> Table:
    codes = [code for code in sorted({*now, *before}) if code]
    ratio = gathered.period.length / gathered.period.before().length
    chances = [counts_differ(now.get(code, 0), before.get(code, 0), exposure=ratio) for code in codes]
    stands = dict(zip(codes, discovered(chances, LEVEL), strict=True))
    chance_of = dict(zip(codes, chances, strict=True))
    up = [code for code in codes if now.get(code, 0) > before.get(code, 0) * ratio]
    up.sort(key=lambda code: (not stands[code], chance_of[code], code))
    rows = [
        [
            Cell(gathered.category_name(code)),
            counted({"受理": now[code]}, "受理", {By.CATEGORY: code}),
            Cell(before.get(code, 0), "件"),
            Cell((now[code] - before[code]) / before[code] if before.get(code) else None, "%"),
            Cell("不足 0.1%" if chance_of[code] < 0.001 else f"{chance_of[code]:.1%}"),
            Cell("上升超出偶然" if stands[code] else "可能是偶然"),
        ]
        for code in up[:RISING]
    ]
    columns = [
        Column("事项", number=False), Column("本期", "件"), Column("上期", "件"), Column("环比"),
        Column("偶然的可能", number=False), Column("判断", number=False),
    ]  # fmt: skip
    notes = [
        f"同时检验 {len(codes)} 个事项，按 Benjamini–Hochberg 控制错误发现率不超过 5%；件数少的，百分比大也未必是真的上升。"
    ]
    return Table("上升最快的事项", columns, rows, notes, empty="本期没有件数上升的事项")

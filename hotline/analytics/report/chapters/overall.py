"""Chapter 1: the whole (一、总体情况)."""

from hotline.analytics.indicators import Reading, named, read
from hotline.analytics.report.chapters.pieces import change_words, counted, indicator_table, value_words
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Chart, Column, Series, Table, Words
from hotline.domain.vocabulary import Channel, DemandType
from hotline.store.queries.figures.tallying import By
from hotline.store.work import Work

HOURS = range(24)
WEEKDAYS = "一二三四五六日"
SPOKEN = ("JT01", "QS01", "BJ01", "XY01", "JJ01", "MY01")


def overall(_work: Work, gathered: Gathered) -> Chapter:
    """How much came, how it was dealt with, and how well."""
    history = [counts for _, counts in gathered.trend[:-1]]
    readings = read(gathered.rules, gathered.now.whole, gathered.before.whole, gathered.year_ago, history)
    chosen = [one for one in readings if one.indicator.chapter in ("总体", "质效", "督办", "知识库")]
    return Chapter("overall", "总体情况", [
        Words(_sentences(gathered, readings)),
        indicator_table(gathered, chosen, "主要指标"),
        _trend(gathered),
        _sources(gathered),
        _hours(gathered),
    ])  # fmt: skip


def _sentences(gathered: Gathered, readings: list[Reading]) -> list[str]:
    now, before, length = gathered.now.whole, gathered.before.whole, gathered.period.length
    received = now.get("受理", 0)
    if not received:
        return [f"{gathered.period} {gathered.region_name(gathered.region)}没有受理工单。"]
    year = (gathered.year_ago or {}).get("受理")
    year_words = f"，{change_words(received, year, '同比')}" if year else "，去年同期无数据"
    known = {reading.indicator.code for reading in readings}
    said = [f"{(one := named(readings, code)).indicator.name} {value_words(one)}" for code in SPOKEN if code in known]
    return [
        f"{gathered.period}，{gathered.region_name(gathered.region)}12345热线共受理诉求 {received:,} 件，日均 {received / length:,.0f} 件，"
        f"{change_words(received, before.get('受理'))}{year_words}。其中企业诉求 {now.get('涉企受理', 0):,} 件，"
        f"{change_words(now.get('涉企受理', 0), before.get('涉企受理'))}；留下身份的诉求人 {gathered.people:,} 人。",
        f"直接办结 {now.get('直接办结', 0):,} 件，转派承办单位 {now.get('转派', 0):,} 件，告知法定途径 {now.get('分类处理', 0):,} 件，"
        f"转紧急热线 {now.get('转紧急热线', 0):,} 件，并入主单 {now.get('并单', 0):,} 件，无效 {now.get('无效', 0):,} 件。",
        "；".join(said) + "。",
    ]  # fmt: skip


def _trend(gathered: Gathered) -> Chart:
    labels = [f"{period.starts_on:%-m-%-d}" for period, _ in gathered.trend]
    received = [float(counts.get("受理", 0)) for _, counts in gathered.trend]
    enterprise = [float(counts.get("涉企受理", 0)) for _, counts in gathered.trend]
    told = "，".join(f"{label} 起 {number:,.0f} 件" for label, number in zip(labels, received, strict=True))
    series = [Series("受理", received), Series("其中企业诉求", enterprise)]
    return Chart(f"近{len(labels)}期受理量走势", "line", labels, series, f"近{len(labels)}期受理量：{told}。")


def _sources(gathered: Gathered) -> Table:
    kinds = [kind for kind in DemandType if any(cell[1] == kind.value for cell in gathered.now.sources)]
    channels = [one for one in Channel if any(cell[0] == one.value for cell in gathered.now.sources)]
    rows = [
        [Cell(channel.label)]
        + [
            counted(
                gathered.now.sources.get((channel.value, kind.value), {}), "受理",
                {By.CHANNEL: channel.value, By.DEMAND_TYPE: kind.value},
            )
            for kind in kinds
        ]
        + [counted(_of_channel(gathered, channel.value), "受理", {By.CHANNEL: channel.value})]
        for channel in channels
    ]  # fmt: skip
    rows.sort(key=lambda row: -float(row[-1].value or 0))
    columns = [Column("渠道", number=False), *(Column(kind.label, "件") for kind in kinds), Column("合计", "件")]
    return Table("来源渠道与诉求类型", columns, rows, empty="本期没有受理工单")


def _of_channel(gathered: Gathered, channel: str) -> dict[str, int]:
    return {"受理": sum(counts.get("受理", 0) for cell, counts in gathered.now.sources.items() if cell[0] == channel)}


def _hours(gathered: Gathered) -> Chart:
    series = [
        Series(f"星期{name}", [float(gathered.hours.get((day, hour), 0)) for hour in HOURS])
        for day, name in enumerate(WEEKDAYS, 1)
    ]
    busiest = max(sorted(gathered.hours.items()), key=lambda item: item[1], default=None)  # 并列的取最早，两次一样
    told = "本期没有受理工单。"
    if busiest is not None:
        (day, hour), number = busiest
        told = f"最集中的时段是星期{WEEKDAYS[day - 1]} {hour} 时至 {hour + 1} 时，受理 {number:,} 件。"
    return Chart("受理时段分布", "heat", [f"{hour}时" for hour in HOURS], series, told)

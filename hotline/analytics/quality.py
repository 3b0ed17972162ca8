"""How good the data are (数据质量): what is missing, late or contradictory, week by week, and how each is mended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from hotline.analytics.report.making import first_weekday
from hotline.analytics.report.period import Period, week_containing
from hotline.analytics.tallies import compare, cut_of
from hotline.store.analysis.quality import QualityCount
from hotline.store.queries.figures.daily import rolled_sums
from hotline.store.queries.figures.quality import calls_without_ticket, found_among_tickets
from hotline.store.queries.figures.tallying import LEAGUE, WHOLE, By, statistical_day
from hotline.store.work import Work
from routing_rules import RuleBook

WEEKS = 8
CALLS, DIFFERENT, EMPTY_DAYS = "通话未挂工单", "日累计不符", "无工单日"
EXAMPLES = 20
Counted = tuple[int, int]


@dataclass(frozen=True)
class Finding:
    """One thing that is looked at (数据质量项): of what it is a share, whether more is worse, and how it is mended."""

    code: str
    of: str
    worse: bool
    mend: str


FINDINGS = (
    Finding("地点未定", "受理工单", True, "请坐席问清旗县和具体地点；派单岗退回补问的，在工单页改定区划。"),
    Finding("分类未定", "已派或已办结的工单", True, "请在工单页补选事项分类；没有合适分类的，向系统管理员提出增补。"),
    Finding("步骤倒序", "受理工单", True, "办结、答复、签收、派单早于前一步的，请核对导入文件的时间或服务器时钟，由系统维护人员更正。"),
    Finding("补记", "有来电的工单", True, "来电后两小时以上才登记的，请坐席当场登记；话务系统故障期间补记的，在交接班记录中说明。"),
    Finding("自动分类", "受理工单", False, "比例过低的，看规则改版中的模型门限和漂移周报。"),
    Finding("改判分类", "自动分类的工单", True, "改判集中的分类，请分析员核对样本，择机训练候选模型。"),
    Finding("暂定时限", "有时限的工单", True, "时限跨入未公布放假安排的年份；通知公布后在节假日表导入，系统自动重算。"),
    Finding("企业身份不明", "企业诉求", True, "请坐席补记企业名称或统一社会信用代码；不愿留名的，在诉求中注明。"),
    Finding("疑似重复", "留有身份的工单", True, "同一诉求人七日内就同一地点、同一事项再次提出而未并单的，请核对后并单或记作重复。"),
    Finding(CALLS, "接通的来电", True, "既无工单又无来电目的，请坐席在话务现场补记来电目的或补登工单。"),
    Finding(DIFFERENT, "核对的格", True, "日累计与台账不一致的，当夜自动重建；次日仍不一致，请系统维护人员运行重建命令并查原因。"),
    Finding(EMPTY_DAYS, "已过去的统计日", True, "整日没有工单的，请核对是否漏报、停机或历史文件只导入了半周。"),
)  # fmt: skip


@dataclass(frozen=True)
class QualityLine:
    """A finding over eight weeks (数据质量读数), the oldest first; None of a week that was not counted."""

    finding: Finding
    weeks: Sequence[Counted | None]
    told: Sequence[str]

    @property
    def last(self) -> Counted | None:
        """The newest week."""
        return self.weeks[-1]


def share_of(counted: Counted | None) -> float | None:
    """Its share; None where there was nothing to ask it of."""
    return counted[0] / counted[1] if counted and counted[1] else None


def last_weeks(work: Work, rules: RuleBook) -> list[Period]:
    """This statistical week and the seven before it, the oldest first."""
    cut = cut_of(rules)
    this = week_containing(statistical_day(work.now, cut), first_weekday(rules), cut)
    return [this.before(back) for back in range(WEEKS - 1, -1, -1)]


def count_week(work: Work, rules: RuleBook, week: Period) -> None:
    """Count one week anew and put it in place of what stood there; answers the page, whoever opens it."""
    found = _of_tickets(work, week)
    rows = [
        {"starts_on": week.starts_on, "region": place, "code": code, "found": number, "of_all": of_all, "told": [],
         "counted_at": work.now}
        for place, codes in found.items() for code, (number, of_all) in codes.items()
    ]  # fmt: skip
    for code, (number, of_all), told in (_differences(work, rules, week), _empty_days(work, rules, week)):
        whole = {"starts_on": week.starts_on, "region": WHOLE, "code": code, "counted_at": work.now}
        rows.append({**whole, "found": number, "of_all": of_all, "told": told})
    work.session.execute(delete(QualityCount).where(QualityCount.starts_on == week.starts_on))
    work.session.execute(insert(QualityCount), rows)


def weeks_to_count(work: Work, rules: RuleBook) -> list[Period]:
    """This week and the last, which still change, and those of the eight that were never counted."""
    weeks = last_weeks(work, rules)
    held = set(work.session.scalars(select(QualityCount.starts_on).where(QualityCount.starts_on >= weeks[0].starts_on)))
    return [week for at, week in enumerate(weeks) if at >= WEEKS - 2 or week.starts_on not in held]


def read(work: Work, rules: RuleBook, region: str) -> list[QualityLine]:
    """Every finding over eight weeks, within what this person may see.

    Leagues and the whole region are answered from what was counted in the background; units and banners, whose own
    tickets are few, from the register.
    """
    weeks = last_weeks(work, rules)
    if work.person.agency is not None or len(region) > LEAGUE:
        counted = {week.starts_on: _summed(_of_tickets(work, week), region) for week in weeks}
        told: Mapping[str, list[str]] = {}
    else:
        counted, told = _kept(work, weeks, region)
    codes = {code for week in counted.values() for code in week}
    return [
        QualityLine(one, [counted[week.starts_on].get(one.code) if week.starts_on in counted else None for week in weeks],
                    told.get(one.code, []))
        for one in FINDINGS if one.code in codes
    ]  # fmt: skip


def _kept(work: Work, weeks: Sequence[Period], region: str) -> tuple[dict[date, dict[str, Counted]], dict[str, list[str]]]:  # fmt: skip
    wanted = select(QualityCount).where(QualityCount.starts_on >= weeks[0].starts_on)
    if region != WHOLE:
        wanted = wanted.where(QualityCount.region == region)
    counted: defaultdict[date, dict[str, Counted]] = defaultdict(dict)
    told: dict[str, list[str]] = {}
    for row in work.session.scalars(wanted):
        number, of_all = counted[row.starts_on].get(row.code, (0, 0))
        counted[row.starts_on][row.code] = (number + row.found, of_all + row.of_all)
        if row.starts_on == weeks[-1].starts_on and row.told:
            told[row.code] = [str(one) for one in row.told]
    return dict(counted), told


def _of_tickets(work: Work, week: Period) -> dict[str, dict[str, Counted]]:
    stretch = week.stretch()
    found = found_among_tickets(work, stretch.start, stretch.end)
    for place, counted in calls_without_ticket(work, stretch.start, stretch.end).items():
        found.setdefault(place, {})[CALLS] = counted
    return found


def _summed(places: Mapping[str, Mapping[str, Counted]], region: str) -> dict[str, Counted]:
    total: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, codes in places.items():
        if place.startswith(region[:LEAGUE]):
            for code, (number, of_all) in codes.items():
                total[code][0] += number
                total[code][1] += of_all
    return {code: (number, of_all) for code, (number, of_all) in total.items()}


def _past(work: Work, rules: RuleBook, week: Period) -> Period | None:
    """The part of a week that is over; None before its first day is."""
    yesterday = statistical_day(work.now, cut_of(rules)) - timedelta(days=1)
    last = min(week.ends_on, yesterday)
    return (
        None if last < week.starts_on else Period(week.kind, week.starts_on, week.cut, (last - week.starts_on).days + 1)
    )


def _differences(work: Work, rules: RuleBook, week: Period) -> tuple[str, Counted, list[str]]:
    """Cells of the roll-ups that differ from the register, of those that were compared (与台账核对)."""
    past = _past(work, rules, week)
    if past is None:
        return DIFFERENT, (0, 0), []
    last = past.starts_on + timedelta(days=past.days - 1)
    sums = rolled_sums(work, past.starts_on, last, WHOLE, By.REGION, ["受理"])
    found = compare(work, rules, past.starts_on, last)
    told = [f"{one.day:%-m月%-d日} {one.facet} {one.measure}：日累计 {one.kept}，台账 {one.counted}" for one in found[:EXAMPLES]]  # fmt: skip
    return DIFFERENT, (len(found), max(len(found), len(sums) * past.days)), told


def _empty_days(work: Work, rules: RuleBook, week: Period) -> tuple[str, Counted, list[str]]:
    """Days gone by without a single ticket, although others of the week have some: a week half imported."""
    past = _past(work, rules, week)
    if past is None:
        return EMPTY_DAYS, (0, 0), []
    last = past.starts_on + timedelta(days=past.days - 1)
    held = rolled_sums(work, past.starts_on, last, WHOLE, By.DAY, ["受理"])
    days = [past.starts_on + timedelta(days=n) for n in range(past.days)]
    empty = [day for day in days if not held.get(day.isoformat(), {}).get("受理")]
    return EMPTY_DAYS, (len(empty), len(days)), [f"{day:%-m月%-d日}" for day in empty]

"""Who must report and what came (盟市报送): a file is taken in row by row; a newer one takes the place of the older."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, func, select

from hotline.analytics.outside.reading import Codes, OutsideRow, Rejected, judged, rows_of
from hotline.analytics.report.making import first_weekday
from hotline.analytics.report.period import Period, week_containing
from hotline.analytics.tallies import cut_of
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.analysis.outside import OutsideDuty, OutsideFigures
from hotline.store.audit import write_down
from hotline.store.queries.figures.outside import duties, known_file, reported
from hotline.store.queries.figures.tallying import LEAGUE, statistical_day
from hotline.store.work import Work

WEEKS = 12
GRADES = "ABCDE"
LONGEST_DAYS = 30


class Reporting(StrEnum):
    """Whether a league reported a week (报送情况)."""

    IN_TIME = "已报"
    LATE = "迟报"
    MISSING = "未报"
    AWAITED = "待报"
    FREE = "不须报"


@dataclass(frozen=True)
class Brought:
    """What became of a file (报送结果): rows that were taken, league-weeks that were written, and what was refused."""

    taken: int
    weeks: int
    refusals: list[Rejected]


@dataclass(frozen=True)
class LeagueWeeks:
    """One league over the last weeks, the oldest first (报送一览)."""

    duty: OutsideDuty
    weeks: list[tuple[Period, Reporting, OutsideFigures | None]]


def last_weeks(work: Work) -> list[Period]:
    """The twelve statistical weeks that are over, the oldest first."""
    cut = cut_of(work.rules)
    newest = week_containing(statistical_day(work.now, cut), first_weekday(work.rules), cut).before()
    return [newest.before(back) for back in range(WEEKS - 1, -1, -1)]


def grid(work: Work) -> list[LeagueWeeks]:
    """Each league that must report, over twelve weeks."""
    weeks = last_weeks(work)
    came = {(one.region, one.starts_on): one for one in reported(work, weeks[0].starts_on, weeks[-1].starts_on)}
    return [
        LeagueWeeks(
            duty,
            [(week, standing(duty, week, one := came.get((duty.region, week.starts_on)), work.now), one) for week in weeks],
        )
        for duty in duties(work)
    ]  # fmt: skip


def standing(duty: OutsideDuty, week: Period, found: OutsideFigures | None, now: datetime) -> Reporting:
    """Whether a week was reported, and in time; a correction does not make it late."""
    if found is None and (week.starts_on < duty.since or (duty.until is not None and week.starts_on > duty.until)):
        return Reporting.FREE
    due = week.stretch().end + timedelta(days=duty.days)
    if found is None:
        return Reporting.MISSING if now >= due else Reporting.AWAITED
    return Reporting.IN_TIME if found.first_at < due else Reporting.LATE


def set_duty(work: Work, region: str, platform: str, days: int, basis: str, grade: str) -> OutsideDuty:
    """From now on a league must report its weeks (定报送责任); what was set before ends."""
    demand_permission(work.person.role, Permission.DRAW_UP_REPORTS)
    if len(region) != LEAGUE or region not in work.rules.directory.regions or not region.startswith(work.person.region):
        raise Incomplete("「盟市」不在可选范围内，请重新选择")
    if not platform or not basis or grade not in GRADES or len(grade) != 1 or not 1 <= days <= LONGEST_DAYS:
        raise Incomplete(f"请填平台名称、依据、依据等级（A 至 E），报送天数应为 1 至 {LONGEST_DAYS}")
    today = beijing(work.now).date()
    for one in work.session.scalars(_running(region)):
        one.until = today
    work.session.flush()
    duty = OutsideDuty(
        region=region, platform=platform, since=last_weeks(work)[-1].starts_on, until=None, days=days, basis=basis,
        grade=grade, set_by=work.person.account, set_at=work.now,
    )  # fmt: skip
    work.session.add(duty)
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "set_outside_duty", {"region": region, "source": platform})
    return duty


def end_duty(work: Work, region: str) -> None:
    """A league need no longer report (取消报送责任); NotFound if it did not have to."""
    demand_permission(work.person.role, Permission.DRAW_UP_REPORTS)
    duty = work.session.scalar(_running(region))
    if duty is None:
        raise NotFound("这个盟市没有报送责任，或您无权查看")
    duty.until = beijing(work.now).date()
    write_down(work.session, work.now, work.person.account, "end_outside_duty", {"region": region})


def _running(region: str) -> Select[OutsideDuty]:
    return select(OutsideDuty).where(OutsideDuty.region == region, OutsideDuty.until.is_(None)).with_for_update()


def take_in(work: Work, name: str, content: bytes) -> Brought:
    """Take in a reported file; what cannot stand is refused row by row, the rest is kept.

    Raises: Conflict if the very same file was brought before; Incomplete if it is no such table.
    """
    demand_permission(work.person.role, Permission.DRAW_UP_REPORTS)
    work.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("outside_figures", 0))))
    digest = hashlib.sha256(content).hexdigest()
    if (known := known_file(work, digest)) is not None:
        raise Conflict(f"这个文件已于 {beijing(known.brought_at):%Y-%m-%d %H:%M} 导入过，没有改动；更正的请改后再报")
    found, refusals = _sifted(work, name, content)
    by_week: defaultdict[tuple[str, Period], dict[str, list[float | None]]] = defaultdict(dict)
    for row in found:
        by_week[row.region, row.week][row.indicator] = [row.numerator, row.denominator]
    platforms = {duty.region: duty.platform for duty in duties(work)}
    for (region, week), figures in by_week.items():
        _put(work, region, week, figures, platforms[region], name, digest)
    about = {"digest": digest, "count": len(found), "refused": len(refusals)}
    write_down(work.session, work.now, work.person.account, "bring_outside_figures", about)
    return Brought(len(found), len(by_week), refusals)


def _sifted(work: Work, name: str, content: bytes) -> tuple[list[OutsideRow], list[Rejected]]:
    regions, rules = work.rules.directory.regions, work.rules
    must = [duty.region for duty in duties(work)]
    leagues = {**{code: code for code in must}, **{regions[code].name: code for code in must}}
    indicators = {**{one.code: one for one in rules.indicators}, **{one.name: one for one in rules.indicators}}
    codes = Codes(leagues, indicators, last_weeks(work)[-1], first_weekday(rules))
    found: dict[tuple[str, Period, str], OutsideRow] = {}
    refusals: list[Rejected] = []
    for line, cells in rows_of(name, content):
        row, wrong = judged(line, cells, codes)
        refusals += wrong
        if row is None:
            continue
        if (row.region, row.week, row.indicator) in found:
            refusals.append(Rejected(line, "指标", "同一盟市、同一周、同一指标在本文件中出现了两次"))
        else:
            found[row.region, row.week, row.indicator] = row
    return list(found.values()), refusals


def _put(
    work: Work, region: str, week: Period, figures: dict[str, list[float | None]], source: str, name: str, digest: str
) -> None:
    """Keep a league's week; what stood there is kept as replaced, and its first day stays."""
    before = work.session.scalar(
        select(OutsideFigures).where(
            OutsideFigures.region == region, OutsideFigures.starts_on == week.starts_on,
            OutsideFigures.replaced_at.is_(None),
        )
    )  # fmt: skip
    if before is not None:
        before.replaced_at = work.now
        work.session.flush()
    work.session.add(
        OutsideFigures(
            region=region, starts_on=week.starts_on, figures=figures, source=source, file_name=name[:200], digest=digest,
            brought_by=work.person.account, brought_at=work.now,
            first_at=work.now if before is None else before.first_at, replaced_at=None,
        )
    )  # fmt: skip
    work.session.flush()

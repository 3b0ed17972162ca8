"""`scripts/bench analytics` (研判比照): the weekly report from roll-ups and from the register, and questions over all history.

Each thing is timed in a process of its own, three times, and its peak memory is read there; beside the questions of the
history stand the same in plain SQL on PostgreSQL, on the same machine and in the same run.
"""

import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import click
from sqlalchemy import text

from hotline.analytics import tallies
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.gathered import gather
from hotline.analytics.report.making import first_weekday
from hotline.analytics.report.period import Period, last_over
from hotline.analytics.report.telling import tell
from hotline.cli.bench.filling import fill
from hotline.cli.bench.questions import CALLED, SQL
from hotline.cli.loading import load_all
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.moments import beijing
from hotline.embedded import servers
from hotline.equipment import Equipment, equip
from hotline.settings import Settings
from hotline.store import schema
from hotline.store.history import exporting
from hotline.store.history.asking import History
from hotline.store.queries.figures.tallying import statistical_day
from hotline.store.work import Work

TIMES = 3
KILOBYTES = 1024
ROLLED_MUST, RAW_MUST, WRITTEN_MUST, HISTORY_MUST, MEMORY_MUST = 2.0, 5.0, 20.0, 1.0, 2048
THEIRS = "django-helpdesk 同样件数的报表：117 s、3.5 GB（此前测得的参考值）"


@dataclass(frozen=True)
class Measured:
    """What a deed took in a process of its own (实测): the seconds of each time, its peak memory in MB, how much came out."""

    seconds: list[float]
    memory: float
    size: int

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.seconds)


def last_full_week(work: Work) -> Period:
    """The statistical week that was over last."""
    cut = tallies.cut_of(work.rules)
    return last_over(ReportKind.WEEKLY, statistical_day(work.now, cut), first_weekday(work.rules), cut)


def report_from_roll_ups(equipment: Equipment) -> int:
    """The weekly report of the region from the roll-ups."""
    return _report(equipment, rolled_up=True)


def report_from_register(equipment: Equipment) -> int:
    """The weekly report of the region from the register itself."""
    return _report(equipment, rolled_up=False)


def _report(equipment: Equipment, *, rolled_up: bool) -> int:
    with equipment.work() as work:
        period = last_full_week(work)
        document = tell(work, gather(work, work.rules, period, rolled_up=rolled_up), 1, 1)
    return len(document.chapters)


def snapshot(equipment: Equipment) -> int:
    """The weekly report drawn up and kept, and taken out again so that it is drawn up anew each time."""
    with equipment.work() as work:
        kept = draw_up(work, work.rules, last_full_week(work))
        size = len(str(kept.figures))
        work.session.delete(kept)
    return size


def ask_history(equipment: Equipment, name: str) -> int:
    """One question of the history, the files opened anew."""
    history = History(equipment.settings.state / "history")
    with equipment.work() as work:
        given = (work.now,) if name == "on_time" else () if name == "weekly_trend" else (beijing(work.now).year,)
    rows = getattr(history, name)(*given)
    history.close()
    return len(rows)


def ask_register(equipment: Equipment, name: str) -> int:
    """The same question in SQL on PostgreSQL."""
    with equipment.work() as work:
        given = {"year": beijing(work.now).year, "until": work.now}
        return len(work.session.execute(text(SQL[name]), given).all())


def in_a_process_of_its_own(settings: Settings, deed: Callable[..., int], *given: str) -> Measured:
    """Do it three times in a fresh process, and say what it took there."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_timed, settings, deed, given).result()


def _timed(settings: Settings, deed: Callable[..., int], given: Sequence[str]) -> Measured:
    equipment = equip(settings)
    with equipment.work() as work:
        work.rules_of(work.session)  # 规则只读一次，不算在内
    taken, size = [], 0
    for _ in range(TIMES):
        start = time.perf_counter()
        size = deed(equipment, *given)
        taken.append(time.perf_counter() - start)
    equipment.engine.dispose()
    return Measured(taken, _peak(), size)


def _peak() -> float:
    """The most memory that this process held, in MB; getrusage would count that of the parent it was started from."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / KILOBYTES


@click.command("analytics", help="研判比照：周报由日累计和由台账各要多久；历史问题在 DuckDB 与 PostgreSQL 里各要多久")
@click.option("--tickets", default=1_000_000, show_default=True, type=click.IntRange(1000), help="灌入的工单数")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="保留灌好的库，下次接着用")
def figures(tickets: int, keep: Path | None) -> None:
    """Fill a database, roll it up, export it, and time what analysts ask."""
    with tempfile.TemporaryDirectory() as scratch:
        state = keep or Path(scratch)
        state.mkdir(parents=True, exist_ok=True)
        given = Settings.from_env()
        if (trained := given.state / "models").exists() and not (state / "models").exists():
            (state / "models").symlink_to(trained.resolve())
        # 只用自己起的库：设了 HOTLINE_DATABASE_URL 也不去灌它
        with servers(replace(given, state=state, database_url="", redis_url="")) as running:
            equipment = equip(running.settings)
            _filled(equipment, tickets)
            _prepared(equipment)
            equipment.engine.dispose()
            _reports(running.settings)
            _questions(running.settings)


def _filled(equipment: Equipment, tickets: int) -> None:
    schema.upgrade(equipment.engine)
    for line in load_all(equipment):
        click.echo(f"  {line}")
    with equipment.work() as work:
        there = work.session.scalar(text("select count(*) from tickets")) or 0
        if there < tickets:
            for done in fill(work.session.connection(), work.rules, tickets):
                click.echo(f"  已灌入 {done:,} 件")
    with equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze tickets, steps, assignments"))
    click.echo(f"库内 {max(there, tickets):,} 件")


def _prepared(equipment: Equipment) -> None:
    """Roll-ups of the whole register, and its export, each with what it took."""
    start = time.perf_counter()
    with equipment.work() as work:
        first, last = work.session.execute(text("select min(registered_at), max(registered_at) from tickets")).one()
        days = beijing(first).date(), beijing(last).date() + timedelta(days=8)
    with equipment.work() as work:
        cells = sum(written for _, written in tallies.rebuild(work, work.rules, *days))
    with equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze daily_tallies"))
    click.echo(f"日累计重建 {cells:,} 格：{time.perf_counter() - start:.1f} s")
    done = in_a_process_of_its_own(equipment.settings, export_all)
    files = sum(file.stat().st_size for file in (equipment.settings.state / "history").rglob("*.parquet"))
    click.echo(
        f"导出历史底表 {done.size:,} 件、{files / 1024 / 1024:.0f} MB：全量 {done.seconds[0]:.1f} s，峰值内存 {done.memory:.0f} MB"
    )


def export_all(equipment: Equipment) -> int:
    """Every month written to columns."""
    folder = equipment.settings.state / "history"
    with exporting.alone(folder), equipment.work() as work:
        (folder / exporting.MARK).unlink(missing_ok=True)
        now = exporting.standing(work)
        count = sum(exporting.write(work, folder, month) for month in exporting.months_to_write(work, folder, now))
        exporting.remember(folder, now)
    return count


def _reports(settings: Settings) -> None:
    click.echo("\n| 周报 | 中位数 | 各次 | 必须 | 峰值内存 |\n| --- | --- | --- | --- | --- |")
    for name, deed, must in (
        ("由日累计", report_from_roll_ups, ROLLED_MUST),
        ("由台账现数", report_from_register, RAW_MUST),
        ("由日累计并存快照", snapshot, ROLLED_MUST),
    ):
        done = in_a_process_of_its_own(settings, deed)
        each = "、".join(f"{one:.2f}" for one in done.seconds)
        kept = "" if done.middle <= must and done.memory <= MEMORY_MUST else " **未达**"
        click.echo(f"| {name} | {done.middle:.2f} s{kept} | {each} | {must:.0f} s | {done.memory:.0f} MB |")
    if importlib.util.find_spec("hotline.papers.report") is None:
        click.echo("（没有报告文书模块，不量 Word、PDF、Excel）")
    click.echo(f"参照：{THEIRS}")


def _questions(settings: Settings) -> None:
    click.echo("\n| 历史问题 | DuckDB | 必须 | 峰值内存 | PostgreSQL 同一问题 | 行数 |")
    click.echo("| --- | --- | --- | --- | --- | --- |")
    for name, called in CALLED.items():
        ours = in_a_process_of_its_own(settings, ask_history, name)
        theirs = in_a_process_of_its_own(settings, ask_register, name)
        kept = "" if ours.middle <= HISTORY_MUST else " **未达**"
        same = f"{ours.size}" if ours.size == theirs.size else f"{ours.size} / {theirs.size}"
        click.echo(
            f"| {called} | {ours.middle:.2f} s{kept} | {HISTORY_MUST:.0f} s | {ours.memory:.0f} MB | {theirs.middle:.2f} s | {same} |"
        )

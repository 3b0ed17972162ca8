"""`scripts/bench analytics` (研判比照): the weekly report from roll-ups and from the register, and questions over all history.

Each thing is timed in a process of its own, three times, and its peak memory is read there; beside the questions of the
history stand the same in plain SQL on PostgreSQL, on the same machine and in the same run.
"""

import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import click
from sqlalchemy import text

from hotline.analytics import tallies
from hotline.cli.bench import reporting
from hotline.cli.bench.filling import fill
from hotline.cli.bench.helpdesk.beside import PYTHON, report_beside
from hotline.cli.bench.measuring import in_a_process_of_its_own
from hotline.cli.bench.questions import CALLED, SQL
from hotline.cli.bench.watching import JOBS
from hotline.cli.loading import load_all
from hotline.domain.moments import beijing
from hotline.embedded import servers
from hotline.equipment import Equipment, equip
from hotline.settings import Settings
from hotline.store import schema
from hotline.store.history import exporting
from hotline.store.history.asking import History
from hotline.store.queries.figures import rolled

ROLLED_MUST, RAW_MUST, WRITTEN_MUST, HISTORY_MUST, MEMORY_MUST = 2.0, 5.0, 20.0, 1.0, 2048
THEIRS = "django-helpdesk 一百万件的报表：117 s、3.5 GB（此前测得的参考值，非本次实测；同次实测加 --beside-helpdesk）"


def ask_history(equipment: Equipment, name: str) -> int:
    """One question of the history, the files opened anew."""
    history = History(equipment.settings.state / "history")
    with equipment.work() as work:
        rows = history.ask(name, beijing(work.now).year, work.now)
    history.close()
    return len(rows)


def ask_register(equipment: Equipment, name: str) -> int:
    """The same question in SQL on PostgreSQL."""
    with equipment.work() as work:
        given = {"year": beijing(work.now).year, "until": work.now}
        return len(work.session.execute(text(SQL[name]), given).all())


@click.command("analytics", help="研判比照：周报由日累计和由台账各要多久；历史问题在 DuckDB 与 PostgreSQL 里各要多久")
@click.option("--tickets", default=1_000_000, show_default=True, type=click.IntRange(1000), help="灌入的工单数")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="保留灌好的库，下次接着用")
@click.option("--port", default=8091, show_default=True, help="django-helpdesk 的端口")
@click.option("--alone", is_flag=True, help="不量 django-helpdesk 的报表")
def figures(tickets: int, keep: Path | None, port: int, alone: bool) -> None:
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
            click.echo(f"参照：{(not alone and report_beside(running.settings, PYTHON, port)) or THEIRS}")
            _questions(running.settings)
            _jobs(running.settings)


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
    with equipment.work() as work:
        first, last = work.session.execute(text("select min(registered_at), max(registered_at) from tickets")).one()
        days = beijing(first).date(), beijing(last).date() + timedelta(days=8)
        rolled_up = len(rolled.days_kept(work, days[0], beijing(last).date())) > (last - first).days
    if not rolled_up:
        _rolled_up(equipment, *days)
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


def _rolled_up(equipment: Equipment, first: date, last: date) -> None:
    start = time.perf_counter()
    with equipment.work() as work:
        cells = sum(written for _, written in tallies.rebuild(work, work.rules, first, last))
    with equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze daily_tallies"))
    click.echo(f"日累计重建 {cells:,} 格：{time.perf_counter() - start:.1f} s")


def _reports(settings: Settings) -> None:
    click.echo("\n| 周报 | 中位数 | 各次 | 必须 | 峰值内存 |\n| --- | --- | --- | --- | --- |")
    for name, deed, must in (
        ("由日累计", reporting.from_roll_ups, ROLLED_MUST),
        ("由台账现数", reporting.from_register, RAW_MUST),
        ("由日累计并存快照", reporting.snapshot, ROLLED_MUST),
        ("由台账现数，连同 Word、PDF、Excel", reporting.documents, WRITTEN_MUST),
    ):
        done = in_a_process_of_its_own(settings, deed)
        kept = "" if done.middle <= must and done.memory <= MEMORY_MUST else " **未达**"
        click.echo(f"| {name} | {done.middle:.2f} s{kept} | {done.each} | {must:.0f} s | {done.memory:.0f} MB |")


def _jobs(settings: Settings) -> None:
    click.echo("\n| 定时作业 | 首次 | 其后 | 峰值内存 | 首次所得 |\n| --- | --- | --- | --- | --- |")
    for name, deed in JOBS.items():
        first = in_a_process_of_its_own(settings, deed, times=1)
        again = in_a_process_of_its_own(settings, deed, times=1)
        memory = max(first.memory, again.memory)
        click.echo(f"| {name} | {first.middle:.2f} s | {again.middle:.2f} s | {memory:.0f} MB | {first.size} |")


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

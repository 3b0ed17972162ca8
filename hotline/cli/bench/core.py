"""`scripts/bench` (性能比照): each figure beside a reference of the same run; medians of several rounds, CPU or wall time.

It works on a database of its own in a temporary state folder and leaves nothing behind.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import click
import rjieba
from sqlalchemy import func, insert, select

from classifier.corpus import read
from hotline.casework import intake
from hotline.casework.judging.facts import Given
from hotline.casework.judging.verdict import judge
from hotline.cli.loading import load_all
from hotline.domain.vocabulary import Role
from hotline.embedded import postgres
from hotline.equipment import Equipment, equip
from hotline.settings import Settings
from hotline.store import schema
from hotline.store.deliveries import UsedNonce
from hotline.store.queries.search import Wanted, search
from hotline.store.tickets import Ticket
from hotline.store.work import Person

ROUNDS = 5
CENTRE = Person("bench", Role.AGENT, region="1501")
Deed = Callable[[], object]


def median_ms(deed: Deed, times: int, clock: Callable[[], float]) -> float:
    """The median over the rounds of the milliseconds that one deed takes, each round doing it so many times."""
    taken = []
    for _ in range(ROUNDS):
        start = clock()
        for _ in range(times):
            deed()
        taken.append((clock() - start) * 1000 / times)
    return statistics.median(taken)


def compare(name: str, ours: Deed, reference: str, theirs: Deed, times: int, *, wall: bool = False) -> None:
    """Print one line: ours, the reference, and the ratio."""
    clock = time.perf_counter if wall else time.process_time
    mine, other = median_ms(ours, times, clock), median_ms(theirs, times, clock)
    kind = "用时" if wall else "CPU"
    click.echo(f"{name}　{mine:.2f} 毫秒（{kind}）　参照：{reference} {other:.3f} 毫秒　比值 {mine / other:.1f}")


def registering(equipment: Equipment, texts: Iterator[str]) -> tuple[Deed, Deed]:
    """A registration, and the floor: a transaction of three plain inserts."""

    def ours() -> None:
        with equipment.work(CENTRE) as work:
            intake.register(work, intake.Demand(text=next(texts), phone="04716651234", name="王先生"))

    def theirs() -> None:
        with equipment.work() as work:
            for _ in range(3):
                row = insert(UsedNonce).values(
                    app="bench", nonce=str(time.perf_counter_ns()), used_at=datetime.now(UTC)
                )
                work.session.execute(row)

    return ours, theirs


def judging(equipment: Equipment, texts: Iterator[str]) -> tuple[Deed, Deed]:
    """Looking a demand over, and the reference: only cutting its words."""
    with equipment.work() as work:
        judgement = equipment.judgement(work.session)
    return (
        lambda: judge(judgement, Given("", next(texts), centre="1501"), datetime.now(UTC)),
        lambda: rjieba.cut(next(texts)),
    )


def searching(equipment: Equipment) -> tuple[Deed, Deed]:
    """A two-character word over the index, and the reference: counting its occurrences by LIKE."""

    def ours() -> object:
        with equipment.work(CENTRE) as work:
            return search(work, Wanted(words="停水")).tickets

    def theirs() -> object:
        with equipment.work(CENTRE) as work:
            return work.session.scalar(select(func.count()).where(Ticket.text.contains("停水")))

    return ours, theirs


@click.command(help="性能比照：登记、研判、检索，各与同一次运行里的参照相比")
@click.option("--tickets", default=2000, show_default=True, help="检索之前库内的工单数")
def bench(tickets: int) -> None:
    """Run all comparisons on a fresh database."""
    rows = [row.text for row in read()]
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as url:
        given = Settings.from_env()
        if (trained := given.state / "models").exists():
            (Path(folder) / "models").symlink_to(trained.resolve())
        settings = replace(given, state=Path(folder), database_url=url)
        equipment = equip(settings)
        schema.upgrade(equipment.engine)
        for line in load_all(equipment):
            click.echo(f"  {line}")
        texts = cycle(rows)
        ours, theirs = registering(equipment, texts)
        compare("登记一件", ours, "三行插入的事务", theirs, max(1, tickets // ROUNDS))
        ours, theirs = judging(equipment, texts)
        compare("研判一件", ours, "只切词", theirs, 100)
        ours, theirs = searching(equipment)
        compare(f"检索“停水”（{tickets} 件）", ours, "LIKE 计数", theirs, 50, wall=True)
        equipment.engine.dispose()

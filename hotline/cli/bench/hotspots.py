"""`scripts/bench hotspots` (热点回放): a stream of messages looked at day by day, as it was and with its dates shuffled.

A topic that somebody knows of is given by a pattern; a raised matter is that topic where the pattern holds for half of
its messages. With the dates shuffled nothing is new at any moment: what is raised then is a false alarm.
"""

import bisect
import csv
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from hotline.analytics.warning.found import MOSTLY, OF_TOPICS, Found, Limits
from hotline.analytics.warning.matters import REFERENCE, Voice, matters_found

DAY = timedelta(days=1)
FIRST_LOOK = 50  # 件：此前没有什么可比
LIMITS = Limits(tickets=5, people=5, spot_a_day=6, danger_a_day=3, false_a_week=1)
STREAM = "messages_stream.csv"


@dataclass(frozen=True)
class Message:
    """One message of the stream (留言)."""

    at: datetime
    person: str
    title: str
    text: str

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Whether it speaks of that topic."""
        return pattern.search(self.title + self.text) is not None


@dataclass(frozen=True)
class Raised:
    """One alarm of the replay (报出): when, what was found, its messages, and how many had come until then."""

    at: datetime
    found: Found
    messages: tuple[int, ...]


def stream_of(path: Path) -> list[Message]:
    """The messages of a file in the order of their dates (读留言流)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        with_dates = [
            Message(datetime.fromisoformat(_iso(row["time"])), row["user"], row["title"], row["text"])
            for row in csv.DictReader(file)
        ]
    return sorted(with_dates, key=lambda one: one.at)


def _iso(said: str) -> str:
    """2019/1/5 7:06:14 as 2019-01-05T07:06:14: the stream writes dates in two ways."""
    year, *rest = re.findall(r"\d+", said)[:6]
    month, day, hour, minute, second = (part.zfill(2) for part in rest)
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"


def shuffled(messages: Sequence[Message], seed: int) -> list[Message]:
    """The same messages, their dates dealt out anew (打乱日期)."""
    dates = [one.at for one in messages]
    random.Random(seed).shuffle(dates)
    dealt = [Message(at, one.person, one.title, one.text) for one, at in zip(messages, dates, strict=True)]
    return sorted(dealt, key=lambda one: one.at)


def replay(messages: Sequence[Message], every: int = 1) -> Iterator[Raised]:
    """Look once a day, or every so many days, and tell what is raised for the first time (回放)."""
    dates, known = [one.at for one in messages], list[set[int]]()
    at = dates[min(FIRST_LOOK, len(dates) - 1)].replace(hour=0, minute=0, second=0) + DAY
    while at <= dates[-1] + every * DAY:
        first, last = bisect.bisect_right(dates, at - REFERENCE * DAY), bisect.bisect_right(dates, at)
        voices = [
            Voice(n, messages[n].person, (at - dates[n]) / DAY, messages[n].title, messages[n].text)
            for n in range(first, last)
        ]
        for found in matters_found(voices, "1501", LIMITS):
            inside = set(found.tickets)
            held = next((one for one in known if len(one & inside) >= MOSTLY * len(inside)), None)
            if held is not None:
                held |= inside
            else:
                known.append(inside)
                yield Raised(at, found, found.tickets)
        at += every * DAY


def _told(name: str, pattern: re.Pattern[str], messages: Sequence[Message], raised: Sequence[Raised]) -> str:
    whole = sum(one.holds(pattern) for one in messages)
    for one in raised:
        about = sum(messages[n].holds(pattern) for n in one.messages)
        if about >= MOSTLY * len(one.messages):
            so_far = sum(each.holds(pattern) for each in messages if each.at <= one.at)
            return f"{name}　{one.at:%Y-%m-%d} 报出，热点内 {len(one.messages)} 件，提到它的已有 {so_far} 件（共 {whole} 件）　{one.found.why}"
    return f"{name}　没有报出（共 {whole} 件）"


@click.command("hotspots")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="放 messages_stream.csv 的文件夹",
)
@click.option("--known", "known", multiple=True, help="已知热点，写作 名称=正则；可给多次")
@click.option("--shuffles", default=1, show_default=True, help="打乱日期回放几次")
@click.option("--every", default=1, show_default=True, help="几天看一次")
def hotspots(data: Path, known: Sequence[str], shuffles: int, every: int) -> None:
    """回放一串留言：已知热点何时报出；打乱日期后每周误报几件。"""
    if not (data / STREAM).is_file():
        raise click.BadParameter(f"{data} 里没有 {STREAM}，请给出放它的文件夹", param_hint="--data")
    messages = stream_of(data / STREAM)
    weeks = (messages[-1].at - messages[min(FIRST_LOOK, len(messages) - 1)].at) / DAY / 7
    raised = list(replay(messages, every))
    click.echo(f"{len(messages)} 件，{weeks:.0f} 周，报出 {len(raised)} 个，每周 {len(raised) / weeks:.2f} 个")
    for name, _, pattern in (one.partition("=") for one in known):
        click.echo(_told(name, re.compile(pattern), messages, raised))
    for seed in range(1, shuffles + 1):
        false = sum(1 for _ in replay(shuffled(messages, seed), every))
        click.echo(f"打乱日期（第 {seed} 次）报出 {false} 个，每周 {false / weeks:.2f} 个，应不超过 {OF_TOPICS}")

"""The register as columns (历史底表): one Parquet file a month, without words, names, phones or numbers of people.

Whoever holds a file can count, and can tell that two demands came from one person, but not from whom: the requester is
a salted hash. Moments are kept in Beijing time without a zone, so that DuckDB needs no extension to find a day.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import duckdb
from sqlalchemy import text

from hotline.domain.moments import BEIJING, beijing
from hotline.store.work import Work

MEMORY, THREADS = "512MB", 2
TICKETS, MARK = "tickets", "mark-2.json"  # 列的类型改了就换个名字：各月全部重写
OVERLAP = timedelta(minutes=10)  # 步骤的编号先于提交：晚提交的小号要再看一遍
LOCAL = "timezone('Asia/Shanghai', {})"
# 列名：PostgreSQL 里怎么取，DuckDB 里是什么
COLUMNS: dict[str, tuple[str, str]] = {
    "registered_at":  (LOCAL.format("registered_at"), "TIMESTAMP"),
    "dispatched_at":  (LOCAL.format("dispatched_at"), "TIMESTAMP"),
    "accepted_at":    (LOCAL.format("accepted_at"), "TIMESTAMP"),
    "due_at":         (LOCAL.format("due_at"), "TIMESTAMP"),
    "replied_at":     (LOCAL.format("replied_at"), "TIMESTAMP"),
    "closed_at":      (LOCAL.format("closed_at"), "TIMESTAMP"),
    "region":         ("region", "VARCHAR"),
    "category":       ("category", "VARCHAR"),
    "agency":         ("agency", "VARCHAR"),
    "channel":        ("channel", "VARCHAR"),
    "requester_kind": ("requester_kind", "VARCHAR"),
    "demand_type":    ("demand_type", "VARCHAR"),
    "state":          ("state", "VARCHAR"),
    "solved":         ("solved", "VARCHAR"),
    "satisfaction":   ("satisfaction", "VARCHAR"),
    "excluded":       ("rating_excluded", "BOOLEAN"),
    "suspended":      ("suspended_until is not null", "BOOLEAN"),
    "redone":         ("redone", "SMALLINT"),
    "sent_back":      ("sent_back", "SMALLINT"),
    "source":         ("explanation ->> 'source'", "VARCHAR"),  # 导入的历史工单来自哪个系统
    "requester":      ("requester_id", "VARCHAR"),
}  # fmt: skip
KEPT = "state <> 'draft' and registered_at >= %(start)s and registered_at < %(end)s"
ROWS = f"select {', '.join(told for told, _ in COLUMNS.values())} from tickets where {KEPT}"  # noqa: S608 - 列在上面
MONTHS = text(
    "select distinct date_trunc('month', timezone('Asia/Shanghai', registered_at))::date from tickets"
    " where id in (select ticket_id from steps where id > :step or taken_at > :since)"
)
SALTED = "cast('0x' || substr(sha256(? || requester), 1, 16) as ubigint)"  # 六十四位整数：数不同的人比数字串快一倍


@dataclass(frozen=True)
class Standing:
    """Up to which step the files follow the register (历史底表进度)."""

    step: int
    at: str


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One export at a time: an older picture must not take the place of a newer one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def standing(work: Work) -> Standing:
    """Where the register stands now."""
    step = work.session.scalar(text("select coalesce(max(id), 0) from steps"))
    return Standing(int(step or 0), work.now.isoformat())


def months_to_write(work: Work, folder: Path, now: Standing) -> list[date]:
    """The months whose tickets took a step since the last time, and those whose file is not there."""
    first, last = work.session.execute(text("select min(registered_at), max(registered_at) from tickets")).one()
    if first is None:
        return []
    every = _months(beijing(first).date(), beijing(last).date())
    known = remembered(folder)
    if known is None or known.step > now.step:  # 没有底表，或库是从更早的备份恢复的
        return every
    since = datetime.fromisoformat(known.at) - OVERLAP
    touched = set(work.session.scalars(MONTHS, {"step": known.step, "since": since}))
    return [month for month in every if month in touched or not file_of(folder, month).exists()]


def write(work: Work, folder: Path, month: date) -> int:
    """Write one month anew; whole or not at all, whoever reads it meanwhile. Answers how many tickets it holds."""
    final = file_of(folder, month)
    final.parent.mkdir(parents=True, exist_ok=True)
    mine = f"{os.getpid()}-{uuid4().hex[:8]}"
    rows, made = final.with_name(f"{mine}.csv"), final.with_name(f"{mine}.part")
    try:
        _pour(work, rows, month)
        count = _turn(rows, made, work.vault.blind("history"))
        made.replace(final)
    finally:
        rows.unlink(missing_ok=True)
        made.unlink(missing_ok=True)
    return count


def remember(folder: Path, now: Standing) -> None:
    """All months up to there are written: the mark lies beside the files, so that a lost folder begins anew."""
    made = folder / f"{MARK}.part"
    made.write_text(json.dumps(asdict(now)), encoding="utf-8")
    made.replace(folder / MARK)


def file_of(folder: Path, month: date) -> Path:
    """Where the tickets registered in that month are kept."""
    return folder / TICKETS / f"month={month:%Y-%m}" / "tickets.parquet"


def remembered(folder: Path) -> Standing | None:
    """Up to where the files follow the register; None where nothing was written yet."""
    try:
        return Standing(**json.loads((folder / MARK).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month
    return [_later(first, ahead) for ahead in range(count + 1)]


def _later(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def _pour(work: Work, rows: Path, month: date) -> None:
    """Stream the month to a file; neither side ever holds more than a block of it."""
    within = {"start": _midnight(month), "end": _midnight(_later(month, 1))}
    cursor = work.session.connection().connection.cursor()
    # psycopg 在本地把起止填进语句：COPY 不收参数
    with (
        _private(rows) as out,
        cursor.copy(f"copy ({ROWS}) to stdout (format csv)", within) as stream,
    ):
        for block in stream:
            out.write(block)


def _turn(rows: Path, made: Path, salt: str) -> int:
    """Turn the rows into columns, sorted so that a question about one region reads little."""
    types: dict[str, Any] = {name: kind for name, (_, kind) in COLUMNS.items()}
    chosen = ", ".join(name for name in COLUMNS if name != "requester")
    with duckdb.connect(
        config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": str(made.parent)}
    ) as duck:
        duck.execute("set enable_progress_bar = false")
        form = "header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = ''"
        read = f"read_csv(?, {form}, columns = {types})"
        duck.execute(
            f"copy (select {chosen}, {SALTED} as requester from {read})"  # noqa: S608 - 列在上面
            f" to '{made}' (format parquet, compression zstd)",
            [salt, str(rows)],
        )
        found = duck.execute("select count(*) from read_parquet(?)", [str(made)]).fetchone()
    return int(found[0]) if found else 0


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)

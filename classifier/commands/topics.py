"""`python -m classifier topics` (热点话题)."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from classifier.tables import Row, TableUnfit, read_table, write_table
from classifier.topics.finding import topics_of
from classifier.topics.message import Message, Topic

_NEEDED = ("id", "user", "time", "title", "text", "likes")
_HEADING = ("id", "topic", "name", "rank", "heat")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?"
)
_LIKES = re.compile(r"(\d+)(?:\.0+)?")


def run(input: Path, output: Path) -> int:
    """Write the topic of every message that belongs to one (热点话题), the hottest topic first.

    Raises TableUnfit, naming row and column, if a time or a number of likes cannot be read.
    """
    found = topics_of([_message(input, number, row) for number, row in read_table(input, _NEEDED)])
    count = write_table(output, _HEADING, _told(found))
    print(f"找到 {len(found)} 个话题，共 {count} 条留言，写入 {output}")
    return 0


def _told(topics: Sequence[Topic]) -> Iterator[Sequence[object]]:
    for rank, topic in enumerate(topics, 1):
        for key in topic.members:
            yield key, topic.id, topic.name, rank, topic.heat


def _message(file: Path, number: int, row: Row) -> Message:
    moment, likes = _moment(row["time"]), _LIKES.fullmatch(row["likes"].strip() or "0")
    if moment is None:
        raise TableUnfit(f"{file.name} 第 {number} 行 time 列「{row['time']}」不是日期，应如 2019-02-28 11:25:05")
    if likes is None:
        raise TableUnfit(f"{file.name} 第 {number} 行 likes 列「{row['likes']}」不是数目，应为 0、1、2……")
    return Message(row["id"], row["user"], moment, row["title"], row["text"], int(likes[1]))


def _moment(text: str) -> datetime | None:
    """A moment in any of the ways the board writes it: dashes or slashes, with or without time or seconds."""
    read = _MOMENT.fullmatch(text.strip())
    if read is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in read.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None

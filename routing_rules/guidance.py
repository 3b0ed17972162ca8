"""Where a demand goes that the hotline does not handle itself (分类处理指引): emergency lines and legal channels.

Source: 国办函〔2025〕66号（二）and 国办发〔2022〕12号, see routing_rules/tables/guidance.csv.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from routing_rules.scope import Codes, within

EMERGENCY, CHANNEL = "转紧急热线", "告知途径"
CONFIDENTIAL, MALICIOUS, PROGRESS = "保密处理", "恶意处置", "告知进展"
BY_WORDS = (EMERGENCY, CONFIDENTIAL, MALICIOUS, PROGRESS)  # 凭触发词；告知途径凭事项分类


@dataclass(frozen=True)
class Guidance:
    """One row: when, what the agent says, through which channel, on what basis."""

    number: str
    handling: str
    case: str
    words: tuple[str, ...]
    category: Codes
    channel: str
    wording: str
    basis: str
    grade: str
    line: int = 0


def emergency_in(rows: Iterable[Guidance], text: str) -> Guidance | None:
    """The emergency line that this text calls for, if any of its words is there."""
    return next((row for row in rows if row.handling == EMERGENCY and any(w in text for w in row.words)), None)


def channel_for(rows: Iterable[Guidance], category: str) -> Guidance | None:
    """The legal channel to tell a caller about in this category, if there is one (告知途径)."""
    asked = frozenset({category})
    return next((row for row in rows if row.handling == CHANNEL and within(asked, row.category)), None)


def hint_in(rows: Iterable[Guidance], text: str) -> Guidance | None:
    """What else the text asks for: secrecy, malice, or only news of an earlier demand (保密、恶意、问进展)."""
    others = (row for row in rows if row.handling in BY_WORDS and row.handling != EMERGENCY)
    return next((row for row in others if any(word in text for word in row.words)), None)

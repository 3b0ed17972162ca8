"""What two texts have in common (版本比较): sentence by sentence, and within a changed sentence character by character."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from hotline.knowledge.wording import Wording

SAME, GONE, NEW = "same", "gone", "new"
CLOSELY = 400  # 字；再长的句子整句替换，不逐字比
ALIKE = 0.5  # 相近到一半以上才逐字比，否则逐字比出来的碎片没法读

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")

LABELS = {
    "title": "标题", "body": "答复口径", "questions": "问法", "category": "事项分类", "region": "适用地区",
    "unit": "责任单位", "materials": "所需材料", "basis": "依据", "grade": "依据等级", "valid_from": "生效日期",
    "valid_until": "有效期至", "title_mn": "蒙古文标题", "body_mn": "蒙古文正文",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A piece of text that stayed, went or came (异同片段)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of an article that differs between two wordings (改动)."""

    label: str
    pieces: Sequence[Piece]


def pieces(before: str, after: str) -> list[Piece]:
    """The two texts laid over each other: what is the same and gone makes the one, what is the same and new the other."""
    return list(_joined(_compared(_SENTENCE.findall(before), _SENTENCE.findall(after), closer=True)))


def changes(before: Wording, after: Wording, said: Callable[[str, str], str]) -> list[Change]:
    """The parts in which two wordings differ.

    Args:
        said: how a value of a part is written for people, codes by their names.
    """
    found = []
    for part, label in LABELS.items():
        one, other = _written(getattr(before, part)), _written(getattr(after, part))
        if one != other:
            found.append(Change(label, pieces(said(part, one), said(part, other))))
    return found


def in_a_row(found: Sequence[Change]) -> list[Piece]:
    """All changes as one text, each part under its label (全文比较)."""
    rows = [[Piece(SAME, f"【{one.label}】\n"), *one.pieces, Piece(SAME, "\n")] for one in found]
    return list(_joined(piece for row in rows for piece in row))


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value) if value else ""


def _compared(before: Sequence[str], after: Sequence[str], *, closer: bool) -> Iterator[Piece]:
    for tag, low, high, other_low, other_high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        one, other = "".join(before[low:high]), "".join(after[other_low:other_high])
        if tag == "equal":
            yield Piece(SAME, one)
        elif closer and _close(one, other):
            yield from _compared(one, other, closer=False)
        else:
            yield Piece(GONE, one)
            yield Piece(NEW, other)


def _close(one: str, other: str) -> bool:
    if not one or not other or max(len(one), len(other)) > CLOSELY:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces without empty ones, neighbours of one kind in one."""
    last: Piece | None = None
    for piece in found:
        if not piece.text:
            continue
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last

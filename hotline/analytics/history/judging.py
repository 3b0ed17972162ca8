"""Whether an old ticket can be taken as it is said (历史工单逐行核对): all that is wrong with a row, told at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hotline.analytics.history.reading import OldRow
from hotline.domain.analysis.old_words import our_word
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Channel, DemandType, RequesterKind, Satisfaction, Solved, Term

WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2})[:时](\d{1,2})分?(?::(\d{1,2})(?:\.\d+)?)?)?"
)
EARLIEST = datetime(2000, 1, 1, tzinfo=BEIJING)
LONGEST_NUMBER = 38  # 与来源名称合为来源编号，不超过 64 个字符
MOST = 99
MOMENTS = {
    "登记时间": "registered_at", "派单时间": "dispatched_at", "签收时间": "accepted_at", "办理时限": "due_at",
    "答复时间": "replied_at", "办结时间": "closed_at",
}  # fmt: skip
EMPTY = {"登记时间": "不能为空", "办结时间": "为空：没有办结的工单不能作为历史导入"}
# 左边的不能早于右边的
ORDER = (
    ("派单时间", "登记时间"),
    ("签收时间", "派单时间"),
    ("办理时限", "登记时间"),
    ("答复时间", "登记时间"),
    ("办结时间", "登记时间"),
)
WORDS: dict[str, tuple[str, type[Term], Term | None]] = {
    "渠道": ("channel", Channel, Channel.IMPORT),
    "诉求类型": ("demand_type", DemandType, DemandType.OTHER),
    "诉求主体": ("requester_kind", RequesterKind, RequesterKind.CITIZEN),
    "满意度": ("satisfaction", Satisfaction, None),
    "是否解决": ("solved", Solved, None),
}  # fmt: skip
COUNTED = {"重办次数": "redone", "退单次数": "sent_back"}


@dataclass(frozen=True)
class Refusal:
    """Why a row was not taken: where, in which column, what is wrong (未导入原因)."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Codebook:
    """What codes there are, and what the old words mean (代码与对照).

    Args:
        regions, categories, agencies: name by code.
        old_categories, old_agencies: our code by the old word.
    """

    regions: Mapping[str, str]
    categories: Mapping[str, str]
    agencies: Mapping[str, str]
    old_categories: Mapping[str, str]
    old_agencies: Mapping[str, str]
    _by_name: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False)

    def code(self, kind: str, said: str, crosswalk: Mapping[str, str], known: Mapping[str, str]) -> str:
        """The code that is meant; ValueError says why there is none."""
        meant = crosswalk.get(said, said)
        if meant in known:
            return meant
        if meant != said:
            raise ValueError(f"对照表把「{said}」对照为 {meant}，而本系统没有这个代码")
        if kind not in self._by_name:
            names = self._by_name[kind] = {}
            for code, name in known.items():
                names.setdefault(name, []).append(code)
        found = self._by_name[kind].get(said, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(f"「{said}」有 {len(found)} 个同名的（{'、'.join(found[:4])}），请改填代码")
        raise ValueError(f"没有「{said}」，请填代码、全称，或在对照表里补上")


def judged(row: OldRow, codes: Codebook, now: datetime) -> tuple[dict[str, Any], list[Refusal]]:
    """The columns of the ticket, and everything that is wrong with the row."""
    values: dict[str, Any] = {"external": row["工单编号"]}
    wrong: list[Refusal] = []

    def refuse(column: str, reason: str) -> None:
        wrong.append(Refusal(row.line, column, reason))

    if not row["工单编号"] or len(row["工单编号"]) > LONGEST_NUMBER or "\x00" in row["工单编号"]:
        refuse("工单编号", f"应为 1–{LONGEST_NUMBER} 个字符")
    _moments(row, values, now, refuse)
    _places(row, values, codes, refuse)
    _words(row, values, refuse)
    return values, wrong


def _moments(row: OldRow, values: dict[str, Any], now: datetime, refuse: Any) -> None:
    for heading, column in MOMENTS.items():
        moment, said = moment_of(row[heading]), row[heading][:24]
        values[column] = None
        if not said:
            if heading in EMPTY:
                refuse(heading, EMPTY[heading])
        elif moment is None:
            refuse(heading, f"「{said}」不是日期时间，应如 2025-03-01 09:30")
        elif moment < EARLIEST or (moment > now and heading != "办理时限"):
            refuse(heading, f"{said} 超出范围，应在 2000 年之后、导入之前")
        else:
            values[column] = moment
    for later, earlier in ORDER:
        one, other = values[MOMENTS[later]], values[MOMENTS[earlier]]
        if one is not None and other is not None and one < other:
            refuse(later, f"{row[later]} 早于{earlier} {row[earlier]}")


def moment_of(said: str) -> datetime | None:
    """A moment in Beijing time, as spreadsheets and people write it; None if it is none."""
    found = WRITTEN.fullmatch(said)
    if found is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=BEIJING)  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def _places(row: OldRow, values: dict[str, Any], codes: Codebook, refuse: Any) -> None:
    asked: tuple[tuple[str, str, Mapping[str, str], Mapping[str, str]], ...] = (
        ("区划", "region", {}, codes.regions),
        ("事项分类", "category", codes.old_categories, codes.categories),
        ("承办单位", "agency", codes.old_agencies, codes.agencies),
    )
    for heading, column, crosswalk, known in asked:
        values[column] = None
        if not row[heading]:
            if heading == "区划":
                refuse(heading, "不能为空；只知道在自治区的，填 15")
            continue
        try:
            values[column] = codes.code(heading, row[heading], crosswalk, known)
        except ValueError as why:
            refuse(heading, str(why))


def _words(row: OldRow, values: dict[str, Any], refuse: Any) -> None:
    for heading, (column, terms, otherwise) in WORDS.items():
        values[column] = otherwise
        if said := row[heading]:
            meant = our_word(heading, said)
            found = [term for term in terms if meant in (term.label, term.value)]
            if found:
                values[column] = found[0]
            else:
                refuse(heading, f"没有「{said[:20]}」，可填：{'、'.join(term.label for term in terms)}")
    for heading, column in COUNTED.items():
        said = row[heading] or "0"
        values[column] = int(said) if said.isascii() and said.isdigit() and int(said) <= MOST else 0
        if not (said.isascii() and said.isdigit() and int(said) <= MOST):
            refuse(heading, f"「{said[:20]}」应为 0 到 {MOST} 的整数")


def words_by_column() -> dict[str, list[str]]:
    """The words that a column may hold, as the screen and the refusals name them (可填的词)."""
    return {heading: [term.label for term in terms] for heading, (_, terms, _) in WORDS.items()}

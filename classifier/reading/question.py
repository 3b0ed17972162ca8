"""The one question still to ask (多问一句话): what the agency would have to ask back first, by a table of officials."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from classifier.places import Place
from classifier.reading.elements import elements, told
from classifier.reading.kinds import TYPES
from classifier.reading.said import Said

COLUMNS = ("分类编码", "要素", "缺失判断", "问法", "先后", "诉求类型", "依据")
_WHERE = "地点"
_ALL = "全部"
# 不填诉求类型的，只问要求办理的三类；咨询、建议能答就答，不多问
_TO_BE_DONE = ("求助", "投诉", "举报")
_MOST_CHOICES = 4
_LEAGUE_DIGITS = 4


class QuestionsUnfit(Exception):
    """A table of questions that cannot be used (追问表不可用); the sentence names every row."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask back (追问).

    Args:
        element: what is missing.
        ask: the sentence that the agent reads out.
        basis: why it is needed for dispatch.
        choices: names to choose from, where the text leaves a few.
    """

    element: str
    ask: str
    basis: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One row of the table (追问规则).

    Args:
        category: a category of either level, or empty for all.
        any_of: elements of which one is enough.
        ask: empty where nothing more is to be asked for the category.
        order: the smaller is asked first; of equals the narrower category stands for the broader.
        types: the types of demand that it is asked for.
    """

    category: str
    element: str
    any_of: tuple[str, ...]
    ask: str
    order: int
    types: tuple[str, ...]
    basis: str


class Questions:
    """The table of questions (追问表), ready to ask.

    Args:
        lines: the rows with Chinese headings.

    Raises QuestionsUnfit telling all mistakes at once.
    """

    def __init__(self, lines: Iterable[Mapping[str, str]]) -> None:
        given = list(enumerate(lines, 2))
        if mistakes := [f"第 {number} 行：{mistake}" for number, line in given for mistake in _mistakes(line)]:
            raise QuestionsUnfit("；".join(mistakes))
        self.rows = tuple(_row(line) for _, line in given)

    def of(self, category: str, demand_type: str) -> list[QuestionRow]:
        """The rows for a category and a type of demand, the first to ask first (适用追问).

        Of rows of one place in the order those of the narrowest category stand for all.
        """
        levels = [category[:length] for length in (0, 2, 4) if len(category) >= length]
        apt = [row for row in self.rows if row.category in levels and demand_type in row.types]
        narrowest = {row.order: row.category for row in sorted(apt, key=lambda row: len(row.category))}
        return sorted((row for row in apt if row.category == narrowest[row.order]), key=lambda row: row.order)


@cache
def own_questions() -> Questions:
    """The table that comes with the project (自带追问表)."""
    text = files("classifier").joinpath("vocabulary/questions.csv").read_text(encoding="utf-8-sig")
    return Questions(csv.DictReader(text.splitlines()))


def follow_up(said: Said, category: str, place: Place | None, table: Questions | None = None) -> Question | None:
    """The one missing element that helps dispatch most, as a question; None where nothing important is missing (多问一句话).

    Args:
        category: the likeliest or the chosen category; empty if none is known.
        place: the region found or chosen.
        table: the table of questions; the project's own where not given.
    """
    for row in (table or own_questions()).of(category, said.demand_type):
        if not row.ask:
            return None
        if not any(told(element, said, place) for element in row.any_of):
            return _where(row, place) if row.element == _WHERE else Question(row.element, row.ask, row.basis)
    return None


def _where(row: QuestionRow, place: Place | None) -> Question:
    """Where the text leaves a few regions, or says only the league, the question says so."""
    names = tuple(dict.fromkeys(one.name for one in place.candidates)) if place else ()
    if place and place.region and len(place.region) == _LEAGUE_DIGITS and names:
        return Question(row.element, f"请问具体在{names[0]}的哪个旗县区？", row.basis)
    if 1 < len(names) <= _MOST_CHOICES:
        return Question(row.element, f"请问您说的是{'、'.join(names[:-1])}还是{names[-1]}？", row.basis, names)
    return Question(row.element, row.ask, row.basis)


def _mistakes(line: Mapping[str, str]) -> Iterable[str]:
    if missing := [name for name in COLUMNS if line.get(name) is None]:
        yield f"缺少列{'、'.join(missing)}"
        return
    code = line["分类编码"]
    if not (code == "" or (code.isdigit() and len(code) in (2, 4))):
        yield f"分类编码「{code}」应为空、2 位或 4 位数字"
    if unknown := sorted(set(_split(line["缺失判断"])) - elements()):
        yield f"缺失判断里没有「{'、'.join(unknown)}」这种要素"
    if line["问法"] and not line["缺失判断"]:
        yield "有问法，却没有缺失判断"
    if not line["先后"].isdigit():
        yield f"先后「{line['先后']}」应为数字"
    if unknown := sorted(set(_split(line["诉求类型"])) - {*TYPES, _ALL}):
        yield f"没有「{'、'.join(unknown)}」这种诉求类型"


def _row(line: Mapping[str, str]) -> QuestionRow:
    types = _split(line["诉求类型"])
    return QuestionRow(
        line["分类编码"],
        line["要素"],
        _split(line["缺失判断"]),
        line["问法"],
        int(line["先后"]),
        TYPES if _ALL in types else types or _TO_BE_DONE,
        line["依据"],
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("、") if part.strip())

"""What is wrong with a rule table (规则表差错), said so that the person who edits the table can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing to mend, and where: table, line, column, what is wrong, and how to mend it."""

    table: str
    line: int
    column: str
    why: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.table} 第 {self.line} 行" if self.line else self.table
        column = f"「{self.column}」" if self.column else ""
        return f"{place}：{column}{self.why}{'，' + self.remedy if self.remedy else ''}"


class RuleTableError(Exception):
    """The tables are not fit to be used (规则表未通过校验); every mistake is told, not only the first."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))

"""How well the work was done (质效): each rate with its numerator, denominator and formula."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Rate:
    """A share with what it was made of; None where there was nothing to count (不以 0 或 100% 代替)."""

    name: str
    formula: str
    numerator: float
    denominator: int

    @property
    def share(self) -> float | None:
        """The share, 0–1, or None."""
        return self.numerator / self.denominator if self.denominator else None

    def as_figures(self) -> dict[str, Any]:
        """As it is kept in a snapshot."""
        return {**asdict(self), "share": self.share}


# fmt: off
DEFINITIONS = (
    ("按时办结率", "本期已到期的工单中，在时限内提交办理结果的占比", "on_time", "due"),
    ("按时签收率", "本期派单且已满 24 小时的工单中，24 小时内签收的占比（联系记录接入前，以签收代表响应）", "accepted", "given"),
    ("解决率",     "（已解决 + 部分解决 × 0.5）÷ 本期办结且有回访结果的工单", "solved", "asked"),
    ("满意率",     "（非常满意 + 满意 + 基本满意）÷ 本期办结且有评价的工单", "content", "rated"),
)
# fmt: on


def rates(parts: Mapping[str, float]) -> list[Rate]:
    """The rates of what `counts.together` added up."""
    return [
        Rate(name, formula, float(parts[numerator]), int(parts[denominator]))
        for name, formula, numerator, denominator in DEFINITIONS
    ]


def change(now: int, before: int) -> float | None:
    """By what share a count has changed since the period before, or None if there was nothing before (环比)."""
    return (now - before) / before if before else None

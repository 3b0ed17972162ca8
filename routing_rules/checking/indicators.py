"""What is wrong with the table of indicators (指标口径校验): formulas that cannot be read, measures nobody counts, bounds."""

from collections.abc import Iterator, Sequence

from routing_rules.columns import INDICATORS
from routing_rules.errors import Mistake
from routing_rules.indicators.definition import MEASURES, Indicator
from routing_rules.indicators.formula import parts_of

FORMULAS = ("分子", "分母")
BOUNDS = ("黄线", "红线")
WHOLE = 100


def wrong_in_indicator(heading: str, cell: str) -> Iterator[tuple[str, str]]:
    """What is wrong with one cell, and how to mend it."""
    if heading in FORMULAS:
        yield from _formula(cell)
    if heading in BOUNDS and not _is_number(cell, 1):
        yield f"应为 0 到 1 之间的小数，现为「{cell[:20]}」", "如 0.95 表示 95%"
    if heading == "权重" and not _is_number(cell, WHOLE):
        yield f"应为 0 到 {WHOLE} 的数，现为「{cell[:20]}」", "不参加考核的填 0"


def _formula(cell: str) -> Iterator[tuple[str, str]]:
    try:
        parts = parts_of(cell)
    except ValueError as unread:
        yield f"的算式从「{str(unread)[:20]}」起读不懂", "写成「已解决＋0.5×部分解决」这样，用加号、减号连接"
        return
    for part in parts:
        if part.measure not in MEASURES:
            yield f"的「{part.measure[:20]}」不是台账里数的件数", f"只能用：{'、'.join(MEASURES)}"


def _is_number(cell: str, most: float) -> bool:
    try:
        return 0 <= float(cell) <= most
    except ValueError:
        return False


def check_indicators(indicators: Sequence[Indicator]) -> Iterator[Mistake]:
    """Bounds the wrong way round or without a direction, shares without a denominator, weights that do not add up."""
    for row in indicators:
        if (row.unit == "%") != bool(row.denominator):
            why = f"{row.code} 的单位是「{row.unit}」，{'必须' if row.unit == '%' else '不能'}写分母"
            yield Mistake(INDICATORS.name, row.line, "分母", why, "比率写分母，件数不写")
        if (row.yellow is None) != (row.red is None) or (row.yellow is not None and row.higher is None):
            why = f"{row.code} 的方向、黄线、红线要么都写，要么都不写黄线和红线"
            yield Mistake(INDICATORS.name, row.line, "黄线", why, "请补齐或删去")
        elif row.yellow is not None and row.red is not None and (row.yellow < row.red) is row.higher:
            yield Mistake(INDICATORS.name, row.line, "红线", f"{row.code} 的红线应比黄线更差", "请对调或改正")
    weights = sum(row.weight for row in indicators)
    if weights and abs(weights - WHOLE) > 1e-6:
        yield Mistake(INDICATORS.name, 0, "权重", f"合计 {weights:g}，应为 {WHOLE}", "请调整各指标的权重")

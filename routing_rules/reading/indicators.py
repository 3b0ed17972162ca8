"""The table of indicators, as the rule book holds it (读取指标口径)."""

from routing_rules.indicators.definition import Indicator
from routing_rules.indicators.formula import parts_of
from routing_rules.reading.spreadsheet import Row

HIGHER = {"高": True, "低": False, "": None}


def indicator_of(row: Row) -> Indicator:
    """One row; its cells have been checked."""
    return Indicator(
        code=row["指标代码"],
        name=row["指标名称"],
        chapter=row["章"],
        unit=row["单位"],
        higher=HIGHER[row["方向"]],
        numerator=parts_of(row["分子"]),
        denominator=parts_of(row["分母"]) if row["分母"] else (),
        meaning=row["口径"],
        excluded=row["剔除"],
        approved=row["剔除批准"],
        yellow=float(row["黄线"]) if row["黄线"] else None,
        red=float(row["红线"]) if row["红线"] else None,
        weight=float(row["权重"]),
        basis=row["依据"],
        grade=row["依据等级"],
        line=row.line,
    )

"""One indicator and the measures it may be made of (指标、计量)."""

from collections.abc import Mapping
from dataclasses import dataclass

from routing_rules.indicators.formula import Part

# 计量：台账里数得出来的件数。名称是口径表里能用的词；怎么数见 hotline/store/queries/figures/measures.py
MEASURES = (
    "受理", "涉企受理", "直接办结", "转派", "分类处理", "转紧急热线", "无效", "撤诉", "并单", "待派",
    "机器派单", "坐席派单", "派单岗派单", "地点未定", "暂定时限", "自动分类", "改判分类",
    "派单次数", "按时派单到期", "按时签收", "应联系", "按时联系",
    "到期", "按时办结", "超期办结", "超期未办", "挂账到期",
    "办结", "有效回访", "已解决", "部分解决", "未解决", "有效评价", "满意评价", "不满意评价", "剔除", "应回访", "已回访",
    "重办工单", "退单申请", "退单获准", "退单驳回",
    "催办", "督办", "提级", "重办", "延期", "挂起",
    "呼入", "接通", "十五秒接通", "漏接", "漏接回拨",
    "知识纠错", "按时核实",
)  # fmt: skip

Sums = Mapping[str, float]


@dataclass(frozen=True)
class Indicator:
    """What is measured, of what, in which direction it is better, and where it turns yellow and red (指标).

    Args:
        denominator: empty for a plain count.
        higher: whether more is better; None where neither is.
        yellow, red: shares from which on, in the bad direction, it is marked; None where it is not marked.
        weight: its share in the appraisal, 0–100; 0 where it is only shown.
        excluded: what is left out of both sides, and approved: by whom, as the table says it.
    """

    code: str
    name: str
    chapter: str
    unit: str
    higher: bool | None
    numerator: tuple[Part, ...]
    denominator: tuple[Part, ...]
    meaning: str
    excluded: str
    approved: str
    yellow: float | None
    red: float | None
    weight: float
    basis: str
    grade: str
    line: int = 0

    def sides(self, sums: Sums) -> tuple[float, float | None]:
        """The numerator and the denominator of what was counted; no denominator for a plain count."""
        above = sum(part.factor * sums.get(part.measure, 0) for part in self.numerator)
        below = sum(part.factor * sums.get(part.measure, 0) for part in self.denominator)
        return above, below if self.denominator else None

    def value(self, sums: Sums) -> float | None:
        """The count or the share 0–1; None where there was nothing to count (不以 0 或 100% 代替)."""
        above, below = self.sides(sums)
        if below is None:
            return above
        return above / below if below > 0 else None

    def tier(self, value: float | None) -> str:
        """红, 黄 or 蓝; empty where it is not marked or there is nothing to mark (分档)."""
        if value is None or self.higher is None or self.red is None or self.yellow is None:
            return ""
        sign = 1 if self.higher else -1
        return "红" if sign * value < sign * self.red else "黄" if sign * value < sign * self.yellow else "蓝"

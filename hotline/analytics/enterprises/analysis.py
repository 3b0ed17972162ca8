"""Enterprise demands of a period, crossed and summed (涉企分析): who asks for what, where it is stuck, and how it was kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hotline.analytics.enterprises.hot import Hot, hot_list
from hotline.domain.errors import Incomplete
from hotline.store.queries.enterprises.standing import Standing, standing
from hotline.store.queries.enterprises.wanted import Facet, Wanted
from hotline.store.work import Work

LONGEST = 1100  # 天：三年
DOWN = (
    Facet.SECTION,
    Facet.SCALE,
    Facet.LEAGUE,
    Facet.BANNER,
    Facet.PARK,
    Facet.BOTTLENECK,
    Facet.BRANCH,
    Facet.MATTER,
)
ACROSS = (Facet.BRANCH, Facet.SCALE, Facet.LEAGUE, Facet.BOTTLENECK, Facet.SECTION)
TOLD = (
    "统计期内登记的企业诉求（不含草稿），截至现在的情形；金额为这些工单登记的涉及金额、挽回金额合计，已撤销的不计。"
    "响应＝按时联系 ÷ 应联系（时限表：涉企 1 小时）；阶段答复＝按时阶段答复 ÷ 应阶段答复（时限表：涉企 3 个工作日，"
    "期限之前已提交办理结果的视同按时）；按时办结＝按时办结 ÷ 到期（挂起的不计）；满意＝基本满意以上 ÷ 有效评价（已剔除的不计）。"
    "行业、规模、园区以企业档案为准，没有登记的归入“未登记”。"
)


@dataclass(frozen=True)
class Analysis:
    """What came out (涉企分析).

    Args:
        rows: by the facet asked for, the largest first; cells: demands by row and column; heads: the columns.
        whole: all of them together; hot: the hot list of the period.
    """

    wanted: Wanted
    down: Facet
    across: Facet
    whole: Standing
    rows: Sequence[tuple[str, Standing]]
    heads: Sequence[str]
    cells: Mapping[tuple[str, str], int]
    hot: Sequence[Hot]


def analyse(work: Work, wanted: Wanted, down: Facet, across: Facet) -> Analysis:
    """Count a period's enterprise demands by one facet and crossed with another; Incomplete says what to ask instead."""
    check_days(wanted.first, wanted.last)
    if down not in DOWN or across not in ACROSS or down is across:
        raise Incomplete("「行」和「列」须是不同的两项，且在可选范围内，请重新选择")
    rows = {code: one for (code,), one in standing(work, wanted, [down]).items()}
    crossed = standing(work, wanted, [down, across])
    heads: defaultdict[str, int] = defaultdict(int)
    for (_, head), one in crossed.items():
        heads[head] += one.count("受理")
    return Analysis(
        wanted=wanted,
        down=down,
        across=across,
        whole=standing(work, wanted)[()],
        rows=sorted(rows.items(), key=lambda item: (not item[0], -item[1].count("受理"), item[0])),
        heads=sorted(heads, key=lambda code: (not code, -heads[code], code)),
        cells={(line, head): one.count("受理") for (line, head), one in crossed.items()},
        hot=hot_list(work, wanted),
    )


def check_days(first: date | None, last: date | None) -> None:
    """That a period makes sense; Incomplete says what is wrong."""
    if first is None or last is None:
        raise Incomplete("请填写起始日和截止日")
    if last < first:
        raise Incomplete(f"截止日 {last} 早于起始日 {first}，请核对")
    if (last - first).days >= LONGEST or not 2000 <= first.year < 2100:
        raise Incomplete("时间最长三年，应在 2000 年至 2099 年之间")

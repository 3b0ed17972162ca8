"""Chapter 9: how good the data are and how the model fared (九、数据质量与模型运行)."""

from hotline.analytics.indicators import read
from hotline.analytics.report.chapters.pieces import indicator_table
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Chapter, Words
from hotline.store.work import Work


def quality(_work: Work, gathered: Gathered) -> Chapter:
    """Missing places, provisional limits, what machines decided and people corrected; what does not agree."""
    history = [counts for _, counts in gathered.trend[:-1]]
    readings = read(gathered.rules, gathered.now.whole, gathered.before.whole, gathered.year_ago, history)
    chosen = [one for one in readings if one.indicator.chapter == "数据质量"]
    told = [f"本报告的数字取自{gathered.source}，口径为规则版本 {gathered.rules.edition} 的指标口径表，附于文后。"]
    if gathered.missing_days:
        told.append(f"以下日期没有一件工单，请核对是否漏报或尚未导入：{'、'.join(gathered.missing_days)}。")
    told += [f"不一致：{doubt}。" for doubt in gathered.doubts]
    return Chapter("quality", "数据质量与模型运行", [Words(told), indicator_table(gathered, chosen, "数据质量指标")])

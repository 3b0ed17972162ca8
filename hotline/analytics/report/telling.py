"""Telling a report (成文): what was gathered, chapter by chapter; a chapter that fails never takes the report down."""

import logging

from hotline.analytics.report.chapters.outline import Telling, chapters_of
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Chapter, Document, Words
from hotline.domain.moments import beijing
from hotline.store.work import Work

log = logging.getLogger(__name__)


def tell(work: Work, gathered: Gathered, number: int, total: int) -> Document:
    """The whole document.

    Args:
        number, total: the issue of the year, and of all years.
    """
    doubts = list(gathered.doubts)
    chapters = [_told(work, gathered, telling, doubts) for telling in chapters_of(gathered.period.kind)]
    return Document(
        title=f"{gathered.region_name(gathered.region)}12345热线{gathered.period.kind.label}",
        region=gathered.region,
        period=str(gathered.period),
        issue=f"第 {number} 期（总第 {total} 期）",
        edition=gathered.rules.edition,
        as_of=f"{beijing(work.now):%Y年%-m月%-d日 %H:%M}",
        chapters=chapters,
        headline={
            "受理": gathered.now.whole.get("受理", 0),
            "涉企受理": gathered.now.whole.get("涉企受理", 0),
            "上期受理": gathered.before.whole.get("受理", 0),
        },
        doubts=doubts,
        definitions=_definitions(gathered),
    )


def _told(work: Work, gathered: Gathered, telling: Telling, doubts: list[str]) -> Chapter:
    try:
        with work.attempt():
            return telling(work, gathered)
    except Exception as failure:  # 一章出错，其余各章照出，并在报告上写明
        log.exception("chapter %s failed", telling.__name__)
        doubts.append(f"「{telling.__name__}」一章没有生成（{type(failure).__name__}），请联系系统维护人员")
        return Chapter(telling.__name__, "本章没有生成", [Words([doubts[-1] + "。"])])


def _definitions(gathered: Gathered) -> list[dict[str, str]]:
    def sides(parts: tuple[object, ...]) -> str:
        return "".join(
            f"{'－' if part.factor < 0 else '＋' if at else ''}{'' if abs(part.factor) == 1 else f'{abs(part.factor):g}×'}{part.measure}"  # type: ignore[attr-defined]
            for at, part in enumerate(parts)
        )

    return [
        {
            "指标": one.name,
            "算式": sides(one.numerator) + (f" ÷ （{sides(one.denominator)}）" if one.denominator else ""),
            "口径": one.meaning,
            "剔除": f"{one.excluded}（{one.approved}）" if one.excluded and one.approved else one.excluded or "无",
            "依据": f"{one.basis}（{one.grade}）",
        }
        for one in gathered.rules.indicators
    ]

"""What the page of cross-tables shows, and the same as a file (交叉表的页面与文件)."""

from collections.abc import Mapping
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import Any

from hotline.analytics.crossing import CrossTable, Grain, cross
from hotline.domain.moments import beijing
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import Channel, DemandType, RequesterKind
from hotline.papers.crosstable import write_crosstable
from hotline.papers.register import Watermark
from hotline.store.audit import write_down
from hotline.store.queries.figures.tallying import By
from hotline.store.work import Work
from hotline.web.crossing.forms import DIMENSIONS, TIME, CrossForm, TakenCrossForm
from hotline.web.desk import person
from hotline.web.naming import Names, names_for
from hotline.web.search.register import MEDIA, TakenOut

SHOWN_LINES, SHOWN_HEADS = 200, 60
TERMS = {By.CHANNEL: Channel, By.DEMAND_TYPE: DemandType, By.REQUESTER_KIND: RequesterKind}
WEEKS = timedelta(weeks=4)
PLACELESS = {By.AGENCY: "未派单", By.CATEGORY: "未分类", By.BRANCH: "未分类"}


def crossed(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """The table that an address asks for; the last four weeks by league if it asks for nothing."""
    today = beijing(work.now).date()
    usual = {"first": (today - WEEKS + timedelta(days=1)).isoformat(), "last": today.isoformat()}
    form = CrossForm.read({**usual, **{name: value for name, value in asked.items() if value}})
    table = cross(work, form.crossing(), person().region)
    lines = table.lines[:SHOWN_LINES]
    heads = table.heads[:SHOWN_HEADS]
    names = _names(work, table)
    return {
        "form": form, "table": table, "indicators": work.rules.indicators, "dimensions": tuple(DIMENSIONS), "time": TIME,
        "grains": Grain, "heads": [(head, called(names, table, head, across=True)) for head in heads],
        "lines": [(line, called(names, table, line, across=False)) for line in lines],
        "more": len(table.lines) - len(lines), "wider": len(table.heads) - len(heads),
    }  # fmt: skip


def taken(work: Work, form: TakenCrossForm) -> TakenOut:
    """The table as a workbook, and into the audit who took it out and what for; whole before the first byte is sent."""
    table = cross(work, form.crossing(), person().region)
    names, at = _names(work, table), beijing(work.now)
    called_so, purpose = f"交叉表{at:%Y%m%d%H%M%S}", mask_text(form.purpose)
    mark = Watermark(f"{work.person.name}（{work.person.account}）", f"{at:%Y-%m-%d %H:%M}", purpose, called_so)
    title = f"{table.indicator.name}（{form.down}×{form.grain if form.across == TIME else form.across}）"
    heads = [form.down, *(called(names, table, head, across=True) for head in table.heads), "合计"]
    lines = [
        (called(names, table, line, across=False), [*(table.value(line, head) for head in table.heads), table.value(line, None)])
        for line in table.lines
    ]  # fmt: skip
    lines.append(("合计", [*(table.value(None, head) for head in table.heads), table.value(None, None)]))
    file = TemporaryFile()  # noqa: SIM115 - 送完才关
    count = write_crosstable(file, mark, title, heads, lines, table.told, share=table.indicator.unit == "%")
    file.seek(0)
    about = {"purpose": purpose, "export": called_so, "count": count, "definition": title}
    write_down(work.session, work.now, work.person.account, "export_cross_table", about)
    return TakenOut(file, f"{called_so}.xlsx", MEDIA["xlsx"])


def _names(work: Work, table: CrossTable) -> Names:
    asked = table.asked
    units = table.lines if asked.down is By.AGENCY else table.heads if asked.across is By.AGENCY else ()
    return names_for(work, (), [code for code in units if code])


def called(names: Names, table: CrossTable, code: str, *, across: bool) -> str:
    """What a line or a column is called."""
    by = table.asked.across if across else table.asked.down
    if by is None:
        return _span(table, date.fromisoformat(code))
    if not code:
        return PLACELESS.get(by, "未填")
    if by in TERMS:
        return {term.value: term.label for term in TERMS[by]}.get(code, code)
    if by in (By.LEAGUE, By.REGION):
        return names.place(code)
    return names.agency(code) if by is By.AGENCY else names.category(code)


def _span(table: CrossTable, first: date) -> str:
    asked = table.asked
    if asked.grain is Grain.MONTH:
        return f"{first:%Y年%-m月}"
    if asked.grain is Grain.DAY:
        return f"{first:%Y-%m-%d}"
    last = min(first + timedelta(days=7 - first.isoweekday()), asked.last)
    return f"{first:%Y-%m-%d}至{last:%m-%d}"

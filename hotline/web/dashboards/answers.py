"""Answers to questions over all history (历史问题): a table with its chart, from the columns, for who may see the whole region."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline.domain.analysis.document import Chart, Series
from hotline.domain.errors import Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.store.audit import write_down
from hotline.store.history import exporting
from hotline.store.history.asking import NEEDS, History, Rows
from hotline.store.queries.figures.tallying import WHOLE
from hotline.store.work import Work
from hotline.web.naming import Names, names_for

Named = Callable[[Names, dict[str, Any]], list[Any]]


@dataclass(frozen=True)
class Question:
    """A question and how its answer is read (历史问题).

    Args:
        row: a row in words; words: how many of the first columns are words.
    """

    title: str
    heads: tuple[str, ...]
    row: Named
    note: str
    words: int = 1


@dataclass(frozen=True)
class Answer:
    """What came out (历史问题的答复); empty says why there is nothing."""

    question: str
    title: str
    heads: tuple[str, ...]
    rows: list[list[Any]]
    note: str
    words: int = 1
    chart: dict[str, Any] | None = None
    empty: str = ""


def _share(above: int, below: int) -> str:
    return f"{above / below:.2%}" if below else "—"


# fmt: off
QUESTIONS: dict[str, Question] = {
    "weekly_trend": Question("全部历史逐周受理", ("周一", "受理（件）", "其中企业诉求（件）"), lambda _, row: [
        f"{row['week']:%Y-%m-%d}", row["received"], row["enterprise"]], "自然周，按登记时间"),
    "year_on_year": Question("盟市与大类同比", ("盟市", "大类", "本年（件）", "上年（件）", "变化"), lambda names, row: [
        names.place(row["league"]), names.category(row["branch"]), row["now"], row["before"],
        _share(row["now"] - row["before"], row["before"])], "与上年同一时段相比，按登记时间", words=2),
    "handling_hours": Question("各事项办理时长九成分位", ("事项", "已答复（件）", "九成分位（小时）"), lambda names, row: [
        names.category(row["category"]), row["answered"], round(row["p90"], 1)], "登记到承办单位答复，九成工单不超过此时长"),
    "requesters": Question("各地不同诉求人数", ("地区", "诉求人（人）"), lambda names, row: [
        names.place(row["region"]), row["people"]], "留下身份的诉求人，一人只计一次；底表里没有姓名、号码"),
    "on_time": Question("近四周各单位按时办结", ("单位", "到期（件）", "按时办结（件）", "按时办结率"), lambda names, row: [
        names.agency(row["agency"]), row["due"], row["in_time"], _share(row["in_time"], row["due"])], "到期日在近四周内，挂起的不计"),
}
# fmt: on


def answered(work: Work, state: Path, name: str, year: int) -> Answer:
    """The answer to one question.

    Raises: Incomplete for a question that there is not; Forbidden for who sees less than the whole region.
    """
    if (asked := QUESTIONS.get(name)) is None:
        raise Incomplete(f"没有「{name[:20]}」这个历史问题，请从列表里选")
    if work.person.region != WHOLE or work.person.agency is not None:
        raise Forbidden("历史底表是全区合在一起的，只供自治区的分析人员查看；本地区的请用交叉表")
    folder = state / "history"
    try:
        history = History(folder)
    except NotFound as missing:
        return Answer(name, asked.title, asked.heads, [], asked.note, empty=str(missing))
    standing = exporting.remembered(folder)
    until = datetime.fromisoformat(standing.at) if standing else work.now
    try:
        found: Rows = history.ask(name, year, until)
    finally:
        history.close()
    units = {row["agency"] for row in found if row.get("agency")}
    names = names_for(work, (), units)
    when = f"{year}年；" if "year" in NEEDS[name] else ""
    note = f"{when}{asked.note}；底表截至 {beijing(until):%Y-%m-%d %H:%M}"
    return Answer(
        name, asked.title, asked.heads, [asked.row(names, row) for row in found], note, asked.words, _chart(name, found)
    )


def _chart(name: str, found: Rows) -> dict[str, Any] | None:
    if name != "weekly_trend" or not found:
        return None
    most = max(found, key=lambda row: row["received"])
    return asdict(Chart(
        "逐周受理", "line", [f"{row['week']:%Y-%m-%d}" for row in found],
        [Series("受理", [row["received"] for row in found]), Series("企业诉求", [row["enterprise"] for row in found])],
        f"共 {len(found)} 周，最多的一周从 {most['week']:%Y年%-m月%-d日} 起，受理 {most['received']:,} 件。",
    ))  # fmt: skip


def note_export(work: Work, found: Answer) -> None:
    """That somebody took the answer away."""
    about = {"question": found.question, "count": len(found.rows)}
    write_down(work.session, work.now, work.person.account, "export_history_answer", about)

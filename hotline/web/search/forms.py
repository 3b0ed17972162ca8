"""What is looked for (检索条件), as a form, as readable chips and as the parameters of an address."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints

from hotline.casework.lists.bulk import Picked
from hotline.domain.errors import Incomplete
from hotline.domain.moments import BEIJING, beijing
from hotline.domain.vocabulary import Channel, DemandType, Language, RequesterKind, State, Term, Urgency
from hotline.store.queries.everywhere import Turned
from hotline.store.queries.search import Wanted
from hotline.web.forms import CODE, KEEPABLE, LINE, Form
from hotline.web.naming import Names

PURPOSE = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=100, pattern=KEEPABLE)]
MOST_A_PAGE = 200
TAKEN_AS_THEY_ARE = [field.name for field in fields(Wanted) if field.name not in ("since", "until", "most")]
LARGEST_ID = 2**63 - 1
CHOSEN = re.compile(r"([0-9]{1,20}):([0-9]{1,9})")
# 电话（手机、带区号的固定电话）、证件号、银行卡号：不进网址
_PERSONAL = re.compile(
    r"(?<!\d)(?:(?:0086|86)?1[3-9]\d{9}|0\d{9,11}|(?!20)[1-9]\d{14}|[1-9]\d{16}[\dXx]|\d{16,19})(?!\d)"
)


class Recent(Term):
    """Ranges of time that move on with the day (登记时间)."""

    TODAY = "today", "今天"
    WEEK = "week", "本周"
    MONTH = "month", "近 30 天"

    def since(self, now: datetime) -> datetime:
        """The beginning of the range, at midnight in Beijing."""
        today = beijing(now).date()
        back = {Recent.TODAY: 0, Recent.WEEK: today.weekday(), Recent.MONTH: 29}[self]
        return _midnight(today - timedelta(days=back))


@dataclass(frozen=True)
class Chip:
    """One condition in words, and the parameters without it (条件标签)."""

    label: str
    value: str
    without: Mapping[str, Any]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


class WordsForm(Form):
    """检索词。"""

    words: LINE = Field("", title="检索词")

    @classmethod
    def of_address(cls, sent: Mapping[str, Any]) -> Self:
        """The form as an address brings it; Incomplete where the address holds somebody's number."""
        form = cls.read(sent)
        if personal_number(form.words):
            raise Incomplete("电话、证件号码不能写在网址里，请在检索框内输入后点「检索」")
        return form


class TurnedForm(WordsForm):
    """知识、单位的检索条件。"""

    region: CODE = Field("", title="区划")
    after: CODE = Field("", title="页码")
    before: CODE = Field("", title="页码")

    @property
    def turned(self) -> Turned:
        """Where the page begins."""
        return Turned(self.after, self.before)


class WantedForm(WordsForm):
    """检索条件。"""

    state: State | None = Field(None, title="状态")
    under_way: bool = Field(False, title="在办")
    overdue: bool = Field(False, title="已超时限")
    category: CODE = Field("", title="事项分类")
    region: CODE = Field("", title="区划")
    agency: CODE = Field("", title="承办单位")
    recent: Recent | None = Field(None, title="登记时间")
    since: date | None = Field(None, title="登记日期自")
    until: date | None = Field(None, title="登记日期至")
    urgency: Urgency | None = Field(None, title="紧急程度")
    demand_type: DemandType | None = Field(None, title="诉求类型")
    channel: Channel | None = Field(None, title="来源渠道")
    requester_kind: RequesterKind | None = Field(None, title="诉求主体")
    language: Language | None = Field(None, title="诉求语言")
    watcher: CODE = Field("", title="服务专员")
    supervised: bool = Field(False, title="在督办")
    problem: bool = Field(False, title="问题工单")
    event: int | None = Field(None, title="已知事件", ge=1, le=LARGEST_ID)
    show: int = Field(25, title="每页件数", ge=1, le=MOST_A_PAGE)
    before: int | None = Field(None, title="页码", ge=1, le=LARGEST_ID)
    after: int | None = Field(None, title="页码", ge=0, le=LARGEST_ID)

    def wanted(self, now: datetime) -> Wanted:
        """The conditions as the query takes them.

        Raises:
            Incomplete: the days are the wrong way round.
        """
        if self.since and self.until and self.since > self.until:
            raise Incomplete("登记日期的起止颠倒了，请把较早的一天填在前面")
        given = {name: getattr(self, name) for name in TAKEN_AS_THEY_ARE}
        since = _midnight(self.since) if self.since else self.recent.since(now) if self.recent else None
        until = _midnight(self.until + timedelta(days=1)) if self.until and self.until < date.max else None
        return Wanted(**given, since=since, until=until, most=self.show)

    def asked(self, *without: str) -> dict[str, Any]:
        """The conditions as parameters of an address or as hidden fields; not where in the list one is."""
        given = self.model_dump(mode="json", exclude_defaults=True, exclude={"before", "after", *without})
        return {name: 1 if value is True else value for name, value in given.items()}

    def address(self, *without: str) -> dict[str, Any]:
        """As `asked`, but never empty: without any parameter the page would open the home list."""
        return self.asked(*without) or {"all": 1}

    def chips(self, names: Names, watchers: Mapping[str, str], events: Mapping[int, str]) -> list[Chip]:
        """Every condition in words, each with the way to do without it."""
        said = {
            "category": names.category(self.category),
            "region": names.region(self.region),
            "agency": names.agency(self.agency),
            "watcher": watchers.get(self.watcher, "不在名单上的专员"),
            "event": events.get(self.event or 0, "不在名单上的事件"),
        }
        return [
            Chip(WantedForm.model_fields[name].title or "", said.get(name) or _told(value), self.address(name))
            for name, value in self._given()
        ]

    def _given(self) -> Iterator[tuple[str, Any]]:
        for name in WantedForm.model_fields:
            value = getattr(self, name)
            if name not in ("show", "before", "after") and value not in (None, "", False):
                yield name, value


def _told(value: Any) -> str:
    """A value in words; of what either holds or not the label says enough."""
    if isinstance(value, Term):
        return value.label
    if isinstance(value, date):
        return f"{value:%Y 年 %-m 月 %-d 日}"
    return "" if value is True else str(value)


class ExportForm(WantedForm):
    """导出台账。"""

    purpose: PURPOSE = Field(title="用途")
    kind: str = Field("xlsx", title="文件格式", pattern="^(csv|xlsx)$")


class SaveForm(WantedForm):
    """保存筛选。"""

    name: str = Field(title="名称", max_length=200, pattern=KEEPABLE)
    shared: bool = Field(False, title="共享")

    def conditions(self) -> dict[str, Any]:
        """The conditions to keep; Incomplete if there are none: everything needs no name."""
        if not (given := self.asked("name", "shared")):
            raise Incomplete("还没有检索条件，请先设好条件再保存")
        return given


class RenameForm(Form):
    """更名。"""

    name: str = Field(title="名称", max_length=200, pattern=KEEPABLE)
    shared: bool = Field(False, title="共享")


class BulkForm(Form):
    """批量办理。"""

    deed: CODE = Field(title="批量操作")
    whole: bool = Field(False, title="本页全部")
    reason: LINE = Field("", title="说明")
    officer: CODE = Field("", title="服务专员")

    @property
    def words(self) -> str:
        """What the action is told: whom, or why."""
        return self.officer if self.deed == "watch" else self.reason


def picked_in(chosen: list[str]) -> list[Picked]:
    """The tickets that were ticked, each with the version that stood on the list (勾选).

    Raises:
        Incomplete: something that no list of ours sends.
    """
    found = [CHOSEN.fullmatch(one) for one in chosen]
    if None in found:
        raise Incomplete("勾选的内容无法识别，请回到检索页刷新后重新勾选")
    return [Picked(one[1], int(one[2])) for one in found if one]


def personal_number(words: str) -> str:
    """A telephone, identity or card number among the words, or nothing: these never stand in an address (个人号码)."""
    plain = re.sub(r"(?<=\d)[\s-]+(?=\d)", "", unicodedata.normalize("NFKC", words))
    found = _PERSONAL.search(plain)
    return found[0] if found else ""

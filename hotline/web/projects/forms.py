"""What people type in about projects (专题表单)."""

import re
from datetime import date

from pydantic import Field

from hotline.analytics.projects.proposing import ProjectPlan
from hotline.domain.analysis.projects import ProjectSource, ProjectState
from hotline.domain.errors import Incomplete
from hotline.store.queries.projects import ProjectWanted
from hotline.web.forms import CODE, LINE, WRITING, Form

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class ListForm(Form):
    """台账筛选。"""

    state: ProjectState | None = Field(None, title="状态")
    month: CODE = Field("", title="月份")
    late: bool = Field(False, title="逾期")

    def wanted(self) -> ProjectWanted:
        """As the query asks."""
        return ProjectWanted(self.state, month_of(self.month), self.late)


class StartForm(Form):
    """从哪里提出。"""

    hotspot: int | None = Field(None, title="热点", ge=1, le=2**62)
    topic: int | None = Field(None, title="热点事项", ge=1, le=2**62)
    matter: CODE = Field("", title="事项")
    region: CODE = Field("", title="地区")


class PlanForm(StartForm):
    """专题方案。"""

    title: LINE = Field("", title="标题")
    lead: CODE = Field("", title="牵头单位")
    partners: LINE = Field("", title="配合单位", max_length=2000)
    goal: WRITING = Field("", title="目标")
    month: CODE = Field("", title="每月一题")
    due_on: date | None = Field(None, title="完成期限")
    version: int | None = Field(None, title="页面版本")

    def plan(self) -> ProjectPlan:
        """As the verb takes it; partners stand apart by 、 or a blank."""
        partners = tuple(one for one in re.split(r"[、,，;；\s]+", self.partners) if one)
        return ProjectPlan(
            self.title, self.matter, self.region, self.lead, self.goal.replace("\r\n", "\n"), self.due_on, partners,
            month_of(self.month),
        )  # fmt: skip

    def source(self) -> tuple[ProjectSource, int | None]:
        """Where it comes from, and under which number."""
        if self.hotspot is not None:
            return ProjectSource.HOTSPOT, self.hotspot
        return (ProjectSource.OWN, None) if self.topic is None else (ProjectSource.TOPIC, self.topic)


class MoveForm(Form):
    """流转。"""

    words: WRITING = Field("", title="说明")
    begun_on: date | None = Field(None, title="启动日期")
    version: int | None = Field(None, title="页面版本")


class StoneForm(Form):
    """节点。"""

    what: LINE = Field("", title="做什么")
    agency: CODE = Field("", title="责任单位")
    due_on: date | None = Field(None, title="期限")


class ProofForm(Form):
    """节点完成。"""

    proof: WRITING = Field("", title="完成情况")


def month_of(said: str) -> date | None:
    """The first of a month written 2026-11; None for none, Incomplete for what is no month."""
    if not said:
        return None
    found = MONTH.fullmatch(said)
    if found is None:
        raise Incomplete("「每月一题」的月份应写成 2026-11 这样")
    return date(int(found[1]) or 1, int(found[2]), 1)

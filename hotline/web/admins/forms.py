"""The forms of the administrator and the auditor (管理表单)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import Role
from hotline.store.queries.upkeep.audit import WantedEntries
from hotline.store.queries.upkeep.people import WantedPeople
from hotline.web.forms import CODE, KEEPABLE, LINE, Form

SECRET = Annotated[str, StringConstraints(max_length=200, pattern=KEEPABLE)]  # 密码：首尾空格也算
DAY = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
NUMBER = Annotated[int, Field(ge=0, lt=2**63)]


class PeopleForm(Form):
    """人员检索。"""

    words: LINE = Field("", title="姓名、账号或单位")
    role: Role | None = Field(None, title="岗位")
    region: CODE = Field("", title="区划")
    standing: Literal["", "on", "off"] = Field("", title="状态")
    after: NUMBER = Field(0, title="页码")

    def wanted(self) -> WantedPeople:
        """Which people are looked for."""
        active = {"on": True, "off": False}.get(self.standing)
        return WantedPeople(self.words, self.role, self.region, active, self.after)


class StaffForm(Form):
    """新增、变更人员。"""

    account: CODE = Field("", title="账号")
    name: CODE = Field("", title="姓名")
    role: Role = Field(title="岗位")
    region: CODE = Field("", title="区划")
    agency: CODE = Field("", title="所在单位")
    phone: CODE = Field("", title="接收短信的手机")
    forget_phone: bool = Field(False, title="不再保存手机")
    seen: CODE = Field("", title="页面版本")


class JobForm(Form):
    """后台作业。"""

    job: CODE = Field("", title="后台作业")
    after: NUMBER = Field(0, title="页码")


class DropForm(Form):
    """放弃后台事项。"""

    reason: LINE = Field("", title="理由")


class AuditForm(Form):
    """审计检索。"""

    actor: CODE = Field("", title="账号")
    deed: CODE = Field("", title="行为")
    number: CODE = Field("", title="工单编号")
    since: DAY | None = Field(None, title="起始日期")
    until: DAY | None = Field(None, title="截止日期")
    before: NUMBER | None = Field(None, title="页码")

    def wanted(self) -> WantedEntries:
        """Which entries are looked for; Incomplete where the days are the wrong way round."""
        if self.since and self.until and self.since > self.until:
            raise Incomplete("「起始日期」晚于「截止日期」，请对调后再查")
        return WantedEntries(**self.model_dump())


class PasswordForm(Form):
    """修改本人密码。"""

    now: SECRET = Field("", title="现在的密码")
    new: SECRET = Field("", title="新密码")
    again: SECRET = Field("", title="再输一遍")


class AgenciesForm(Form):
    """单位检索。"""

    words: LINE = Field("", title="单位名称")
    region: CODE = Field("", title="区划")
    function: CODE = Field("", title="职能")
    standing: Literal["", "now", "gone"] = Field("", title="状态")
    after: CODE = Field("", title="页码")

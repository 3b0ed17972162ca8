"""What the agents' desk sends (坐席表单)."""

from pydantic import Field

from hotline.casework.desk import Pressed
from hotline.casework.intake import Demand
from hotline.casework.judging.facts import Given
from hotline.domain.vocabulary import Channel, DemandType, RequesterKind, Urgency
from hotline.web.forms import CODE, LINE, WRITING, Form


class CallForm(Form):
    """登记表。"""

    then: LINE = Field("register", title="操作")
    text: WRITING = Field("", title="诉求内容")
    title: LINE = Field("", title="标题")
    channel: Channel = Field(Channel.PHONE, title="来源渠道")
    requester_kind: RequesterKind = Field(RequesterKind.CITIZEN, title="诉求主体")
    name: LINE = Field("", title="姓名")
    phone: LINE = Field("", title="联系电话")
    company: LINE = Field("", title="企业名称")
    uscc: CODE = Field("", title="统一社会信用代码")
    address: LINE = Field("", title="详细地址")
    region: CODE = Field("", title="区划")
    category: CODE = Field("", title="事项分类")
    agency: CODE = Field("", title="承办单位")
    demand_type: DemandType = Field(DemandType.HELP, title="诉求类型")
    urgency: Urgency = Field(Urgency.ORDINARY, title="紧急程度")
    secret: bool = Field(False, title="个人信息保密")
    call: int | None = Field(None, title="来电")
    reply: WRITING = Field("", title="答复内容")
    reason: LINE = Field("", title="理由")
    hotline: LINE = Field("", title="紧急热线号码")

    def demand(self) -> Demand:
        """What the requester says."""
        shared = self.model_dump(exclude={"then", "category", "agency", "reply", "reason", "hotline", "version"})
        return Demand(**shared)

    def pressed(self) -> Pressed:
        """The key that was pressed."""
        return Pressed(self.then, self.category, self.agency, self.reply, self.reason, self.hotline)


class SecondCallForm(Form):
    """二次来电。"""

    words: WRITING = Field("", title="来电人说的话")


class FinishForm(CallForm):
    """补充登记。"""

    version: int = Field(title="页面版本")


class SuggestForm(Form):
    """边输边提示。"""

    text: WRITING = Field("", title="诉求内容")
    title: LINE = Field("", title="标题")
    phone: LINE = Field("", title="联系电话")
    address: LINE = Field("", title="详细地址")
    region: CODE = Field("", title="区划")
    category: CODE = Field("", title="事项分类")
    requester_kind: RequesterKind = Field(RequesterKind.CITIZEN, title="诉求主体")
    demand_type: DemandType = Field(DemandType.HELP, title="诉求类型")
    urgency: Urgency = Field(Urgency.ORDINARY, title="紧急程度")

    def given(self, centre: str) -> Given:
        """What is known so far."""
        enterprise = self.requester_kind == RequesterKind.ENTERPRISE
        return Given(
            self.title, self.text, self.phone, self.region, self.category, centre=centre, address=self.address,
            requester_kind=self.requester_kind if enterprise else None, urgency=self.urgency,
        )  # fmt: skip

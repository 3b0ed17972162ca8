"""The forms of a ticket's page (办件表单): each knows the labels, hints and widgets by which the page draws it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from hotline.casework.contacts import Spoken
from hotline.casework.handling import Handled
from hotline.casework.requests.asking import Asked
from hotline.domain.handling_terms import (
    Means,
    Reached,
    RequestKind,
    Settlement,
    SupervisionKind,
    Truth,
)
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Satisfaction, Solved
from hotline.web.forms import CODE, LINE, WRITING, Form


def _beijing_time(written: Any) -> Any:
    """What a date field sends has no zone: it is Beijing time; a day alone ends at the close of the day."""
    if not isinstance(written, str):
        return written
    day = f"{written}T17:30" if len(written) == len("2026-01-31") else written
    return datetime.fromisoformat(day).replace(tzinfo=BEIJING)


MOMENT = Annotated[datetime, BeforeValidator(_beijing_time)]


def drawn(title: str, default: Any = ..., *, widget: str = "line", hint: str = "", options: str = "") -> Any:
    """A field with what the page needs to draw it (控件)."""
    return Field(default, title=title, json_schema_extra={"widget": widget, "hint": hint, "options": options})


class DeedForm(Form):
    """Every deed carries the row version that the person had before their eyes."""

    version: int = Field(title="页面版本")


class ReasonForm(DeedForm):
    """理由。"""

    reason: WRITING = drawn("理由", "", widget="area")


class AnswerForm(DeedForm):
    """答复。"""

    reply: WRITING = drawn("答复内容", "", widget="area", hint="当场答复的要点，提交后即办结。")


class DispatchForm(DeedForm):
    """派单。"""

    category: LINE = Field(title="事项分类")
    region: LINE = Field(title="区划")
    agency: LINE = Field("", title="承办单位")


class GuideForm(DeedForm):
    """分类处理。"""

    guidance: WRITING = drawn("处理指引", "", widget="area", hint="写明已告知诉求人的法定途径和联系方式。")


class TransferForm(DeedForm):
    """转紧急热线。"""

    hotline: LINE = Field("", title="紧急热线号码")


class ContactForm(DeedForm):
    """联系记录。"""

    means: Means = drawn("联系方式", widget="select", options="means")
    reached: Reached = drawn("联系结果", Reached.YES, widget="select", options="reached")
    spoken_at: MOMENT = drawn("联系时间", widget="moment")
    exemption: CODE = drawn("免联系理由", "", widget="select", options="免联系", hint="只在「免联系」时选。")
    words: WRITING = drawn("沟通要点", "", widget="area")

    def spoken(self) -> Spoken:
        """As the verb takes it."""
        return Spoken(self.means, self.reached, self.spoken_at, self.words, self.exemption)


class ReplyForm(DeedForm):
    """办理表。"""

    truth: Truth | None = drawn("诉求是否属实", None, widget="select", options="truths")
    solved: Solved | None = drawn("是否解决", None, widget="select", options="solvings")
    unsolved: CODE = drawn("未解决的理由", "", widget="select", options="未解决", hint="未解决或部分解决时必选。")
    beyond: bool = drawn("超出本单位职责", False, widget="check")
    inside: WRITING = drawn("内部办理情况", "", widget="area", hint="只在系统内可见，不对诉求人公开。")
    reply: WRITING = drawn("公开答复", "", widget="area", hint="诉求人看到的答复：何时、由谁、做了什么、结果如何。")
    means: Means | None = drawn("同时登记联系：方式", None, widget="select", options="means")
    spoken_at: MOMENT | None = drawn("同时登记联系：时间", None, widget="moment")
    unheard: WRITING = drawn("协办未回复而先行答复的说明", "", widget="area", hint="协办单位都已回复的，不用填。")

    def handled(self) -> Handled:
        """As the verb takes it; a contact is recorded with it where means and time are given."""
        spoken = Spoken(self.means, Reached.YES, self.spoken_at) if self.means and self.spoken_at else None
        return Handled(
            self.reply, self.inside, self.truth, self.beyond, self.solved, self.unsolved, spoken, self.unheard
        )  # fmt: skip


class ApproveForm(DeedForm):
    """审核。"""

    confirmed: bool = drawn("机器提示的各项已人工核对", False, widget="check")


class CloseForm(DeedForm):
    """回访。"""

    satisfaction: Satisfaction = drawn("满意度", widget="select", options="satisfactions")
    solved: Solved = drawn("是否解决", widget="select", options="solvings")


class RedoForm(DeedForm):
    """重办。"""

    reason: WRITING = Field("", title="理由")
    satisfaction: Satisfaction | None = Field(None, title="满意度")


class SettleForm(DeedForm):
    """不满意销号。"""

    satisfaction: Satisfaction = drawn("满意度", widget="select", options="dissatisfied")
    way: Settlement = drawn("销号方式", widget="select", options="settlements")
    reason: WRITING = drawn("理由", "", widget="area", hint="研判：为何不再重办；延期：何时再办；移交：移交给谁。")


class CallForm(DeedForm):
    """回访未接通。"""

    reached: Reached = drawn("拨打结果", widget="select", options="unreached")


class AskForm(DeedForm):
    """申请。"""

    kind: RequestKind = Field(title="申请种类")
    code: CODE = drawn("理由", "")
    reason: WRITING = drawn("说明", "", widget="area")
    basis: LINE = drawn("依据", "", hint="三定方案、权责清单或法规条文。")
    suggests: CODE = drawn("建议的承办单位", "", widget="agency")
    until: MOMENT | None = drawn("到期日", None, widget="day")
    in_charge: LINE = drawn("责任人", "")

    def asked(self) -> Asked:
        """As the verb takes it."""
        return Asked(self.kind, self.code, self.reason, self.basis, self.suggests, self.until, self.in_charge)


class DecisionForm(DeedForm):
    """审批。"""

    request: int = Field(title="申请")
    reason: WRITING = drawn("批复意见", "", widget="area")


class RuleForm(DeedForm):
    """裁定指定。"""

    agency: CODE = drawn("指定的承办单位", widget="agency")
    reason: WRITING = drawn("裁定依据", "", widget="area", hint="裁定后不得再退单，并进入裁定登记册供日后派单参照。")
    request: int | None = Field(None, title="申请")


class AgencyForm(DeedForm):
    """一个单位。"""

    agency: CODE = drawn("单位", widget="agency")
    reason: WRITING = drawn("事由", "", widget="area")


class RecuseForm(DeedForm):
    """回避。"""

    agency: CODE = drawn("反映的单位", widget="agency", hint="登记后，该单位的人查不到这件工单。")


class InterimForm(DeedForm):
    """阶段答复。"""

    said: WRITING = drawn("阶段答复", "", widget="area", hint="已做了什么、下一步做什么、预计何时办完。")


class CoReplyForm(DeedForm):
    """协办回复。"""

    handling: WRITING = drawn("协办情况", "", widget="area", hint="报主办单位，由主办单位统一答复诉求人。")


class MergeForm(DeedForm):
    """并单。"""

    lead: CODE = drawn("主单编号", hint="本工单随主单办理，主单答复后各自回访。")


class PressForm(DeedForm):
    """催办。"""

    reason: WRITING = drawn("催办说明", "", widget="area")


class SuperviseForm(DeedForm):
    """督办。"""

    kind: SupervisionKind = drawn("督办种类", widget="select", options="supervisions")
    reason: WRITING = drawn("督办事由", "", widget="area")


class AppealForm(DeedForm):
    """评价剔除申请。"""

    code: CODE = drawn("剔除理由", "", widget="select", options="剔除")
    reason: WRITING = drawn("说明", "", widget="area")


class WatchForm(DeedForm):
    """指派服务专员。"""

    watcher: CODE = drawn("服务专员账号", widget="line")

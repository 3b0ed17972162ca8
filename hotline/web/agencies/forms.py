"""What the pages of a unit send (承办单位表单)."""

from datetime import datetime

from pydantic import Field

from hotline.casework.contacts import Spoken
from hotline.casework.handling import Handled
from hotline.casework.office.templates import Worded
from hotline.domain.handling_terms import Means, Reached, Truth
from hotline.domain.vocabulary import Solved
from hotline.web.forms import CODE, LINE, WRITING, Form
from hotline.web.tickets.forms import MOMENT


class PassForm(Form):
    """内部转办。"""

    given_to: LINE = Field("", title="转给")
    account: CODE = Field("", title="指定的人")
    words: WRITING = Field("", title="办理要求")
    due_at: MOMENT | None = Field(None, title="内部期限")


class AnswerForm(Form):
    """内部办结反馈。"""

    text: WRITING = Field("", title="办理情况")


class SignForm(Form):
    """签发、退回修改。"""

    words: WRITING = Field("", title="批语")


class HandlingForm(Form):
    """办理表，分四步填写；暂存时各栏可以还没填。"""

    version: int = Field(title="页面版本")
    means: Means | None = Field(None, title="联系方式")
    reached: Reached = Field(Reached.YES, title="联系结果")
    spoken_at: MOMENT | None = Field(None, title="联系时间")
    exemption: CODE = Field("", title="免联系理由")
    said: WRITING = Field("", title="沟通要点")
    truth: Truth | None = Field(None, title="诉求是否属实")
    solved: Solved | None = Field(None, title="是否解决")
    unsolved: CODE = Field("", title="未解决的理由")
    beyond: bool = Field(False, title="超出本单位职责")
    inside: WRITING = Field("", title="内部办理情况")
    unheard: WRITING = Field("", title="协办未回复而先行答复的说明")
    reply: WRITING = Field("", title="公开答复")

    def handled(self, now: datetime) -> Handled:
        """As the verb takes it; a talk without a time has just taken place."""
        spoken = None
        if self.means is not None:
            spoken = Spoken(self.means, self.reached, self.spoken_at or now, self.said, self.exemption)
        return Handled(
            self.reply, self.inside, self.truth, self.beyond, self.solved, self.unsolved, spoken, self.unheard
        )  # fmt: skip


FIELDS = tuple(name for name in HandlingForm.model_fields if name != "version")


class StandInForm(Form):
    """AB 角。"""

    stand_in: CODE = Field("", title="B 角")
    until: MOMENT | None = Field(None, title="离岗至")


class TemplateForm(Form):
    """答复模板。"""

    title: LINE = Field("", title="模板名称")
    category: CODE = Field("", title="适用事项")
    text: WRITING = Field("", title="模板内容")

    def worded(self) -> Worded:
        """As the verb takes it."""
        return Worded(self.title, self.text, self.category)

"""The forms of the rules' pages (规则表单)."""

from pydantic import Field

from hotline.web.forms import WRITING, Form
from hotline.web.tickets.forms import MOMENT


class NoteForm(Form):
    """说明。"""

    note: WRITING = Field("", title="说明")


class ApproveForm(Form):
    """批准：空着即刻生效。"""

    starts: MOMENT | None = Field(None, title="生效时间")
    ends: MOMENT | None = Field(None, title="失效时间")

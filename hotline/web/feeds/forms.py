"""The forms of feeds and subscribers (回流与订阅表单)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints
from werkzeug.datastructures import MultiDict

from hotline.domain.moments import BEIJING
from hotline.web.forms import CODE, KEEPABLE, LINE, WRITING, Form

ADDRESS = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600, pattern=KEEPABLE)]


def with_many(sent: MultiDict[str, str], *names: str) -> Mapping[str, object]:
    """What was sent, with every value of these fields, for boxes that may be ticked more than once (多选)."""
    return {**sent.to_dict(), **{name: sent.getlist(name) for name in names}}


class ReviewForm(Form):
    """复核回流稿。"""

    left_out: list[LINE] = Field(default_factory=list, title="不公布的事项", max_length=100)
    sentence: WRITING = Field("", title="公开说明")


class SubscriberForm(Form):
    """新增订阅方。"""

    name: LINE = Field("", title="名称")
    url: ADDRESS = Field("", title="地址")
    events: list[CODE] = Field(default_factory=list, title="事件", max_length=10)


class ReplayForm(Form):
    """成批重发。"""

    since: datetime = Field(title="从何时起")

    def moment(self) -> datetime:
        """The moment, as a clock in Beijing shows it."""
        return self.since if self.since.tzinfo else self.since.replace(tzinfo=BEIJING)

"""What the call room sends (话务现场表单)."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from hotline.casework.callroom.events import Announced
from hotline.domain.moments import BEIJING
from hotline.web.forms import CODE, LINE, WRITING, Form


def _beijing_time(written: Any) -> Any:
    """What a time field sends has no zone: it is Beijing time; left empty, there is none."""
    if not isinstance(written, str):
        return written
    return datetime.fromisoformat(written).replace(tzinfo=BEIJING) if written else None


MOMENT = Annotated[datetime, BeforeValidator(_beijing_time)]
PERHAPS = Annotated[datetime | None, BeforeValidator(_beijing_time)]


class EventForm(Form):
    """已知事件。"""

    region: CODE = Field("", title="区划")
    category: CODE = Field("", title="事项分类")
    title: LINE = Field("", title="标题")
    places: WRITING = Field("", title="涉及地点")
    wording: WRITING = Field("", title="答复口径")
    source: LINE = Field("", title="公告单位与文号")
    starts_at: MOMENT = Field(title="开始时间")
    restores_at: PERHAPS = Field(None, title="预计恢复时间")

    def announced(self) -> Announced:
        """As the verb takes it; places stand one a line, or are parted by 、."""
        parts = self.places.replace("\n", "、").replace("，", "、").split("、")
        places = tuple(one.strip() for one in parts if one.strip())
        return Announced(
            self.region, self.category, self.title, self.wording, self.source, self.starts_at, self.restores_at, places
        )


class ExtendForm(Form):
    """改预计恢复时间。"""

    restores_at: MOMENT = Field(title="预计恢复时间")


class HandoverForm(Form):
    """交班。"""

    text: WRITING = Field("", title="交班事项")


class NuisanceForm(Form):
    """提请列入骚扰名单。"""

    phone: LINE = Field("", title="电话号码")
    reason: WRITING = Field("", title="事由")
    days: int = Field(7, title="期限（日）")


class DrawForm(Form):
    """质检抽样。"""

    count: int = Field(10, title="抽取件数")


class MarkForm(Form):
    """质检评分。"""

    words: WRITING = Field("", title="评语")

"""What is asked of a board (看板表单)."""

from datetime import date
from typing import Literal

from pydantic import Field

from hotline.analytics.boards.units import UnitFilter
from hotline.web.forms import CODE, Form


class BoardForm(Form):
    """看板的条件：地区、指标、统计期。"""

    region: CODE = Field("", title="地区")
    indicator: CODE = Field("SL01", title="指标")
    kind: Literal["daily", "weekly", "monthly"] = Field("weekly", title="统计期")
    starts_on: date | None = Field(None, title="统计期起始日")
    year: int | None = Field(None, title="年份")
    unit_kind: CODE = Field("", title="单位类型")
    volume: CODE = Field("", title="件量档")
    tier: CODE = Field("", title="分档")

    def chosen(self) -> UnitFilter:
        """Which units are listed."""
        return UnitFilter(self.unit_kind, self.volume, self.tier)

    def asked(self, **instead: str) -> dict[str, str]:
        """The conditions as parameters of an address or fields of a form, some of them put differently."""
        said = {name: str(value) for name, value in self.model_dump().items() if value not in (None, "")}
        return {**said, **instead}

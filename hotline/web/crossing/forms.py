"""What is asked of a cross-table (交叉表表单)."""

from datetime import date

from pydantic import Field

from hotline.analytics.crossing import Crossing, Grain
from hotline.domain.errors import Incomplete
from hotline.store.queries.figures.tallying import By
from hotline.web.forms import CODE, Form
from hotline.web.search.forms import PURPOSE

TIME = "时间"
DIMENSIONS: dict[str, By] = {
    "盟市": By.LEAGUE, "旗县": By.REGION, "承办单位": By.AGENCY, "事项": By.CATEGORY, "大类": By.BRANCH, "渠道": By.CHANNEL,
    "诉求类型": By.DEMAND_TYPE, "诉求主体": By.REQUESTER_KIND,
}  # fmt: skip


class CrossForm(Form):
    """交叉表。"""

    first: date = Field(title="起始日")
    last: date = Field(title="截止日")
    indicator: CODE = Field("SL01", title="指标")
    down: CODE = Field("盟市", title="行")
    across: CODE = Field(TIME, title="列")
    grain: Grain = Field(Grain.WEEK, title="时间粒度")

    def crossing(self) -> Crossing:
        """What is wanted; Incomplete for a dimension that there is none of."""
        if self.down not in DIMENSIONS or self.across not in (TIME, *DIMENSIONS):
            raise Incomplete("「行」「列」不在可选范围内，请重新选择")
        across = None if self.across == TIME else DIMENSIONS[self.across]
        return Crossing(self.first, self.last, self.indicator, DIMENSIONS[self.down], across, self.grain)


class TakenCrossForm(CrossForm):
    """导出交叉表。"""

    purpose: PURPOSE = Field(title="用途")

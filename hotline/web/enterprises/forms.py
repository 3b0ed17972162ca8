"""What people type in about enterprises (企业档案表单)."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from hotline.analytics.enterprises.facts import Facts
from hotline.analytics.enterprises.stuck import Sum
from hotline.domain.analysis.enterprises import AmountKind, Bottleneck, Scale
from hotline.store.queries.enterprises.firms import Sought
from hotline.web.forms import CODE, LINE, Form


class FactsForm(Form):
    """企业信息。"""

    name: LINE = Field(title="企业名称")
    region: CODE = Field(title="所在地")
    industry: CODE = Field("", title="行业")
    scale: Scale | None = Field(None, title="规模")
    park: LINE = Field("", title="园区")
    version: int | None = Field(None, title="版本")

    def facts(self) -> Facts:
        """What is known of the enterprise."""
        return Facts(self.name, self.region, self.industry, self.scale, self.park)


class NewForm(FactsForm):
    """登记企业。"""

    uscc: CODE = Field(title="统一社会信用代码")


class SoughtForm(Form):
    """企业筛选。"""

    words: LINE = Field("", title="名称或信用代码")
    industry: CODE = Field("", title="行业")
    scale: Scale | None = Field(None, title="规模")
    region: CODE = Field("", title="所在地")
    park: LINE = Field("", title="园区")
    category: CODE = Field("", title="事项")
    bottleneck: Bottleneck | None = Field(None, title="堵点环节")
    page: int = Field(1, ge=1, le=100_000, title="页码")

    def sought(self) -> Sought:
        """Which enterprises are looked for."""
        return Sought(
            self.words, self.industry, self.scale.value if self.scale else "", self.region, self.park, self.category,
            self.bottleneck.value if self.bottleneck else "", self.page,
        )  # fmt: skip


class PeriodForm(Form):
    """涉企分析。"""

    first: date = Field(title="起始日")
    last: date = Field(title="截止日")
    down: CODE = Field("行业", title="行")
    across: CODE = Field("事项大类", title="列")


class DaysForm(Form):
    """下钻的统计期。"""

    first: date | None = Field(None, title="起始日")
    last: date | None = Field(None, title="截止日")
    measure: CODE = Field("", title="计量")


class BottleneckForm(Form):
    """选定堵点环节。"""

    bottleneck: Bottleneck = Field(title="堵点环节")


class AttachForm(Form):
    """挂接企业。"""

    uscc: CODE = Field(title="统一社会信用代码")


class AmountForm(Form):
    """登记涉企金额。"""

    kind: AmountKind = Field(title="金额种类")
    yuan: Decimal = Field(title="金额", max_digits=20)
    dated: date = Field(title="日期")
    note: LINE = Field("", title="备注")
    reason: LINE = Field("", title="缘由")

    def entered(self) -> Sum:
        """The sum."""
        return Sum(self.kind, self.yuan, self.dated, self.note, self.reason)


class WithdrawForm(Form):
    """撤销金额。"""

    why: LINE = Field("", title="撤销理由")

"""What people type in about policies (政策表单)."""

from datetime import date

from pydantic import Field

from hotline.analytics.policies.importing import codes_in
from hotline.analytics.policies.library import PolicyText
from hotline.domain.analysis.policies import PolicyState
from hotline.store.queries.policies import PolicyWanted
from hotline.web.forms import CODE, LINE, WRITING, Form


class FindForm(Form):
    """检索条件。"""

    words: LINE = Field("", title="关键词")
    matter: CODE = Field("", title="事项")
    region: CODE = Field("", title="地区")
    state: PolicyState | None = Field(None, title="状态")

    def wanted(self) -> PolicyWanted:
        """As the query asks."""
        return PolicyWanted(self.words, self.matter, self.region, self.state)


class TicketForm(Form):
    """按工单匹配。"""

    number: CODE = Field("", title="工单编号")


class PolicyForm(Form):
    """政策内容。"""

    title: LINE = Field("", title="政策名称")
    document_number: LINE = Field("", title="文号")
    issuer: LINE = Field("", title="发文机关")
    url: WRITING = Field("", title="网址")
    matters: WRITING = Field("", title="事项分类")
    industries: WRITING = Field("", title="行业")
    scales: WRITING = Field("", title="规模")
    regions: WRITING = Field("", title="适用地区")
    valid_from: date | None = Field(None, title="生效日期")
    valid_until: date | None = Field(None, title="有效期至")
    summary: WRITING = Field("", title="内容摘要")
    version: int | None = Field(None, title="页面版本")

    def text(self) -> PolicyText:
        """As the verb takes it; codes stand apart by 、 or a blank."""
        return PolicyText(
            self.title, self.document_number, self.issuer, self.summary.replace("\r\n", "\n"), self.valid_from,
            self.valid_until, self.url, codes_in(self.matters, {}), codes_in(self.industries.upper(), {}),
            codes_in(self.scales, {}), codes_in(self.regions, {}),
        )  # fmt: skip


class DeedForm(Form):
    """处理政策。"""

    words: WRITING = Field("", title="理由")
    version: int | None = Field(None, title="页面版本")

"""What 蒙速办 sends (蒙速办报文)."""

from pydantic import Field

from hotline.casework.intake import Demand
from hotline.domain.vocabulary import Channel, DemandType, RequesterKind, Satisfaction, Solved
from hotline.web.forms import CODE, LINE, WRITING, Form


class FilePayload(Form):
    """提交诉求。"""

    external_no: CODE = Field(title="来源编号", min_length=1, max_length=54)
    open_id: CODE = Field(title="用户标识", min_length=1)
    content: WRITING = Field(title="诉求内容", min_length=1)
    title: LINE = Field("", title="标题")
    name: LINE = Field("", title="姓名")
    phone: LINE = Field("", title="联系电话")
    appeal_type: DemandType = Field(DemandType.HELP, title="诉求类型")
    reporter_type: RequesterKind = Field(RequesterKind.CITIZEN, title="诉求主体")
    enterprise_name: LINE = Field("", title="企业名称")
    uscc: CODE = Field("", title="统一社会信用代码")
    region_code: CODE = Field("", title="区划")
    address: LINE = Field("", title="详细地址")
    is_secret: bool = Field(False, title="个人信息保密")

    def demand(self) -> Demand:
        """What the requester says."""
        return Demand(
            text=self.content,
            title=self.title,
            channel=Channel.MENGSUBAN,
            requester_kind=self.reporter_type,
            name=self.name,
            phone=self.phone,
            company=self.enterprise_name,
            uscc=self.uscc,
            address=self.address,
            region=self.region_code,
            demand_type=self.appeal_type,
            secret=self.is_secret,
            external_id=f"mengsuban-{self.external_no}",
            mengsuban_id=self.open_id,
        )


class RatePayload(Form):
    """评价。"""

    open_id: CODE = Field(title="用户标识", min_length=1)
    satisfaction: Satisfaction = Field(title="满意度")
    solved: Solved = Field(title="是否解决")
    reason: WRITING = Field("", title="理由")


class WithdrawPayload(Form):
    """撤诉。"""

    open_id: CODE = Field(title="用户标识", min_length=1)
    reason: LINE = Field(title="理由", min_length=1)

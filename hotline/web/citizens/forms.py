"""What citizens send (公众表单)."""

import unicodedata
from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated

from pydantic import Field, StringConstraints
from stdnum.cn import uscc as credit_code

from hotline.casework.evidence import Sent
from hotline.casework.intake import Demand
from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import Channel, DemandType, RequesterKind, Satisfaction, Solved
from hotline.web.forms import CODE, LINE, WRITING, Form

MOST_PHOTOS = 5
PHOTO_ENDINGS = (".jpg", ".jpeg", ".png")


def valid_uscc(code: str) -> str:
    """The unified social credit code as it is written, or nothing if its check digit is wrong (统一社会信用代码)."""
    plain = unicodedata.normalize("NFKC", code).replace(" ", "").replace("-", "").upper()
    return plain if credit_code.is_valid(plain) else ""


def photos_of(sent: Sequence[Sent]) -> list[Sent]:
    """The photographs of a form (照片), five at most, of kinds that any screen can show.

    Raises Incomplete with everything that is wrong.
    """
    wrong = [f"照片最多 {MOST_PHOTOS} 张，您选了 {len(sent)} 张，请减少"] if len(sent) > MOST_PHOTOS else []
    unfit = [one.name for one in sent if PurePath(one.name).suffix.lower() not in PHOTO_ENDINGS]
    if unfit:
        wrong.append(
            f"「{'」「'.join(unfit)[:100]}」不是 JPG 或 PNG 照片；苹果手机可在「设置—相机—格式」里选「兼容性最佳」后重拍"
        )
    if wrong:
        raise Incomplete("；".join(wrong))
    return list(sent)


class CardForm(Form):
    """名片：「蒙速办」签名担保的用户身份。"""

    open_id: CODE = Field(title="用户标识", min_length=1)
    name: LINE = Field("", title="姓名")
    phone: LINE = Field("", title="联系电话")
    company: LINE = Field("", title="企业名称")
    uscc: CODE = Field("", title="统一社会信用代码")


class FileForm(Form):
    """提诉求。"""

    once: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] = Field(title="表单编号")
    text: WRITING = Field(title="诉求内容", min_length=1)
    title: LINE = Field("", title="标题")
    requester_kind: RequesterKind = Field(RequesterKind.CITIZEN, title="诉求主体")
    demand_type: DemandType = Field(DemandType.HELP, title="诉求类型")
    company: LINE = Field("", title="企业名称")
    uscc: CODE = Field("", title="统一社会信用代码")
    region: CODE = Field("", title="所在旗县区")
    address: LINE = Field("", title="详细地址")
    name: LINE = Field("", title="姓名")
    phone: LINE = Field("", title="联系电话")
    secret: bool = Field(False, title="个人信息保密")

    def demand(self, card: CardForm, whose: str) -> Demand:
        """What the requester says; what they leave open is taken from their card.

        Args:
            whose: a code of the requester, so that form numbers of different people never meet.

        Raises:
            Incomplete: an enterprise without its name or with a wrong credit code.
        """
        company, code = self._enterprise(card)
        shared = self.model_dump(exclude={"once", "company", "uscc"})
        shared |= {"name": self.name or card.name, "phone": self.phone or card.phone}
        return Demand(
            **shared,
            company=company,
            uscc=code,
            channel=Channel.MENGSUBAN,
            external_id=f"m-{whose}-{self.once}",
            mengsuban_id=card.open_id,
        )

    def _enterprise(self, card: CardForm) -> tuple[str, str]:
        if self.requester_kind != RequesterKind.ENTERPRISE:
            return "", ""
        company, code = self.company or card.company, valid_uscc(self.uscc or card.uscc)
        wrong = [] if company else ["「企业名称」不能为空，请按营业执照填写"]
        if not code:
            wrong.append("「统一社会信用代码」应为营业执照上的 18 位代码，现有填写缺失或校验位不符，请核对")
        if wrong:
            raise Incomplete("；".join(wrong))
        return company, code


class SupplementForm(Form):
    """补充。"""

    words: WRITING = Field("", title="补充内容")


class PressForm(Form):
    """催办。"""

    words: LINE = Field("", title="催办说明")


class WithdrawForm(Form):
    """撤回。"""

    reason: LINE = Field("", title="撤回理由")


class RateForm(Form):
    """评价。"""

    satisfaction: Satisfaction = Field(title="满意度")
    solved: Solved = Field(title="是否解决")
    reason: WRITING = Field("", title="不满意的原因")


class AskForm(Form):
    """查解答。"""

    q: LINE = Field("", title="要问的话")
    before: int | None = Field(None, title="页码", ge=1, le=2**63 - 1)

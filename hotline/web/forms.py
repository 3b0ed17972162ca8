"""Forms (表单): pydantic classes whose mistakes are told all at once, in Chinese, by the labels of their fields."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from hotline.domain.errors import Incomplete

KEEPABLE = r"^[^\x00]*$"  # 数据库存不下空字符
CODE = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64, pattern=KEEPABLE)]
LINE = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=KEEPABLE)]
WRITING = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200_000, pattern=KEEPABLE)]

SAYINGS = {
    "missing": "「{label}」不能为空",
    "string_too_short": "「{label}」至少 {min_length} 个字",
    "string_too_long": "「{label}」最多 {max_length} 个字",
    "string_pattern_mismatch": "「{label}」含有无法保存的二进制字符，请粘贴为纯文本",
    "enum": "「{label}」不在可选范围内，请重新选择",
    "int_parsing": "「{label}」应为整数",
}


class Form(BaseModel):
    """What a screen or another system sent, known to be acceptable."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> Self:
        """The form, or Incomplete with every complaint about it at once; empty fields count as not sent."""
        try:
            return cls.model_validate({name: value for name, value in sent.items() if value != ""})
        except ValidationError as error:
            raise Incomplete("；".join(_told(cls, dict(one)) for one in error.errors())) from None


def _told(form: type[Form], error: dict[str, Any]) -> str:
    name = str(error["loc"][0]) if error["loc"] else ""
    field = form.model_fields.get(name)
    label = (field.title if field else None) or name
    saying = SAYINGS.get(error["type"], "「{label}」填写有误，请核对")
    return saying.format(label=label, **(error.get("ctx") or {}))

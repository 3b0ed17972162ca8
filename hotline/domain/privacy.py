"""Masking (脱敏): what is hidden before a text or a field is shown, exported, or leaves the system."""

import re

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?(\d{3,4})(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<![\dA-Za-z])([1-9]\d{5})\d{8}(\d{3}[\dXx])(?![\dA-Za-z])")
_EMAIL = re.compile(r"([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_BANK = re.compile(r"(?<!\d)(\d{4})\d{8,11}(\d{4})(?!\d)")
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·•]?[A-Z0-9]{4}([A-Z0-9]{1,2})(?![A-Z0-9])"
)
_TITLED = re.compile(
    r"(?:我叫|我是|本人|联系人|姓名)[:：]?\s*([\u4e00-\u9fff])([\u4e00-\u9fff]{1,2})(?=[，,。；;、\s（(]|$)"
)


def mask_phone(phone: str | None) -> str:
    """138****5678, or an empty text where there is no number."""
    if not phone:
        return ""
    return phone[:3] + "*" * max(0, len(phone) - 7) + phone[-4:] if len(phone) >= 8 else "*" * len(phone)


def mask_name(name: str | None) -> str:
    """The family name and stars: 张*、欧**."""
    return name[0] + "*" * (len(name) - 1) if name else ""


def mask_text(text: str) -> str:
    """The text without phone numbers, ID and bank numbers, e-mail addresses, plates and names that introduce themselves."""
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _PHONE.sub(r"\1****\3", text)
    text = _LANDLINE.sub(r"\1****\3", text)
    text = _BANK.sub(r"\1********\2", text)
    text = _EMAIL.sub(r"\1***@\2", text)
    text = _PLATE.sub(r"\1****\2", text)
    return _TITLED.sub(
        lambda found: found.group(0).replace(found.group(1) + found.group(2), found.group(1) + "某"), text
    )

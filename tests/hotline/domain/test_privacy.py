"""Masking: what must not be read is not there, and what may be read stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.privacy import mask_name, mask_phone, mask_text

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
AROUND = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20)


@given(AROUND, MOBILES, AROUND)
def test_no_mobile_number_survives_in_a_text(before: str, phone: str, after: str) -> None:
    masked = mask_text(f"{before}，{phone}，{after}")
    assert phone not in masked
    assert phone[3:7] + phone[7:] not in masked.replace(" ", "")
    assert f"{phone[:3]}****{phone[-4:]}" in masked


@given(st.text(max_size=300))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)


@pytest.mark.parametrize(
    ("plain", "masked"),
    [
        ("电话138 1234 5678", "电话138****5678"),
        ("电话138-1234-5678请回电", "电话138****5678请回电"),
        ("座机0471-4601234", "座机0471****1234"),
        ("身份证15010219900307123X。", "身份证150102********123X。"),
        ("卡号6222021234567890123", "卡号6222********0123"),
        ("邮箱zhangsan@example.com", "邮箱z***@example.com"),
        ("车牌蒙A·12345违停", "车牌蒙A****5违停"),
        ("车牌蒙AD12345违停", "车牌蒙A****45违停"),
        ("我叫张三丰，住在赛罕区", "我叫张某，住在赛罕区"),
        ("联系人：李四", "联系人：李某"),
    ],
)
def test_each_kind_of_personal_text_is_hidden(plain: str, masked: str) -> None:
    assert mask_text(plain) == masked


@pytest.mark.parametrize(
    "harmless",
    [
        "拨打12345没人接",
        "拖欠工资35000元",
        "2026年11月23日停暖3天",
        "12368诉讼服务热线",
        "阳光花园3号楼2单元1501室",
        "",
    ],
)
def test_what_is_not_personal_stays(harmless: str) -> None:
    assert mask_text(harmless) == harmless


@pytest.mark.parametrize(
    ("phone", "masked"),
    [(None, ""), ("", ""), ("13812345678", "138****5678"), ("0471-4601234", "047*****1234"), ("12345", "*****")],
)
def test_a_phone_is_shown_by_its_ends_only(phone: str | None, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_a_masked_phone_has_its_length_and_hides_something(phone: str) -> None:
    masked = mask_phone(phone)
    assert len(masked) == len(phone) and "*" in masked


@pytest.mark.parametrize(("name", "masked"), [(None, ""), ("", ""), ("张", "张"), ("张三", "张*"), ("欧阳锋", "欧**")])
def test_a_name_is_shown_by_its_first_character(name: str | None, masked: str) -> None:
    assert mask_name(name) == masked

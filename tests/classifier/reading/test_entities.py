"""Companies, codes, requesters and numbers in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from classifier.reading.entities import (
    find_company,
    find_uscc,
    normal_phone,
    phones,
    requester_of,
    valid_phone,
)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("内蒙古伊利实业集团股份有限公司的奶", "内蒙古伊利实业集团股份有限公司"),
        ("我在包头市宏远建筑工程有限公司上班", "包头市宏远建筑工程有限公司"),
        ("投诉老王烧烤店油烟", "老王烧烤店"),
        ("我公司是鄂尔多斯市蒙泰煤电有限责任公司", "鄂尔多斯市蒙泰煤电有限责任公司"),
        ("草原情养殖专业合作社没收到补贴", "草原情养殖专业合作社"),
        ("被鑫源商贸有限公司欠款", "鑫源商贸有限公司"),
        ("某物业公司不作为", None),
        ("某有限公司", None),
        ("楼下理发店噪音大", None),
        ("小区门口的超市", None),
        ("去市医院看病", None),
        ("一家装修公司骗人", None),
        ("隔壁石材加工厂噪音大", None),
        ("举报某大型超市", None),
        ("很多饭店油烟直排", None),
        ("有家店名叫草原红烧烤店，油烟大", "草原红烧烤店"),
    ],
)
def test_a_company_is_found_by_a_name_of_its_own(text, company):
    assert find_company(text) == company


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("来电人反映包头市鹿城建筑劳务有限公司欠薪", "包头市鹿城建筑劳务有限公司"),
        ("总包是中铁九局集团有限公司,不给钱", "中铁九局集团有限公司"),
        ("甲方:赤峰金剑铜业有限责任公司。乙方是我", "赤峰金剑铜业有限责任公司"),
        ("在鄂尔多斯市东胜区天骄商贸行买的酒", "鄂尔多斯市东胜区天骄商贸行"),
        ("物业公司不管,开发公司也不管", None),
        ("（蒙古王）酒业有限公司", "(蒙古王)酒业有限公司"),
    ],
)
def test_a_company_is_read_backwards_from_its_ending(text, company):
    assert find_company(text) == company


def test_a_long_run_without_any_company_is_read_at_once():
    assert find_company("我要反映的事情是" * 400) is None


CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(CODE_CHARACTERS, min_size=9, max_size=9), st.integers(100000, 999999))
def test_of_all_last_characters_one_makes_a_code_valid(body, region):
    head = f"91{region}{body}"
    found = [find_uscc(f"代码是{head}{last}。") for last in CODE_CHARACTERS]
    assert [code for code in found if code] == [head + uscc.calc_check_digit(head)]


@given(st.integers(0, 17), st.sampled_from(CODE_CHARACTERS))
def test_a_single_mistyped_character_is_noticed(place, wrong):
    code = "91150100701465236P"
    typed = code[:place] + wrong + code[place + 1 :]
    assert find_uscc(typed) == (code if typed == code else None)


def test_a_credit_code_needs_its_check_digit():
    assert find_uscc("代码91150000114123615p。") is None
    assert find_uscc("统一社会信用代码：91150100701465236P。") == "91150100701465236P"


@pytest.mark.parametrize(
    ("text", "given", "requester"),
    [
        ("我公司申请排污许可证", False, "企业"),
        ("我司中标后一直不签合同", False, "企业"),
        ("本公司被列入经营异常名录", False, "企业"),
        ("我厂的用电增容没人管", False, "企业"),
        ("作为企业负责人，想问贷款贴息", False, "企业"),
        ("某企业来电咨询稳岗返还", False, "企业"),
        ("想问设备款怎么要", True, "企业"),
        ("我在这家公司上班，拖欠工资三个月", False, "个人"),
        ("我是公司员工，辞退我不给补偿", False, "个人"),
        ("健身房公司跑路不退费", False, "个人"),
        ("小区暖气不热", False, "个人"),
    ],
)
def test_who_asks(text, given, requester):
    assert requester_of("", text, given) == requester


def test_numbers_are_found_and_normalised():
    text = "电话138 1234 5678，座机(0472)5123456、010-88886666，138-1234-5678"
    assert phones(text) == ["13812345678", "0472-5123456", "010-88886666"]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("138 1234 5678", True),
        ("+8613812345678", True),
        ("0471-6612345", True),
        ("12345", False),
        ("1381234567", False),
        ("6612345", False),
    ],
)
def test_valid_numbers(text, valid):
    assert valid_phone(text) is valid


def test_a_number_has_one_form():
    assert normal_phone("+86 138-1234-5678") == "13812345678"
    assert normal_phone("0471 6612345") == "0471-6612345"

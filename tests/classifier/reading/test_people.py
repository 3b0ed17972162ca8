"""Minors, and how many speak together."""

import pytest

from classifier.reading.people import Group, Minor, group_of, minor_of


@pytest.mark.parametrize(
    "text",
    [
        "我今年十五岁,爸妈不让我上学", "我15岁,在饭店打工老板不给钱", "我是初二学生,班主任打我", "我是一名高三学生,晚自习后路灯就灭了",
        "我是三年级的学生,让妈妈帮我写信", "我在上初中,同学天天要钱", "本人未成年,被网吧留下通宵", "我叫小明,今年九岁",
        "我还没满十八,网贷怎么就贷给我了", "我才16岁,工头骗我下井",
    ],
)  # fmt: skip
def test_the_speaker_is_a_minor(text):
    assert minor_of(text) is Minor.SPEAKER


@pytest.mark.parametrize(
    "text",
    [
        "孩子7岁被狗咬了", "我家孩子在第三小学上二年级", "我女儿高二,被楼下店骗去祛痘", "我儿子四岁半,没有园收", "市民反映某网吧容留未成年人通宵上网",
        "邻居家小孩被他爸打得哇哇哭", "其子(初二)被同学推搡", "四年级的儿子没人看", "一名14岁女孩离家出走", "我孙子三岁半了没幼儿园收",
        "老师体罚学生", "我两岁的孩子天天咳嗽", "我十六岁的儿子在球场摔断锁骨", "家里孩子上幼儿园,园长说涨价",
    ],
)  # fmt: skip
def test_a_child_is_concerned(text):
    assert minor_of(text) is Minor.CONCERNED


@pytest.mark.parametrize(
    "text",
    [
        "我儿子今年三十岁,工地欠他工资", "我闺女上大学了,助学贷款怎么办", "我十五岁那年进的厂,现在要退休", "我十六岁就下地干活",
        "我今年六十五岁", "儿子明年结婚,想贷公积金", "我弟弟在边防当兵", "我是初中老师", "学生票怎么买", "孩子们都在外地工作",
        "我上高速没领卡", "暖气不热", "",
    ],
)  # fmt: skip
def test_nobody_under_age_is_concerned(text):
    assert minor_of(text) is Minor.NONE


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("我们三十多户居民联名要求修路", 30), ("我们28个工友的工资没给", 28), ("俺们二十八个人有一半是山东的", 28),
        ("其与同乡共12人被欠薪", 12), ("我们村四百多户没水吃", 400), ("我们一共十七户的树被圈走了", 17), ("我们单元十二户,都同意装电梯", 12),
        ("我们八个人的押金不退", 8),
    ],
)  # fmt: skip
def test_a_group_with_its_number(text, people):
    assert group_of(text) == Group(True, people)


@pytest.mark.parametrize(
    "text",
    [
        "全村都没水喝", "我们几十户家长去教育局问", "业主们要求公开账目", "整栋楼停暖五天", "我们这些农民工拿不到钱", "居民联名反映噪音",
        "代表全楼住户反映", "几十个工友都没领到工资", "我们业主要求换物业", "全嘎查牧民的补贴没发", "多名家长要求退费",
    ],
)  # fmt: skip
def test_a_group_without_a_number(text):
    assert group_of(text) == Group(True, None)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("我家暖气不热", None), ("我们两个人去办离婚", 2), ("我们一家五口人挤在一间房", None), ("我们是一家三十人的工厂", None),
        ("老师说今天放假", None), ("他雇了七八个人来闹", None), ("小区有六百户", None), ("我们公司员工120人要办社保", None),
        ("业主委员会一直没成立", None), ("我们居民医保怎么缴", None), ("养了三百只羊", None), ("", None),
    ],
)  # fmt: skip
def test_no_group(text, people):
    assert group_of(text) == Group(False, people)

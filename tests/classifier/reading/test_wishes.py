"""Secrecy, anonymity and no call back, and what only looks like it."""

import pytest

from classifier.reading.wishes import Secrecy, refuses_callback, secrecy_of


@pytest.mark.parametrize(
    "text",
    [
        "要求对个人信息保密", "请替我保密", "希望能保密,我还在那儿上班", "千万给我保密啊", "举报可以,但求保密", "你可别说是我说的",
        "不要透露我的信息", "别让单位知道是我反映的", "请别把我的名字告诉店家", "不能泄露我的电话", "别告诉他们是我", "隐去我的姓名",
        "不敢说是我说的", "我怕打击报复", "要求教育局查处并保密", "不要把我的电话给物业", "别写我名字", "请保护举报人",
    ],
)  # fmt: skip
def test_secrecy_is_asked_for(text):
    assert secrecy_of(text) is Secrecy.CONFIDENTIAL


@pytest.mark.parametrize(
    "text",
    [
        "我匿名反映一个事",
        "来电人匿名举报某厂",
        "我不敢署名",
        "来电人不愿留名",
        "一位不愿透露姓名的市民称",
        "名字就不留了",
        "本人不愿提供姓名",
        "恕不留名",
    ],
)
def test_a_nameless_speaker_is_anonymous(text):
    assert secrecy_of(text) is Secrecy.ANONYMOUS


@pytest.mark.parametrize(
    "text",
    [
        "不用保密,我实名反映", "我不需要保密", "无需保密", "厂里让签保密协议", "公司说工资保密", "老板让我们保密", "家属被要求保密",
        "嘎查说那个文件是保密的", "收到一封匿名信", "建议设匿名意见箱", "能不能匿名评价老师", "做好事不留名的小伙子", "他们泄露了我的信息",
        "我不怕报复", "保密不保密都行", "企业图纸属于保密资料", "快递单上泄露电话", "暖气不热", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_secrecy(text):
    assert secrecy_of(text) is Secrecy.NONE


@pytest.mark.parametrize(
    "text",
    [
        "不用回访了",
        "不需要回电",
        "无需回复",
        "别给我回电",
        "不必回访",
        "拒绝回访",
        "上班不方便接电话",
        "不要再联系我",
        "此信不需要答复",
    ],
)
def test_no_call_back_is_wanted(text):
    assert refuses_callback(text)


@pytest.mark.parametrize(
    "text",
    [
        "请尽快回复",
        "热线从来没回访过",
        "客服说不用联系厂家",
        "天天有骚扰电话",
        "要求回访",
        "他们说不用回复就挂了",
        "打电话没人接",
        "",
    ],
)
def test_a_call_back_is_not_refused(text):
    assert not refuses_callback(text)

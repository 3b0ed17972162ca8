"""Everything that a demand says, in one go."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.corpus import Labelled
from classifier.reading.kinds import Kinds, learn
from classifier.reading.people import Minor
from classifier.reading.said import said
from classifier.reading.wishes import Secrecy

NOW = datetime(2025, 11, 23, 10, 0)


def test_a_wage_demand_tells_everything():
    told = said(
        "讨薪",
        "我们三十多个工友在包头市宏远建筑工程有限公司干活，从去年十月到现在欠12.5万元没给，请替我保密，电话１３８１２３４５６７８",
        NOW,
    )
    assert told.company == "包头市宏远建筑工程有限公司"
    assert told.requester == "个人"
    assert told.secrecy is Secrecy.CONFIDENTIAL
    assert (told.group, told.people) == (True, 30)
    assert told.amounts == (("12.5万元", 125000.0),)
    assert [(one.text, one.iso) for one in told.times] == [("从去年十月到现在", "2024-10")]
    assert told.phones == ("13812345678",)
    assert (told.language, told.minor, told.no_callback) == ("汉", Minor.NONE, False)


def test_an_enterprise_with_its_code():
    told = said("欠款", "我公司统一社会信用代码91150100701465236P，对方欠货款两年了，不用回访", NOW)
    assert told.requester == "企业"
    assert told.uscc == "91150100701465236P"
    assert told.no_callback
    assert told.times[0].kind == "持续"


def test_an_empty_demand_says_nothing():
    told = said("", "", NOW)
    assert (told.demand_type, told.requester, told.company, told.uscc) == ("其他", "个人", "", "")
    assert (told.secrecy, told.minor, told.group, told.people) == (Secrecy.NONE, Minor.NONE, False, None)
    assert (told.amounts, told.times, told.phones) == ((), (), ())
    assert told.language == "汉"


def test_the_text_is_kept_out_of_what_is_printed():
    assert "13812345678" not in repr(said("", "我的身份是保密的", NOW))
    assert "身份" not in repr(said("", "我的身份是保密的", NOW))


def test_the_weights_are_asked_where_they_are_given():
    rows = [Labelled("1805", "投诉", "企业", "短消息", "", f"换了领导不认账{n}") for n in range(30)]
    rows += [Labelled("0102", "咨询", "个人", "短消息", "", f"路灯几时修{n}") for n in range(30)]
    kinds = Kinds.read(learn(rows))
    assert said("", "换了领导不认账", NOW, kinds).requester == "企业"
    assert said("", "路灯几时修", NOW, kinds).demand_type == "咨询"
    assert said("", "路灯几时修,我公司", NOW, kinds).requester == "企业"
    assert said("", "换了领导不认账", NOW).requester == "个人"


@pytest.mark.parametrize(
    ("text", "language"),
    [("暖气不热", "汉"), ("Сайн байна уу, би Хөх хотод амьдардаг", "蒙"), ("我叫ᠪᠠᠭᠠᠲᠤᠷ,暖气不热", "混")],
)
def test_the_language_is_told(text, language):
    assert said("", text, NOW).language == language


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_demand_can_be_read(title, text):
    told = said(title, text, NOW)
    assert told.requester in {"企业", "个人"}
    assert all(one.text in told.text for one in told.times)

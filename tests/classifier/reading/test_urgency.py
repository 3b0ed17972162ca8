"""How urgent a demand is, and the dangers that say so."""

from pathlib import Path

import pytest

from classifier.commands.bench_tables.alarms import read_written
from classifier.corpus import read
from classifier.reading.danger.weights import LEVELS, demands
from classifier.reading.urgency import Danger, dangers, urgency_of

EMERGENCY = "转紧急热线"
SEEN_AT_ONCE = {"特急", EMERGENCY}


@pytest.mark.parametrize(
    "text",
    [
        "厨房着火了，老人还在里屋出不来",
        "屋里全是黑烟，我妈还在里头",
        "他拿刀堵着门不让我们出来",
        "楼板塌下来把三个工人埋在底下了，快来人",
        "吃完席一桌子人都吐了，有两个抽起来了",
        "孩子脸发紫，怎么叫都叫不醒",
        "我不想活了，现在就坐在楼顶边上",
        "冰面裂了，人掉进去了，拽不上来",
        "满屋煤气味，阀门关不上，老伴已经晕过去了",
        "两辆车撞了，司机卡在驾驶室里满脸是血",
        "高压线掉下来了，有个人倒在水里不动了",
        "奶奶老年痴呆，穿着单衣出去三个小时没回来，外头零下三十度",
        "我家着活了快来救火",
        "没气味没气味满楼道都是关不上",
    ],
)
def test_emergencies_are_found(text):
    assert urgency_of("", text) == EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "去年冬天我家着火，保险公司到现在不赔，想问走什么程序",
        "咨询一下，家里要是着火应该先打哪个电话",
        "物业费涨得要人命了，简直抢劫",
        "退个押金推了三回，心脏病都快气出来了",
        "楼下火锅店油烟太大，建议装净化器",
        "感谢消防员上周救出我母亲，现在已平安出院",
        "社区搞消防演练没提前通知，吓着老人了",
        "灭火器过期了没人换",
        "公园那个跳楼机周几开放",
        "驾校考试里触电急救那道题答案有争议",
        "咨询社保卡办理",
        "路灯不亮",
        "",
    ],
)
def test_talk_of_danger_is_no_danger(text):
    assert urgency_of("", text) == "普通"


@pytest.mark.parametrize(("title", "text"), [("", "全村停水三天了，今天还没来"), ("", "楼里污水倒灌进一楼，还在冒")])
def test_what_cannot_wait_a_day_is_urgent(title, text):
    assert urgency_of(title, text) in {"紧急", "特急"}


def test_danger_in_the_last_line_of_a_long_letter_is_found():
    letter = "尊敬的领导，我想反映小区停车收费的问题，物业涨价没有公示，业主多次反映没有答复。" * 40
    assert urgency_of("关于停车收费的信", letter) == "普通"
    assert (
        urgency_of("关于停车收费的信", letter + "楼下真的着火了，浓烟灌进屋，我和老伴下不去了，快来救命！")
        in SEEN_AT_ONCE
    )


def test_spaces_and_wide_characters_hide_nothing():
    assert urgency_of("", "着 火 了！楼道\u200b里全是浓烟，孩子还在屋里出不来") == EMERGENCY


def test_a_title_that_the_channel_fills_in_says_nothing():
    assert urgency_of("群众来电", "路灯不亮") == urgency_of("", "路灯不亮") == "普通"


def test_the_screen_is_told_why():
    told = dangers("", "厨房着火了，火苗窜到窗帘上，浓烟呛得睁不开眼")
    assert told[0].kind == "火灾" and told[0].level == EMERGENCY
    assert any("火" in word for word in told[0].words)
    assert dangers("", "咨询社保卡办理") == []
    assert all(isinstance(one, Danger) and one.words for one in told)


def test_no_labelled_emergency_is_lost():
    known = [one for one in demands() if one.given]
    lost = [one.text for one in known if LEVELS[one.level] == EMERGENCY and urgency_of(one.title, one.text) == "普通"]
    calm = [one for one in known if LEVELS[one.level] == "普通"]
    alarmed = [one.text for one in calm if urgency_of(one.title, one.text) in SEEN_AT_ONCE]
    assert len(lost) <= 0.001 * len(known)
    assert len(alarmed) <= 0.01 * len(calm)


def test_emergencies_written_apart_are_seen_and_what_only_sounds_like_one_is_not():
    written = read_written(Path(__file__).parents[1] / "sets" / "urgency.csv")
    seen = {
        level: [urgency_of(one.title, one.text) in SEEN_AT_ONCE for one in written if one.urgency == level]
        for level in LEVELS
    }
    assert len(seen[EMERGENCY]) >= 300
    assert sum(seen[EMERGENCY]) >= 0.99 * len(seen[EMERGENCY])
    assert sum(seen["普通"]) <= 0.02 * len(seen["普通"])


def test_the_corpus_rarely_alarms():
    corpus = read()
    alarms = sum(urgency_of(one.title, one.text) in SEEN_AT_ONCE for one in corpus)
    assert alarms <= 0.03 * len(corpus)

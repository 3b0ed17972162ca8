from classifier.corpus import labels
from classifier.matters.plain import plain
from classifier.matters.synonyms import (
    GENERAL,
    HARM,
    SAID_AGAIN,
    THING,
    TROUBLE,
    VENUE,
    groups,
    groups_in,
    names_of,
    of_kinds,
    weight,
    without_trade_words,
)


def said(text):
    return set(names_of(groups_in(plain(text))))


def test_table_is_sound():
    names = [group.name for group in groups()]
    assert len(names) == len(set(names)) >= 200
    assert {group.kind for group in groups()} == {THING, TROUBLE, HARM, VENUE, GENERAL, SAID_AGAIN}
    assert all(word.strip() == word and word for group in groups() for word in group.words)


def test_many_words_say_one_thing():
    assert "不热" in said("屋里才15度") & said("家里冰凉") & said("冻得穿棉袄")
    assert "欠钱" in said("老板拖欠三个月") & said("一直不给钱") & said("一分没见着")
    assert "停水" in said("水龙头没有水") & said("断水两天")


def test_every_level_1_field_is_known():
    fields = {name for code, name in labels().items() if len(code) == 2}
    told = {
        "城乡建设与市政设施": "井盖丢了",
        "教育": "学校食堂",
        "医疗保障": "报销比例",
        "法律服务与法定途径": "申请仲裁",
    }
    assert set(told) <= fields
    assert all(groups_in(text) for text in told.values())


def test_weight_by_kind():
    thing, general = of_kinds(groups_in("电梯"), THING), of_kinds(groups_in("请问"), GENERAL)
    assert weight(thing) > weight(general) > 0
    assert weight(of_kinds(None, SAID_AGAIN)) == 0


def test_trade_words_are_covered():
    assert without_trade_words("丁香暖气不热", "|") == "丁香||||"

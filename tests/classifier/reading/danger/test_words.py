"""Words of danger: one pass finds them all, and harmless words hide what is in them."""

from classifier.reading.danger.words import Words, danger_words


def test_harmless_words_hide_the_danger_in_them():
    words = Words([("火", "火灾", "火、着火"), ("无害", "", "火锅、打不着火")])
    assert len(words.find("火锅店的灶打不着火").notions) == 0
    assert len(words.find("火锅店着火").notions) == 2


def test_templates_stand_for_all_their_words():
    words = Words([("甲", "急病伤重", "{叫|喊}{不醒|不应}、{手|脚}…{绞|卷}")])
    found = words.find("喊不应，手被机器绞了")
    assert [(start, end) for start, end in zip(found.starts, found.ends, strict=True)] == [(0, 3), (4, 9)]
    assert len(words.find("手在这里好好的没有被绞").notions) == 0


def test_the_table_names_each_notion_once():
    names = danger_words().names
    assert len(names) == len(set(names)) > 50

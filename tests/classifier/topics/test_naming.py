"""What a topic is called."""

from classifier.topics.naming import LONGEST_NAME, named

HEATING = ["锦绣家园小区暖气不热\n十二度", "锦绣家园暖气不热谁来管\n物业推诿", "投诉锦绣家园三期暖气不热\n冷"]
WAGES = ["宏远建筑公司拖欠农民工工资\n二十人", "宏远建筑拖欠工资半年\n", "讨要宏远建筑拖欠工资\n"]
BUS = ["38路公交车晚点\n", "38路公交车经常晚点\n等一小时"]


def test_a_name_says_where_and_what_in_words_that_really_occur():
    heating, wages, bus = named([HEATING, WAGES, BUS])
    assert heating.name == "锦绣家园 暖气不热"
    assert wages.name.startswith("宏远建筑")
    assert "拖欠" in wages.name
    assert "38路公交车" in bus.name
    for one, texts in ((heating, HEATING), (wages, WAGES), (bus, BUS)):
        assert set(one.words) == set(one.name.split())
        assert all(any(word in text for text in texts) for word in one.words)


def test_names_are_short_and_repeat_nothing():
    long = ["呼和浩特市赛罕区锦绣家园小区东门搅拌站夜间噪音扬尘扰民\n"] * 3
    for one in named([long, HEATING]):
        assert len("".join(one.name.split())) <= LONGEST_NAME
        pairs = [word[at : at + 2] for word in one.words for at in range(len(word) - 1)]
        assert len(pairs) == len(set(pairs))


def test_a_topic_without_a_common_phrase_is_called_after_its_central_title():
    (alone,) = named([["楼道堆放杂物\n", "电动车进电梯\n"]])
    assert alone.name == "楼道堆放杂物"


def test_codes_of_places_that_stand_everywhere_are_left_out():
    topics = [[f"A市{what}\n", f"A市{what}何时解决\n"] for what in ("停暖气", "搅拌站", "收停车费", "修路灯", "校车")]
    topics.append(["五矿万境K9县墙裂\n", "五矿万境K9县墙裂了\n"])
    told = [one.name for one in named(topics)]
    assert not any("A市" in name for name in told)
    assert "五矿万境K9县" in told[-1]


def test_nothing_to_name():
    assert named([]) == []
    assert named([[]])[0].name == ""

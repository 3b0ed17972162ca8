"""From messages to topics."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from classifier.topics.finding import topics_of
from classifier.topics.message import Message

START = datetime(2026, 1, 5, 8)
SAID = (
    ("锦绣家园小区暖气不热", "供暖以来家里只有十二度，老人受不了，热力公司一直推诿"),
    ("锦绣家园暖气不热谁来管", "供暖一个月了还是十二度，找热力公司没人理"),
    ("投诉锦绣家园暖气不热", "家里供暖温度不达标，热力公司不来测温"),
    ("锦绣家园三期暖气冰凉", "供暖温度太低，孩子冻感冒了，请热力公司解决"),
    ("宏远建筑拖欠农民工工资", "在工地干了半年，包工头说没钱，二十个人的工资没发"),
    ("宏远建筑公司拖欠工资半年", "工地完工了，工资一分没发，包工头不接电话"),
    ("讨要宏远建筑拖欠的工资", "包工头跑了，工地二十个人等着工资过年"),
    ("38路公交车晚点", "每天早上等车一小时，上班迟到"),
    ("想办理老年证", "请问需要带哪些材料"),
    ("路灯坏了", "新华街的灯不亮"),
)


@pytest.fixture
def messages() -> list[Message]:
    return [
        Message(str(place), f"人{place}", START + timedelta(hours=place), title, text, likes=int(place == 4))
        for place, (title, text) in enumerate(SAID)
    ]


def test_topics_are_found_named_and_ranked(messages):
    wages, heating = topics_of(messages)
    assert set(heating.members) == {"0", "1", "2", "3"}
    assert set(wages.members) == {"4", "5", "6"}
    assert heating.name.startswith("锦绣家园")
    assert "暖气不热" in heating.name
    assert "宏远建筑" in wages.name
    assert (heating.people, heating.heat) == (4, 4.0)
    assert (wages.people, wages.heat) == (3, 4.39)


def test_hotter_topics_come_first(messages):
    liked = [replace(one, likes=50) if one.key == "5" else one for one in messages]
    assert [one.heat for one in topics_of(liked)] == sorted((one.heat for one in topics_of(liked)), reverse=True)
    assert "5" in topics_of(liked)[0].members


def test_a_topic_knows_its_span_and_its_example(messages):
    heating = topics_of(messages)[1]
    first = min(int(key) for key in heating.members)
    last = max(int(key) for key in heating.members)
    assert heating.first_seen == START + timedelta(hours=first)
    assert heating.last_seen == START + timedelta(hours=last)
    assert heating.example == heating.members[0]


def test_the_order_of_the_messages_does_not_matter(messages):
    one, other = topics_of(messages), topics_of(messages[::-1])
    assert [(topic.id, topic.name, topic.heat) for topic in one] == [
        (topic.id, topic.name, topic.heat) for topic in other
    ]
    assert [set(topic.members) for topic in one] == [set(topic.members) for topic in other]


def test_single_messages_make_no_topic(messages):
    assert topics_of([]) == []
    assert topics_of(messages[:1]) == []
    assert topics_of(messages[7:]) == []


def test_empty_messages_belong_nowhere(messages):
    empty = [Message("空1", "x", START, "", ""), Message("空2", "y", START, " ", "\n")]
    members = {key for topic in topics_of([*messages, *empty]) for key in topic.members}
    assert members == {"0", "1", "2", "3", "4", "5", "6"}


def test_a_topic_without_titles_is_named_from_its_texts(messages):
    told = topics_of([replace(one, title="") for one in messages])
    assert all(one.name and len(one.name) < 20 for one in told)

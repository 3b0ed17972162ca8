"""Which topic of today is which of yesterday."""

from dataclasses import replace
from datetime import datetime

from classifier.topics.identity import continued, fresh_id
from classifier.topics.message import Topic


def topic(name: str, *members: str) -> Topic:
    moment = datetime(2026, 1, 5)
    return Topic(fresh_id(members), name, (name,), members, moment, moment, len(members), 1.0, members[0])


def ids(today, yesterday):
    return [one.id for one in continued(today, yesterday)]


def test_a_topic_whose_members_overlap_keeps_its_identity():
    today = [topic("停暖", "c", "d", "e", "f"), topic("欠薪", "x", "y")]
    told = continued(today, {"老": ["a", "b", "c", "d"]})
    assert [one.id for one in told] == ["老", today[1].id]
    assert told[0] == replace(today[0], id="老")


def test_a_split_leaves_the_identity_to_the_larger_part():
    small, large = topic("小", "a", "b"), topic("大", "c", "d", "e")
    told = ids([small, large], {"老": ["a", "b", "c", "d", "e"]})
    assert told[1] == "老"
    assert told[0] != "老"


def test_a_merge_keeps_the_identity_of_the_larger():
    assert ids([topic("合", "a", "b", "c", "d", "e")], {"小": ["a", "b"], "大": ["c", "d", "e"]}) == ["大"]


def test_equal_overlaps_go_to_the_larger_topic_of_yesterday():
    assert ids([topic("合", "a", "b")], {"甲": ["a"], "乙": ["b", "x"]}) == ["乙"]


def test_each_identity_is_given_once():
    told = ids([topic("一", "a", "b"), topic("二", "c", "d")], {"甲": ["a", "b", "c"], "乙": ["d", "z"]})
    assert told == ["甲", "乙"]


def test_a_new_topic_never_takes_an_identity_that_another_inherited():
    yesterday = topic("昨日", "a", "b", "c", "d", "e")
    part = topic("分出", "a", "b")
    assert part.id == yesterday.id
    told = ids([part, topic("主体", "c", "d", "e")], {yesterday.id: yesterday.members})
    assert told[1] == yesterday.id
    assert told[0] != yesterday.id


def test_nothing_yesterday_changes_nothing_today():
    today = [topic("停暖", "a", "b")]
    assert continued(today, {}) == today
    assert continued([], {"老": ["a"]}) == []


def test_a_fresh_identity_depends_on_the_first_member_that_is_free():
    assert fresh_id(["a", "b"]) == fresh_id(["a", "c"])
    assert fresh_id(["a", "b"], {fresh_id(["a"])}) == fresh_id(["b"])
    assert fresh_id(["a"], {fresh_id(["a"])}) != fresh_id(["a"])

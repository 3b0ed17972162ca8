"""How hot a topic is."""

from dataclasses import replace
from datetime import datetime
from math import log

import pytest

from classifier.topics.heat import heat, people
from classifier.topics.message import Message

ONE = Message("1", "甲", datetime(2026, 1, 5, 9), "暖气不热", "家里只有十二度", 3)


def test_a_person_counts_once_however_often_he_writes():
    again = replace(ONE, key="2", moment=datetime(2026, 1, 6), text="今天更冷了")
    other = replace(again, key="3", person="乙", text="我家也冷")
    assert people([ONE, again]) == 1
    assert people([ONE, again, other]) == 2


def test_the_same_words_at_the_same_moment_are_one_filing_recorded_twice():
    twin = replace(ONE, key="2", person="系统转入")
    assert people([ONE, twin]) == 1
    assert people([ONE, replace(twin, moment=datetime(2026, 1, 5, 9, 1))]) == 2


def test_people_who_are_not_known_count_each():
    nameless = replace(ONE, person="")
    assert people([nameless, replace(nameless, key="2", text="另一句话")]) == 2


@pytest.mark.parametrize(("persons", "likes", "expected"), [(1, 0, 1.0), (5, 0, 5.0), (8, 2106, 8 + 2 * log(2107))])
def test_heat_is_people_and_twice_the_logarithm_of_likes(persons, likes, expected):
    assert heat(persons, likes) == pytest.approx(expected)

"""The demo stream: invented, repeatable, complete, and with nothing in it that could be a real person's."""

import csv
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.reading.entities import valid_phone
from hotline.domain.vocabulary import Channel, RequesterKind
from hotline.simulators.stream import LEAST, NEIGHBOURS, TEMPLATES, WEEKS, from_file, invented
from routing_rules import FOLDER, load, texts_in

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
RULES = load(texts_in(FOLDER), edition="0")
TRUTHS = {*RULES.categories, ""}  # 空：写的人有意写得谁也判不了


@settings(max_examples=10, deadline=None)
@given(st.integers(), st.integers(1, 60))
def test_the_same_seed_gives_the_same_demands_in_full_and_another_seed_gives_others(seed, count):
    items = list(invented(RULES, count, NOW, seed))
    assert items == list(invented(RULES, count, NOW, seed))
    assert len(items) == count
    assert [item.demand.text for item in invented(RULES, 60, NOW, seed)] != [
        item.demand.text for item in invented(RULES, 60, NOW, seed + 1)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def items():
    return list(invented(RULES, 2000, NOW))


def test_all_slots_are_filled(items):
    for item in items:
        assert not re.search("[{}]", item.demand.title + item.demand.text)
        assert item.demand.title and item.demand.text


def test_no_number_looks_like_an_identity_card(items):
    for item in items:
        assert not re.search(r"\d{15,}|\d{17}[\dXx]", item.demand.text + item.demand.title + item.demand.name)


def test_every_demand_is_of_the_demo_and_bears_an_id_of_its_own(items):
    assert all(item.demand.demo for item in items)
    assert len({item.demand.external_id for item in items}) == len(items)
    assert all(len(item.demand.external_id) <= 64 for item in items)
    assert all(valid_phone(item.demand.phone) for item in items)


def test_who_files_in_mengsuban_is_known_there_and_nobody_else_is(items):
    for item in items:
        assert (item.demand.mengsuban_id is not None) == (item.demand.channel == Channel.MENGSUBAN)


def test_an_enterprise_has_a_name_and_a_citizen_has_none(items):
    assert {item.demand.requester_kind for item in items} == {RequesterKind.ENTERPRISE, RequesterKind.CITIZEN}
    for item in items:
        assert bool(item.demand.company) == (item.demand.requester_kind == RequesterKind.ENTERPRISE)
        assert bool(item.demand.company) == bool(item.demand.uscc)


def test_neighbours_of_one_estate_speak_of_one_matter_of_late(items):
    last = items[-NEIGHBOURS:]
    assert {(item.truth, item.centre) for item in last} == {("0301", "1501")}
    assert all("赛罕区阳光花园" in item.demand.text and NOW - item.at <= timedelta(hours=12) for item in last)
    few = list(invented(RULES, LEAST - 1, NOW))
    assert sum("赛罕区阳光花园" in item.demand.text for item in few[-NEIGHBOURS:]) < NEIGHBOURS


def test_demands_come_in_order_over_the_last_weeks_and_never_from_the_future(items):
    moments = [item.at for item in items]
    assert max(moments) < NOW
    assert min(moments) >= NOW - timedelta(weeks=WEEKS, minutes=2)
    assert moments == sorted(moments)


def test_what_the_writer_meant_is_a_category_or_nothing_and_the_centre_is_a_league(items):
    for item in items:
        assert item.truth in TRUTHS
        assert RULES.directory.regions[item.centre].level == "盟市"


def test_every_template_names_only_slots_that_are_filled():
    with TEMPLATES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    used = {slot for row in rows for slot in re.findall(r"\{(.*?)\}", row["标题"] + row["正文"])}
    assert used <= set("地路数钱日人") | {"小区", "企业", "学校", "医院", "嘎查"}
    assert {row["分类编码"] for row in rows} <= TRUTHS


def written(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("id", "title", "text"), *rows])
    return path


def test_messages_of_a_file_keep_their_order_and_their_words(tmp_path):
    rows = [(str(index), f"标题{index}", f"正文{index}\x00") for index in range(10)]
    items = list(from_file(written(tmp_path / "a.csv", rows), None, NOW, "1501"))
    assert [(item.demand.title, item.demand.text) for item in items] == [(f"标题{i}", f"正文{i}") for i in range(10)]
    assert [item.demand.external_id for item in items] == [f"file-a-{index}" for index in range(10)]
    assert all(item.demand.demo and item.centre == item.demand.region == "1501" and item.at < NOW for item in items)
    assert len(list(from_file(tmp_path / "a.csv", 3, NOW, "1501"))) == 3


def test_a_long_name_of_a_file_does_not_make_its_messages_one(tmp_path):
    path = written(tmp_path / ("长" * 60 + ".csv"), [(str(index), "", "正文") for index in range(5)])
    found = {item.demand.external_id for item in from_file(path, None, NOW, "1501")}
    assert len(found) == 5
    assert all(len(key) <= 64 for key in found)

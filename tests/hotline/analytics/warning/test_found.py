"""Names, cells and risks: what stands out, why, and what season it belongs to (发现)."""

from dataclasses import replace

import pytest

from hotline.analytics.warning.found import (
    CellCount,
    Found,
    Limits,
    NameCount,
    Volume,
    cells_found,
    folded,
    names_found,
)
from hotline.domain.analysis.terms import TopicKind, WarningLevel

LIMITS = Limits(tickets=5, people=5, spot_a_day=6, danger_a_day=3, false_a_week=1)
ESTATE = NameCount("1501", "小区:翠湖家园", (6, 6, 6), 0, 6, 6, 0)
VOLUME = {"1501": Volume((12, 36, 84), 640, 150)}


def test_six_of_one_estate_in_a_day_are_a_risk_and_the_test_says_so():
    (found,) = names_found([ESTATE], VOLUME, LIMITS)
    assert (found.kind, found.level) == (TopicKind.RISK, WarningLevel.SERIOUS)
    assert found.chance < 1e-8 and "一日内 6 件" in found.why


def test_six_a_day_are_no_risk_where_six_a_day_are_usual():
    usual = replace(ESTATE, before=330, people=(6, 18, 42), tickets=42)
    assert names_found([usual], VOLUME, LIMITS) == []


def test_three_of_danger_in_a_day_are_grave_whatever_the_test_says():
    danger = replace(ESTATE, people=(3, 3, 3), tickets=3, tickets_of_day=3, danger_of_day=3)
    (found,) = names_found([danger], VOLUME, LIMITS)
    assert (found.kind, found.level) == (TopicKind.RISK, WarningLevel.GRAVE)
    assert "涉险情 3 件" in found.why


def test_many_in_a_week_are_common_and_a_few_are_nothing():
    week = replace(ESTATE, people=(1, 4, 9), before=1, tickets=9, tickets_of_day=1)
    (found,) = names_found([week], VOLUME, LIMITS)
    assert found.kind is TopicKind.COMMON and "人反映" in found.why
    assert names_found([replace(week, people=(1, 2, 4), tickets=4)], VOLUME, LIMITS) == []


def test_without_weeks_before_only_the_floors_speak():
    fresh = {"1501": Volume((12, 36, 84), 0, 150)}
    (found,) = names_found([ESTATE], fresh, LIMITS)
    assert found.kind is TopicKind.RISK
    assert names_found([replace(ESTATE, tickets_of_day=5, people=(5, 5, 5), tickets=5)], fresh, LIMITS) == []


@pytest.mark.parametrize(
    ("category", "month", "seasons", "kind", "said"),
    [
        ("0301", 11, (), TopicKind.SEASONAL, "正值供暖期"),
        ("0301", 7, (), TopicKind.COMMON, "应有"),
        ("0301", 11, (38, 42, 40), TopicKind.SEASONAL, "与往年同期相当（供暖期）"),
        ("0301", 11, (4, 5, 4), TopicKind.COMMON, "应有"),
        ("0201", 5, (41, 39, 40), TopicKind.SEASONAL, "与往年同期相当"),
    ],
)
def test_what_comes_every_year_is_told_as_seasonal(category, month, seasons, kind, said):
    cell = CellCount(category, "150105", (40, *[4] * 8), 35, 84, seasons)
    quiet = [
        CellCount(f"02{n:02}", "150105", (3, *[3, 4, 2, 3, 4, 2, 3, 3]), 3, 84, (3, 3, 3) if seasons else ())
        for n in range(2, 9)
    ]
    (found,) = cells_found([cell, *quiet], month, LIMITS)
    assert (found.kind, found.category) == (kind, category)
    assert said in found.why


def test_too_few_weeks_before_are_no_ground():
    assert cells_found([CellCount("0301", "1501", (40, 4, 4), 35, 84)], 7, LIMITS) == []


def test_a_finding_that_repeats_a_stronger_one_is_folded_into_it():
    risk = Found(
        "1501|小区:翠湖家园",
        TopicKind.RISK,
        WarningLevel.SERIOUS,
        "",
        0,
        6,
        1e-9,
        "小区:翠湖家园",
        tickets=(1, 2, 3, 4),
    )
    road = replace(
        risk, cell="1501|路:翠湖路", kind=TopicKind.COMMON, name="路:翠湖路", chance=1e-6, tickets=(2, 3, 4, 5)
    )
    cell = Found(
        "0301|150105", TopicKind.COMMON, WarningLevel.NOTICE, "", 1, 4, 1e-7, region="150105", tickets=(1, 2, 9)
    )
    kept = folded([cell, road, risk])
    assert [one.cell for one in kept] == [risk.cell]
    assert kept[0].tickets == (1, 2, 3, 4, 5)

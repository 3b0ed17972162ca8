"""The written cases (判例表): what officials can read and check, and what the shipped tables must answer."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from routing_rules import Demand, explain
from routing_rules.calendar import BEIJING
from routing_rules.loader import FULL_WIDTH

AT = datetime(2026, 3, 2, 9, tzinfo=BEIJING)  # a Monday
CASES = Path(__file__).with_name("cases.csv")
HEADINGS = (
    "编号", "情形", "事项分类", "行政区划", "诉求主体", "诉求类型", "紧急程度", "诉求正文",
    "应派单位", "协办单位", "依据行", "时限", "说明",
)  # fmt: skip


def read_cases():
    with CASES.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names(cell):
    return {name for name in cell.split("、") if name}


ROWS = read_cases()


@pytest.mark.parametrize("case", ROWS, ids=[f"{case['编号']} {case['情形']}" for case in ROWS])
def test_the_tables_answer_a_written_case(book, case):
    category, category_name = case["事项分类"].split(" ", 1)
    region, region_name = case["行政区划"].split(" ", 1)
    assert book.categories[category].name == category_name.translate(FULL_WIDTH)
    assert book.directory.regions[region].name == region_name
    demand = Demand(category, region, case["诉求主体"], case["诉求类型"], case["紧急程度"], case["诉求正文"])
    found = explain(book, demand, AT)
    assert found is not None, "没有单位"
    decision = found.decision
    answer = (decision.agency.name, decision.rule, str(decision.limit))
    assert answer == (case["应派单位"], case["依据行"], case["时限"]), found.matched
    assert not decision.agency.is_grassroots
    if case["协办单位"]:
        assert {unit.name for unit in decision.co_handlers} == names(case["协办单位"])


def test_every_case_is_filled_in():
    assert len(ROWS) >= 60
    assert all(tuple(case) == HEADINGS for case in ROWS)
    assert not [case["编号"] for case in ROWS if not all(case[head] for head in HEADINGS if head != "协办单位")]


@pytest.mark.parametrize("heading", ["编号", "情形", "诉求正文"])
def test_no_two_cases_are_the_same(heading):
    seen = [case[heading] for case in ROWS]
    assert sorted(seen) == sorted(set(seen))


def test_every_matter_of_the_crossing_duties_has_a_case(book):
    matters = {row.number: row.matter for row in book.cross_duties}
    assert set(matters.values()) == {matters[case["依据行"]] for case in ROWS if case["依据行"] in matters}


def test_every_league_has_a_case_of_its_power_supply(book):
    leagues = {code for code, region in book.directory.regions.items() if region.level == "盟市"}
    assert leagues == {case["行政区划"][:4] for case in ROWS if case["依据行"] == "R0304"}

from datetime import datetime

import pytest

from classifier.matters.reading import Told, read, region_of


def told(region, text):
    return Told("1", "甲", datetime(2026, 11, 1), region, "", text, {})


def test_read_is_remembered():
    assert read("停水", "二号楼") is read("停水", "二号楼")
    assert read("停水", "二号楼").numbers == {"楼": {"2"}}


@pytest.mark.parametrize(
    ("region", "text", "wanted"),
    [
        ("150105", "停水", "150105"),
        ("150100", "停水", "1501"),
        ("150100", "赛罕区停水", "150105"),
        ("", "赛罕区停水", "150105"),
        ("150200", "赛罕区停水", "1502"),
        ("150105", "新城区停水", "150105"),
        ("", "停水", ""),
    ],
)
def test_region_is_the_narrowest_that_is_sure(region, text, wanted):
    assert region_of(told(region, text)) == wanted

"""Formulas as they are typed in a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing_rules.indicators.definition import MEASURES
from routing_rules.indicators.formula import Part, parts_of

NUMBERS = st.sampled_from((1.0, 0.5, 2.0, 0.25))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("受理", (Part(1, "受理"),)),
        ("已解决＋0.5×部分解决", (Part(1, "已解决"), Part(0.5, "部分解决"))),
        (" 受理 - 无效 ", (Part(1, "受理"), Part(-1, "无效"))),
        ("2*受理−0.5x无效+撤诉", (Part(2, "受理"), Part(-0.5, "无效"), Part(1, "撤诉"))),
    ],
)
def test_what_is_typed_is_read(typed, read):
    assert parts_of(typed) == read


@pytest.mark.parametrize("typed", ["", "＋", "受理 无效", "受理＋", "受理＋＋无效", "0.5", "×受理", "受理×2"])
def test_what_cannot_be_read_is_said(typed):
    with pytest.raises(ValueError):
        parts_of(typed)


@given(st.lists(st.tuples(st.booleans(), NUMBERS, st.sampled_from(MEASURES)), min_size=1, max_size=5))
def test_any_formula_comes_back_as_it_was_written(terms):
    typed = "".join(
        f"{'－' if minus else '＋' if at else ''}{factor:g}×{measure}"
        for at, (minus, factor, measure) in enumerate(terms)
    )
    assert parts_of(typed) == tuple(Part(-factor if minus else factor, measure) for minus, factor, measure in terms)

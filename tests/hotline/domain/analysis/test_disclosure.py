"""From what is told, no group of fewer than k enterprises can be derived."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.analysis.disclosure import MatterLine, disclose, relative, rounded, without

K = 5


@st.composite
def weeks(draw):
    """Matters with the enterprises that spoke of each: overlapping, as in life."""
    groups = draw(st.lists(st.sets(st.integers(0, 12), min_size=1, max_size=9), max_size=8))
    return [
        (MatterLine(f"{at:04}", "1501", draw(st.integers(len(who), 30)), len(who), draw(st.floats(0, 500))), who)
        for at, who in enumerate(groups)
    ]


@given(weeks())
def test_every_figure_told_is_of_five_enterprises_or_more(week):
    behind = {line.category: who for line, who in week}

    def together(rest):
        return len(set().union(*(behind[line.category] for line in rest)))

    found = disclose([line for line, _ in week], K, together)
    assert all(len(behind[line.category]) >= K for line in found.told)
    rest = [line for line, _ in week if line not in found.told]
    assert all(line.enterprises < K for line in rest), "nothing that might be told is kept back"
    if found.demands is not None and rest:
        assert len(rest) > 1 and together(rest) >= K
        assert (found.matters, found.demands) == (len(rest), sum(line.demands for line in rest))
    assert (found.matters is None) == (found.demands is None)


@given(weeks(), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_nothing_small_comes_out_by_subtracting_one_version_from_the_next(week, first, second):
    behind = {line.category: who for line, who in week}
    found = disclose(
        [line for line, _ in week], K, lambda rest: len(set().union(*(behind[line.category] for line in rest)))
    )
    payload = {"hotspots": [{"category": one.category, "region": "呼和浩特市"} for one in found.told]}
    versions = [payload]
    for left_out in (first, second):
        keys = [f"{at:04}-呼和浩特市" for at in left_out]
        versions.append({"hotspots": without(versions[-1], keys)})
    for before, after in pairwise(versions):
        gone = [spot for spot in before["hotspots"] if spot not in after["hotspots"]]
        assert all(len(behind[spot["category"]]) >= K for spot in gone)
        assert all(spot in before["hotspots"] for spot in after["hotspots"])


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_rounding_moves_a_count_by_less_than_a_step_and_makes_no_nothing_of_something(count, step):
    told = rounded(count, step)
    assert abs(told - count) < step and told % step == 0
    assert (told == 0) == (count == 0)


@given(st.lists(st.floats(0.01, 500), min_size=1, max_size=8), st.floats(0.1, 10))
def test_relative_heat_does_not_change_with_the_scale_that_the_total_sets(heats, scale):
    hottest = max(heats)
    assert max(relative(heat, hottest) for heat in heats) == 100
    moved = [relative(heat * scale, hottest * scale) for heat in heats]
    assert all(abs(a - relative(b, hottest)) <= 1 for a, b in zip(moved, heats, strict=True))
    assert relative(0.0, 0.0) == 0

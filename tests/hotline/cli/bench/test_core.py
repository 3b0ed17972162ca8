"""The comparisons run, each beside its reference (性能比照); how fast they are is looked at by people, not by tests."""

import re

from click.testing import CliRunner

from hotline.cli.bench.core import bench, median_ms


def test_every_figure_stands_beside_a_reference(equipment):
    told = CliRunner().invoke(bench, ["--tickets", "20"], env={"HOTLINE_STATE": str(equipment.settings.state)})
    assert told.exit_code == 0, told.output
    ratios = [float(found) for found in re.findall(r"比值 ([0-9.]+)", told.output)]
    assert len(ratios) == 3 and all(ratio > 0 for ratio in ratios)


def test_the_median_of_the_rounds_is_told():
    ticks = iter([0, 1, 10, 12, 20, 23, 30, 34, 40, 45])
    assert median_ms(lambda: None, 1, lambda: next(ticks)) == 3000

"""The comparison of analysis run whole on few tickets; how fast it is is looked at by people, not by tests."""

import re
from pathlib import Path

from click.testing import CliRunner

from hotline.cli.bench import analytics, measuring
from hotline.cli.bench.questions import CALLED
from hotline.cli.bench.watching import JOBS


def here_and_once(settings, deed, *given, times=1):
    """Measured in this process: two dozen of their own would take minutes to start."""
    return measuring.measured(settings, deed, given, 1)


def test_every_line_of_the_comparison_is_measured(tmp_path, monkeypatch):
    monkeypatch.setenv("HOTLINE_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(analytics, "PYTHON", Path("/nowhere/python"))
    monkeypatch.setattr(analytics, "in_a_process_of_its_own", here_and_once)
    ran = CliRunner().invoke(analytics.figures, ["--tickets", "1000"])
    assert ran.exit_code == 0, ran.output
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) s", ran.output, re.M)
    names = [name for name, _ in rows]
    assert [name for name in names if "日累计" in name or "台账" in name] == [
        "由日累计", "由台账现数", "由日累计并存快照", "由台账现数，连同 Word、PDF、Excel",
    ]  # fmt: skip
    assert set(CALLED.values()) | set(JOBS) <= set(names)
    assert all(float(seconds) >= 0 for _, seconds in rows) and "此前测得的参考值" in ran.output

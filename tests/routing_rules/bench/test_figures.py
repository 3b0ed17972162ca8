"""The rule engine's bench on tiny numbers (规则引擎比照); how fast it is is looked at by people, not by tests."""

from importlib.util import find_spec

import pytest

from routing_rules import load
from routing_rules.__main__ import main
from routing_rules.bench import figures as bench


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(bench, "ROUNDS", 1)
    monkeypatch.setattr(bench, "SLOW_ROUNDS", 1)
    monkeypatch.setattr(bench, "ASKED", 300)
    monkeypatch.setattr(bench, "EXPLAINED", 50)


def told(capsys):
    """The cells of the table printed, by the name of the line."""
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert rows[0] == ["项目", "实测", "目标", "达到", "参照"]
    return {row[0]: row[1:] for row in rows[2:]}


def test_every_figure_has_its_target_and_its_reference(few, capsys):
    assert main(["bench", "--rows", "120", "--tickets", "200"]) == 0
    rows = told(capsys)
    assert [name for name in rows if "zen-engine" not in name] == [
        "判定去向，热（同一批再问）",
        "判定去向，初问（300 件，无一问过）",
        "判定去向，冷（新开一版，连排布带 300 件初问）",
        "判定去向并算出时限、到期，热",
        "判定并说明依据（带正文），中位数",
        "判定并说明依据（带正文），p99",
        "读入并全部校验 120 行权责清单",
        "回放 200 件，两版相差 5% 的行",
    ]
    assert all(
        target.removeprefix("热 ").startswith(("≥", "≤")) and reference for _, target, _, reference in rows.values()
    )


def test_without_zen_engine_the_comparison_is_left_out_and_said_so(few, capsys, monkeypatch):
    monkeypatch.setattr(bench, "find_spec", lambda name: None)
    assert bench.run(120, 200) == 0
    assert told(capsys)["与 zen-engine 之比"] == ["—", "热 ≥ 5 倍", "—", "zen-engine 未安装，不比"]


@pytest.mark.skipif(find_spec("zen") is None, reason="zen-engine 未安装")
def test_both_engines_choose_the_same_rows(few, capsys):
    bench.run(400, 200)
    ratios = [row for name, row in told(capsys).items() if name.startswith("与 zen-engine")]
    assert [row[3].partition("；")[2] for row in ratios] == ["300 件中 300 件判给同一行", "200 件中 200 件判给同一行"]


@pytest.mark.parametrize("rows", [120, 600])
def test_the_tables_made_are_clean_and_always_the_same(few, rows):
    trial = bench.Trial.of(rows, 20)
    day = bench.AT.date()
    before, after = (load(texts, edition="1", today=day) for texts in (trial.texts, trial.changed))
    assert len(before.rules) == rows
    differing = sum(one.outcome != other.outcome for one, other in zip(before.rules, after.rules, strict=True))
    assert differing == rows * 5 // 100
    assert bench.Trial.of(rows, 20) == trial
    assert all(60 <= len(past.demand.text) <= 120 for past in trial.tickets)
    assert all(before.decide(demand, bench.AT) for demand in trial.demands)


@pytest.mark.parametrize("words", [["--rows", "0"], ["--rows", "20001"], ["--tickets", "1"]])
def test_numbers_that_cannot_be_are_refused(words, capsys):
    assert main(["bench", *words]) == 2
    assert capsys.readouterr().err == "行数应在 1 到 20000 之间，工单至少 2 件\n"

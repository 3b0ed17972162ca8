"""`python -m routing_rules`: exit statuses and what is said."""

import runpy
import sys

import pytest

from routing_rules.__main__ import main


@pytest.fixture
def folder(tmp_path, texts):
    for file, text in texts.items():
        (tmp_path / file).write_text(text, encoding="utf-8-sig")
    return tmp_path


def test_check_of_good_tables_tells_coverage_gaps_and_rules_that_never_win(folder, capsys):
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "规则表校验通过：0 处差错；权责清单 4 条，例外 2 条，交叉职责判定 2 条",
        "覆盖：18 种组合（末级分类 × 旗县 × 主体），100.00% 有承办单位",
    ]


def test_check_lists_gaps_and_dead_rules(folder, capsys):
    path = folder / "responsibility.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("R4,02,,", "R4,02,1501,"), encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write("R5,0102,15、1501,,CG,旗县,,,戊,D,,\nR6,0102,150105、150172、1504,,ZJ,旗县,,,己,D,,\n")
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "88.89% 有承办单位" in said
    assert "  空档：0201 150402 个人" in said
    assert "  空档：0201 150402 企业" in said
    assert "从未胜出的规则 2 条（多为上级兜底）：R1、R5" in said


def test_check_of_bad_tables_tells_every_mistake_and_answers_1(folder, capsys):
    with (folder / "responsibility.csv").open("a", encoding="utf-8") as file:
        file.write("R5,9999,,,ZJ,旗县,,,戊,D,,\nR6,01,,外星人,ZJ,旗县,,,己,D,,\n")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "规则表有 2 处差错：",
        "权责清单 第 6 行：「事项分类」的「9999」查无此项，请改为表中已有的代码或用语",
        "权责清单 第 7 行：「诉求主体」的「外星人」查无此项，请改为表中已有的代码或用语",
    ]


@pytest.mark.parametrize("words", [["check"], ["decide", "--category", "0101", "--region", "150105", "--folder"]])
def test_a_folder_that_is_not_there(words, tmp_path, capsys):
    assert main([*words, str(tmp_path / "nowhere")]) == 2
    assert "找不到规则表文件夹" in capsys.readouterr().err


def decide(folder, *words):
    return main(["decide", "--folder", str(folder), *words])


def test_decide_tells_agency_limit_basis_and_runner_up(folder, capsys):
    assert decide(folder, "--category", "0101", "--region", "150105", "--requester", "企业") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "主办：呼和浩特市住建局（ZJ-1501，名称依据等级 D）"
    assert lines[1] == "协办：呼和浩特市城管局"
    assert lines[2] == "依据：权责清单 R3：事项分类 0101（0101 道路），行政区划 1501（150105 赛罕区）；丙（D）"
    assert lines[3] == "时限：5 工作日（T2，丑）"
    assert lines[4].startswith("到期：")
    assert lines[5].endswith("起算日不计")
    assert lines[5].startswith("　　")
    assert lines[-1] == "次优：R2 赛罕区城管局，败于「行政区划」：「行政区划」的范围比 R3 宽"


def test_decide_by_the_text_and_without_co_handlers(folder, capsys):
    assert decide(folder, "--category", "0102", "--region", "150105", "--text", "路灯断电", "--urgency", "特急") == 0
    said = capsys.readouterr().out
    assert "主办：呼和浩特供电公司" in said
    assert "协办：无" in said
    assert "时限：2 小时" in said
    assert "依据：交叉职责判定表 E1：事项分类 01（0102 路灯），关键词 断电（用电：断电）" in said
    assert "败于「关键词」" in said


def test_decide_without_runner_up(folder, capsys):
    assert decide(folder, "--category", "0201", "--region", "150402") == 0
    assert "次优" not in capsys.readouterr().out


def test_decide_marks_a_provisional_deadline(folder, capsys):
    path = folder / "holidays.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").splitlines()[0], encoding="utf-8")
    assert decide(folder, "--category", "0201", "--region", "150402") == 0
    assert "（含暂定日历）" in capsys.readouterr().out


def test_decide_where_no_rule_helps(folder, capsys):
    assert decide(folder, "--category", "0101", "--region", "150402", "--text", "停电") == 0
    assert capsys.readouterr().out == "没有规则可用：转派单岗人工判定\n"


@pytest.mark.parametrize(
    ("category", "region", "told"),
    [
        ("9999", "150105", "「事项分类」9999 查无此项，请核对 categories.csv"),
        ("0101", "999999", "「区划代码」999999 查无此项，请核对 regions.csv"),
    ],
)
def test_decide_with_an_unknown_code(folder, capsys, category, region, told):
    assert decide(folder, "--category", category, "--region", region) == 2
    assert capsys.readouterr().err.strip() == told


@pytest.mark.parametrize(
    "words",
    [[], ["decide"], ["erase"], ["decide", "--category", "0101", "--region", "150105", "--urgency", "马上"]],
)
def test_a_wrong_call_ends_with_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_decide_reads_the_shipped_tables_unless_told_otherwise(capsys):
    assert main(["decide", "--category", "0304", "--region", "150402"]) == 0
    assert "主办：国网内蒙古东部电力有限公司赤峰供电公司" in capsys.readouterr().out


def test_run_as_a_module(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["routing_rules", "check", str(folder)])
    monkeypatch.delitem(sys.modules, "routing_rules.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("routing_rules", run_name="__main__")
    assert ended.value.code == 0
    assert "校验通过" in capsys.readouterr().out

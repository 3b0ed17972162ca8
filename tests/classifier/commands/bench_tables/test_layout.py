"""The tables line up in a terminal and are Markdown (版式)."""

import unicodedata

from classifier.commands.bench_tables.layout import NONE, columns, compared, each, gain, share, table, times


def places(text):
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def test_columns_line_up_though_chinese_takes_two_places():
    lines = list(table("标题", ["指标", "本项目"], [["准确率", "0.9"], ["F1", "百分之九十"]], "注。"))
    assert lines[0] == "### 标题"
    rows = [line for line in lines if line.startswith("|")]
    assert len({places(row) for row in rows}) == 1
    assert set(rows[1]) == {"|", "-"}
    assert lines[-2:] == ["注。", ""]


def test_the_best_reference_is_the_one_that_counts():
    assert gain(0.90, [0.85, None, 0.88]) == "+2.0"
    assert gain(0.02, [0.05, 0.03], least=True) == "-1.0"
    assert gain(None, [0.1]) == gain(0.1, [None]) == NONE


def test_what_is_missing_is_a_dash():
    assert share(None) == times(1.0, None) == times(1.0, 0.0) == NONE
    assert times(3.0, 2.0) == "1.50"
    assert each(len, ["ab", None]) == [2, None]
    assert compared("首位", 0.5, [None, 0.25]) == ["首位", "50.0%", NONE, "25.0%", "+25.0"]
    assert compared("ECE", 0.05, [0.04], least=True, scored=True) == ["ECE", "0.0500", "0.0400", "+1.0"]


def test_what_is_not_installed_says_so_in_its_column():
    assert columns({"甲": 1, "乙": None}) == ["甲", "乙（未安装）"]

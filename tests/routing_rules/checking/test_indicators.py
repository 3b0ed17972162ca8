"""What the checks say of a bad table of indicators: where, what, how to mend."""

import pytest

from routing_rules import FOLDER, RuleTableError, load, texts_in

ROW = "JJ01,解决率,质效,%,高,已解决＋0.5×部分解决,有效回访,口径,评价剔除,审核督办第二人,0.9,0.8,100,依据,B"
HEAD = texts_in(FOLDER)["indicators.csv"].splitlines()[0]


def mistakes(row):
    try:
        load({**texts_in(FOLDER), "indicators.csv": f"{HEAD}\n{row}\n"}, edition="x")
    except RuleTableError as error:
        return str(error)
    return ""


def test_a_good_row_passes():
    assert mistakes(ROW) == ""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("已解决＋0.5×部分解决", "已解决＋", "读不懂"),
        ("已解决＋0.5×部分解决", "已办妥", "「已办妥」不是台账里数的件数"),
        (",有效回访,", ",,", "必须写分母"),
        (",%,", ",件,", "不能写分母"),
        (",0.9,0.8,", ",0.8,0.9,", "红线应比黄线更差"),
        (",0.9,0.8,", ",0.9,,", "要么都写，要么都不写"),
        (",0.9,0.8,", ",九成,0.8,", "应为 0 到 1 之间的小数"),
        (",100,依据", ",60,依据", "合计 60，应为 100"),
        (",100,依据", ",很多,依据", "应为 0 到 100 的数"),
        (",高,", ",上,", "查无此项"),
    ],
)
def test_a_bad_row_is_told(before, after, said):
    assert said in mistakes(ROW.replace(before, after))

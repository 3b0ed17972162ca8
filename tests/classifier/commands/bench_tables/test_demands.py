"""Written demands: what is right, what may go alone, and where it is (表 3)."""

import numpy as np

from classifier.commands.bench_tables import demands
from classifier.commands.bench_tables.demands import Demand, outcome, place_table, rate, read_demands, trimmed

TABLE = (
    "分类编码,诉求类型,诉求主体,体裁,标题,正文,批次,区划代码\n"
    "0301,投诉,个人,短消息,,包头市停暖了,测试,150200\n"
    "0102,求助,个人,来信,路灯,赛罕区路灯不亮,测试,150105\n"
)


def test_demands_are_read_with_the_place_in_its_own_digits(tmp_path):
    (tmp_path / "demands.csv").write_text(TABLE, encoding="utf-8-sig")
    first, second = read_demands(tmp_path / "demands.csv")
    assert (first.category, first.form, first.place, second.place) == ("0301", "短消息", "1502", "150105")
    assert second.document == "路灯\n赛罕区路灯不亮"
    assert [trimmed(code) for code in ("150000", "150200", "150205", "")] == ["15", "1502", "150205", ""]


def test_the_surest_answers_are_asked_first():
    classes = np.array(["0101", "0102", "0301"])
    confidences = np.array([[0.9, 0.1, 0], [0.2, 0.5, 0.3], [0.4, 0.35, 0.25], [0.1, 0.2, 0.7]], dtype=np.float32)
    found = outcome(np.array(["0101", "0301", "0102", "0301"]), classes, confidences)
    assert found.right.tolist() == [True, False, False, True]
    assert found.right3.all()
    assert found.level1 == 0.75
    assert [rate(found, step) for step in (2, 5, 10)] == [1.0, 1.0, 0.5]


def test_a_league_where_a_banner_was_named_is_neither_right_nor_wrong():
    told = [
        Demand("0101", "短消息", "", "赛罕区修路", "150105"),
        Demand("0101", "短消息", "", "包头市修路", "1502"),
        Demand("0101", "短消息", "", "昆区那边", "150203"),
        Demand("0101", "短消息", "", "就是门口", ""),
    ]
    assert demands._places(told, ["150105", "1502", "1502", None]) == (2 / 3, 0.0, 0.0)
    assert demands._places(told, ["150102", None, None, "1501"]) == (0.0, 1 / 3, 1.0)
    lines = list(place_table(told))
    assert "3 条点了地方，1 条没有" in lines[0]
    assert "66.7%" in next(line for line in lines if "判对" in line).split("|")[3]

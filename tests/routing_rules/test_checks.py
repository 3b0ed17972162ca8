"""Whether tables may be used: crossings, cells, and the whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing_rules import Demand, load
from routing_rules.checks import crossing_rules
from routing_rules.engine import Outcome, Rule
from routing_rules.scope import Scope, codes


def rule(line, category="", region="", requester="", lead="ZJ", since=None, until=None):
    scope = Scope(codes(category), codes(region), codes(requester))
    return Rule(f"R{line}", scope, Outcome(lead, "旗县", (), "据", "D"), line, since, until)


def whys(*rules):
    return [str(mistake) for mistake in crossing_rules(rules)]


CROSSING = "权责清单 第 3 行：R3 与第 2 行 R2 范围交叉而分不出大小，请为交叉部分单列一行"
SAME = "权责清单 第 3 行：R3 与第 2 行 R2 适用范围相同而结果不同，请删去其一"


def test_crossing_rules_are_told_with_both_lines_and_the_remedy():
    assert whys(rule(2, "01"), rule(3, "", "1501", lead="CG")) == [CROSSING]


def test_the_same_scope_with_another_result_is_told():
    assert whys(rule(2, "01"), rule(3, "01", lead="CG")) == [SAME]


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [rule(2)],
        [rule(2, "01"), rule(3, "02", lead="CG")],
        [rule(2, "01"), rule(3, "0101", lead="CG")],
        [rule(2, "01"), rule(3, "0101、0102", "1501", lead="CG")],
        [rule(2, "01"), rule(3, "", "1501")],
        [rule(2, "01", requester="个人"), rule(3, "", "1501", "企业", lead="CG")],
        [rule(2, "01"), rule(3, "", "1501", lead="CG"), rule(4, "01", "1501", lead="HJ")],
    ],
)
def test_rules_that_leave_nothing_open_are_accepted(rules):
    assert whys(*rules) == []


def test_a_row_that_settles_only_part_of_the_crossing_is_not_enough():
    assert whys(rule(2, "01"), rule(3, "", "1501", lead="CG"), rule(4, "0101", "1501", lead="HJ")) == [CROSSING]


def test_a_code_beside_its_own_child_does_not_hide_a_crossing():
    found = whys(rule(2, "01、0101", "1501"), rule(3, "0101", "15", lead="CG"))
    assert found == [CROSSING]


@pytest.mark.parametrize(("one", "other"), [("", ""), ("01、02、03", "01、02、03")])
def test_a_pair_that_meets_in_many_branches_is_told_once(one, other):
    rules = rule(2, one, "1501"), rule(3, other, requester="企业", lead="CG")
    elsewhere = rule(4, "01、02、03", "150105", "个人", lead="CG"), rule(5, "01、02、03", "150105", "个人", lead="CG")
    assert whys(*rules, *elsewhere).count(CROSSING) == 1


def test_a_crossing_settled_in_its_own_branch_is_not_told_in_another():
    rules = (
        rule(2, "0101、0201", "1501"),
        rule(3, "0102、0201", requester="企业", lead="CG"),
        rule(4, "0201", "1501", "企业", lead="HJ"),
    )
    assert whys(*rules) == []


def test_a_rule_may_follow_another_of_the_same_scope_in_time():
    assert whys(rule(2, "01", until=date(2026, 6, 30)), rule(3, "01", lead="CG", since=date(2026, 7, 1))) == []
    assert whys(rule(2, "01", until=date(2026, 7, 1)), rule(3, "01", lead="CG", since=date(2026, 7, 1))) == [SAME]


def test_a_row_that_expires_does_not_settle_a_crossing_that_lasts():
    one, other = rule(2, "01"), rule(3, "", "1501", lead="CG")
    assert whys(one, other, rule(4, "01", "1501", lead="HJ", until=date(2025, 1, 1))) == [CROSSING]
    short = rule(3, "", "1501", lead="CG", until=date(2024, 12, 31))
    assert whys(one, short, rule(4, "01", "1501", lead="HJ", until=date(2025, 1, 1))) == []


@given(st.permutations([rule(2, "01"), rule(3, "", "1501", lead="CG"), rule(4, "0101", "1501", lead="HJ"), rule(5)]))
def test_whether_a_table_is_refused_does_not_depend_on_the_order_of_rows(rules):
    assert len(whys(*rules)) == 1


def edited(texts, file, old, new):
    assert old in texts[file]
    return {**texts, file: texts[file].replace(old, new)}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("responsibility.csv", "R2,0101", "R2,9999", "权责清单 第 3 行：「事项分类」的「9999」查无此项"),
        ("responsibility.csv", "R2,0101,", "R2,0101、9999,", "权责清单 第 3 行：「事项分类」的「9999」查无此项"),
        ("responsibility.csv", "R3,0101,1501,", "R3,0101,1599,", "权责清单 第 4 行：「行政区划」的「1599」查无此项"),
        ("responsibility.csv", "R4,02,,,", "R4,02,,外星人,", "权责清单 第 5 行：「诉求主体」的「外星人」查无此项"),
        ("responsibility.csv", "R4,02,,,ZJ", "R4,02,,,XX", "权责清单 第 5 行：「主办职能」的「XX」查无此项"),
        ("responsibility.csv", "ZJ,盟市,CG", "ZJ,盟市,XX", "权责清单 第 4 行：「协办职能」的「XX」查无此项"),
        ("responsibility.csv", "ZJ,盟市", "ZJ,乡镇", "权责清单 第 4 行：「主办层级」的「乡镇」查无此项"),
        ("responsibility.csv", "丁,D,,", "丁,D,2026/1/31,", "权责清单 第 5 行：「生效日期」应写成 2026-01-31"),
        ("responsibility.csv", "丁,D,,", "丁,D,,2026-02-30", "权责清单 第 5 行：「失效日期」应写成 2026-01-31"),
        ("responsibility.csv", "丁,D,,", "丁,E,,", "权责清单 第 5 行：「依据等级」的「E」查无此项"),
        ("categories.csv", "0201,02", "0201,09", "事项分类表 第 6 行：「上级编码」的「09」查无此项"),
        ("regions.csv", "1504,赤峰市,15,", "1504,赤峰市,16,", "区划表 第 6 行：「上级代码」的「16」查无此项"),
        ("agencies.csv", "GD,1501", "GX,1501", "单位名录 第 2 行：「职能代码」的「GX」查无此项"),
        ("agencies.csv", "GD,1501", "GD,1599", "单位名录 第 2 行：「区划代码」的「1599」查无此项"),
        ("time_limits.csv", "2,小时", "两,小时", "时限表 第 2 行：「数量」应为"),
        ("time_limits.csv", "2,小时", "0,小时", "时限表 第 2 行：「数量」应为"),
        ("time_limits.csv", "2,小时", "-2,小时", "时限表 第 2 行：「数量」应为"),
        ("time_limits.csv", "2,小时", "２,小时", "时限表 第 2 行：「数量」应为"),
        ("time_limits.csv", "2,小时", "1.5,小时", "时限表 第 2 行：「数量」应为"),
        ("time_limits.csv", "2,小时", f"{'9' * 12},小时", "时限表 第 2 行：「数量」应为"),
        ("time_limits.csv", "2,小时", f"{'9' * 5000},小时", "时限表 第 2 行：「数量」应为"),
        ("time_limits.csv", "2,小时", "2,分钟", "时限表 第 2 行：「时钟」的「分钟」查无此项"),
        ("exceptions.csv", "E1,10", "E1,x", "判定例外表 第 2 行：「优先级」应为"),
        ("holidays.csv", "01-04,班", "01-04,上班", "工作日历 第 3 行：「类型」的「上班」查无此项"),
        ("holidays.csv", "2026-01-04", "20260104", "工作日历 第 3 行：「日期」应写成 2026-01-31"),
        ("guidance.csv", "G1,转紧急热线", "G1,转接", "分类处理指引 第 2 行：「处理方式」的「转接」查无此项"),
    ],
)
def test_a_bad_cell_is_told_with_table_line_and_remedy(texts, told, file, old, new, expected):
    found = told(edited(texts, file, old, new))
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    ("file", "old", "new", "heading"),
    [
        ("responsibility.csv", "R4,02,,,ZJ,", "R4,02,,,ZJ、CG,", "主办职能"),
        ("responsibility.csv", "R4,02,,,ZJ,", "R4,02,,,、,", "主办职能"),
        ("responsibility.csv", "ZJ,盟市", "ZJ,盟市、旗县", "主办层级"),
        ("responsibility.csv", "R4,02,", "R4,、,", "事项分类"),
        ("regions.csv", "1504,赤峰市,15,盟市", "1504,赤峰市,15,盟市、旗县", "层级"),
        ("agencies.csv", "GD,1501", "GD、ZJ,1501", "职能代码"),
        ("agencies.csv", "GD,1501", "GD,1501、1504", "区划代码"),
        ("time_limits.csv", "T2,20,,企业", "T2,20,,个人、企业", "诉求主体"),
        ("time_limits.csv", "T1,10,特急", "T1,10,特急、紧急", "紧急程度"),
        ("time_limits.csv", "2,小时", "2,小时、工作日", "时钟"),
        ("holidays.csv", "01-04,班", "01-04,班、休", "类型"),
        ("guidance.csv", "G1,转紧急热线", "G1,转紧急热线、告知途径", "处理方式"),
    ],
)
def test_several_codes_where_one_is_due_are_told_and_not_left_to_fail_later(texts, told, file, old, new, heading):
    found = told(edited(texts, file, old, new))
    assert len(found) == 1
    assert f"「{heading}」" in found[0]
    assert "请" in found[0]


def test_several_codes_where_several_may_stand_are_accepted(texts):
    texts = edited(texts, "responsibility.csv", "R2,0101,,,", "R2,0101、0102,1504、,个人、企业,")
    texts = edited(texts, "time_limits.csv", "T2,20,,企业,,", "T2,20,,企业,投诉、举报,01、02")
    book = load(texts, edition="1")
    assert next(rule for rule in book.rules if rule.number == "R2").scope.category == {"0101", "0102"}
    assert book.limits[1].demand_types == {"投诉", "举报"}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("exceptions.csv", "E2,20", "E2,10", "判定例外表：「优先级」10 用了不止一次，先后不明，请改成不同的数"),
        ("time_limits.csv", "T2,20", "T2,10", "时限表：「优先级」10 用了不止一次，先后不明，请改成不同的数"),
        ("time_limits.csv", "T3,30", "T3,1", "时限表：优先级最大的一行必须不带任何条件，作为兜底时限"),
        ("time_limits.csv", "T3,30,", "T3,30,普通", "时限表：优先级最大的一行必须不带任何条件，作为兜底时限"),
        ("exceptions.csv", "路灯停电了", "路灯坏了", "判定例外表 第 2 行：E1 的例句判给了 无，请调整关键词或优先级"),
        ("exceptions.csv", "电线掉", "断电掉", "判定例外表 第 3 行：E2 的例句判给了 E1，请调整关键词或优先级"),
        ("guidance.csv", "着火了", "", "分类处理指引：G1 是转紧急热线，必须写「触发词」"),
        ("guidance.csv", "诉讼,,0201", "诉讼,,", "分类处理指引：G2 是告知途径，必须写「事项分类」"),
        ("regions.csv", "红山区,1504,旗县", "红山区,1504,盟市", "区划表：150402 的位数与层级「盟市」不符"),
        (
            "regions.csv",
            "红山区,1504",
            "红山区,1501",
            "区划表：150402 不在上级 1501 之下，请把「上级代码」改为「1504」",
        ),
    ],
)
def test_a_whole_that_does_not_hold_is_told(texts, told, file, old, new, expected):
    assert told(edited(texts, file, old, new)) == [expected]


@pytest.mark.parametrize("parent", ["150402", "15", ""])
def test_a_region_hangs_under_the_level_just_above(texts, told, parent):
    found = told(edited(texts, "regions.csv", "红山区,1504", f"红山区,{parent}"))
    assert len(found) == 1
    assert "150402" in found[0]
    assert "上级" in found[0]


def test_two_units_for_one_function_and_region_at_one_time_are_told(texts, told):
    texts["agencies.csv"] += "GD-X,另一供电公司,GD,1501,2025-01-01,,D,推定\n"
    found = told(texts)
    assert len(found) == 1
    assert found[0].startswith("单位名录")
    assert "GD-1501" in found[0]
    assert "GD-X" in found[0]


def test_one_unit_may_follow_another(texts, at):
    texts = edited(texts, "agencies.csv", "2024-01-01,,", "2024-01-01,2025-12-31,")
    texts["agencies.csv"] += "GD-X,另一供电公司,GD,1501,2026-01-01,,D,推定\n"
    assert load(texts, edition="1").decide(Demand("0101", "150105", text="停电"), at).agency.code == "GD-X"


def test_no_limits_at_all_are_told(texts, told):
    texts["time_limits.csv"] = texts["time_limits.csv"].splitlines()[0]
    assert told(texts) == ["时限表：优先级最大的一行必须不带任何条件，作为兜底时限"]


def test_crossing_rows_of_a_file_are_told_with_their_lines(texts, told):
    texts["responsibility.csv"] += "R5,,1504,,CG,旗县,,戊,D,,\n"
    found = told(texts)
    assert "权责清单 第 6 行：R5 与第 2 行 R1 范围交叉而分不出大小，请为交叉部分单列一行" in found
    assert len(found) == len(set(found)) == 3

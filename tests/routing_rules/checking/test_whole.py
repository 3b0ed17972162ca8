"""What only shows when the tables are seen together."""

from datetime import date

import pytest

from routing_rules import Demand, load, load_checked
from routing_rules.checking.whole import GRASSROOTS_RULE

DISTINCT = "重复，先后不明，请改成不同的数"
NO_LIMIT = "「办结」环节优先级最大的一行必须不带任何条件，请补一行兜底时限"
ADJUST = "请调整关键词、地名、排除词或优先级"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("exceptions.csv", "X2,20", "X2,10", f"例外表 第 3 行：「优先级」10 与第 2 行{DISTINCT}"),
        ("cross_duties.csv", "用电,20", "用电,10", f"交叉职责判定表 第 3 行：「优先级」10 与第 2 行{DISTINCT}"),
        ("time_limits.csv", "T2,办结,20", "T2,办结,10", f"时限表 第 3 行：「优先级」10 与第 2 行{DISTINCT}"),
        ("closing.csv", "C2,20", "C2,10", f"办结规范表 第 3 行：「优先级」10 与第 2 行{DISTINCT}"),
        ("time_limits.csv", "T3,办结,30", "T3,办结,1", f"时限表 第 3 行：{NO_LIMIT}"),
        ("time_limits.csv", "T3,办结,30,", "T3,办结,30,普通", f"时限表 第 4 行：{NO_LIMIT}"),
        ("time_limits.csv", "T3,办结", "T3,签收", f"时限表 第 3 行：{NO_LIMIT}"),
        ("closing.csv", "C3,30,", "C3,30,个人", "办结规范表 第 4 行：优先级最大的一行必须不带任何条件，请补一行兜底规范"),
        ("closing.csv", "C3,30,,", "C3,30,,咨询", "办结规范表 第 4 行：优先级最大的一行必须不带任何条件，请补一行兜底规范"),
        ("cross_duties.csv", "路灯停电了", "路灯坏了", f"交叉职责判定表 第 2 行：「例句」判给了 无，没有判给本行 E1，{ADJUST}"),
        ("cross_duties.csv", "路灯停电了", "演习停电", f"交叉职责判定表 第 2 行：「例句」判给了 无，没有判给本行 E1，{ADJUST}"),
        ("cross_duties.csv", "电线掉下来", "断电掉下来", f"交叉职责判定表 第 3 行：「例句」判给了 E1，没有判给本行 E2，{ADJUST}"),
        ("exceptions.csv", "白塔机场门口", "大门口", f"例外表 第 2 行：「例句」判给了 无，没有判给本行 X1，{ADJUST}"),
        ("regions.csv", "红山区,1504,旗县", "红山区,1504,盟市", "区划表：「区划代码」150402 的位数与层级「盟市」不符，请核对层级"),
        ("regions.csv", "红山区,1504", "红山区,1501", "区划表：「上级代码」150402 不在上级 1501 之下，请改为「1504」"),
        ("regions.csv", "红山区,1504", "红山区,15", "区划表：「上级代码」150402 不在上级 15 之下，请改为「1504」"),
        ("regions.csv", "红山区,1504", "红山区,", "区划表：「上级代码」150402 不在上级 （空） 之下，请改为「1504」"),
    ],
)  # fmt: skip
def test_a_whole_that_does_not_hold_is_told(texts, told, edited, file, old, new, expected):
    assert told(edited(texts, file, old, new)) == [expected]


def test_an_exception_does_not_spoil_the_example_of_a_crossing_duty(texts, edited):
    found = load(edited(texts, "cross_duties.csv", "路灯停电了", "白塔机场停电"), edition="1")
    assert found.cross_duties[0].example == "白塔机场停电"


def test_precedences_may_be_the_same_in_two_stages(texts, edited):
    assert load(edited(texts, "time_limits.csv", "T4,联系,10", "T4,联系,30"), edition="1").limits["联系"]


@pytest.mark.parametrize(("file", "name", "why"), [("time_limits.csv", "时限表", NO_LIMIT), (
    "closing.csv", "办结规范表", "优先级最大的一行必须不带任何条件，请补一行兜底规范")])  # fmt: skip
def test_a_table_without_rows_lacks_its_last_row(texts, told, file, name, why):
    assert told({**texts, file: texts[file].splitlines()[0]}) == [f"{name}：{why}"]


@pytest.mark.parametrize(
    ("old", "new", "column", "why"),
    [
        ("CG-1501,", "CG-1599,", "承办单位", "的「CG-1599」不在单位名录中"),
        ("CG-1501,", "GD-1504,", "承办单位", "的「GD-1504」不在单位名录中"),
        ("GD-1501", "QQ-1501", "协办单位", "的「QQ-1501」不在单位名录中"),
    ],
)
def test_an_unknown_unit_in_the_exceptions_is_told(texts, told, edited, old, new, column, why):
    found = told(edited(texts, "exceptions.csv", old, new))
    assert found == [f"例外表 第 2 行：「{column}」{why}，请改为现行单位的代码"]


def test_a_unit_that_has_expired_or_is_yet_to_come_is_told_in_the_exceptions(texts, told, edited):
    why = "例外表 第 2 行：「协办单位」的「GD-1501」已失效或尚未生效，请改为现行单位的代码"
    gone = edited(texts, "agencies.csv", "GD,1501,2024-01-01,", "GD,1501,2024-01-01,2026-03-01")
    coming = edited(texts, "agencies.csv", "GD,1501,2024-01-01,", "GD,1501,2026-03-03,")
    assert why in told(gone)
    assert told(coming) == [why]


def test_an_exception_that_begins_with_its_unit_or_is_over_is_not_told(texts, edited):
    coming = edited(texts, "agencies.csv", "GD,1501,2024-01-01,", "GD,1501,2027-03-03,")
    later = edited(coming, "exceptions.csv", "庚,D,2024-01-01,", "庚,D,2027-03-03,")
    over = edited(coming, "exceptions.csv", "庚,D,2024-01-01,", "庚,D,2024-01-01,2025-12-31")
    assert load(later, edition="1", today=date(2026, 3, 2)).exceptions[0].valid_from == date(2027, 3, 3)
    assert load(over, edition="1", today=date(2026, 3, 2)).exceptions[0].valid_until == date(2025, 12, 31)


EXPIRED = (
    "单位名录 第 2 行：「失效日期」GD-1501 已于 2026-03-01 失效，没有承接它的单位，请为新单位列一行，「承接自」写本代码"
)


@pytest.fixture
def expired(texts, edited):
    bare = edited(texts, "exceptions.csv", "、GD-1501", "")
    return edited(bare, "agencies.csv", "GD,1501,2024-01-01,", "GD,1501,2024-01-01,2026-03-01")


def test_an_expired_unit_without_a_successor_is_told(expired, told):
    assert told(expired) == [EXPIRED]


def test_an_expired_unit_that_another_succeeds_is_not_told(expired, edited):
    heir = edited(expired, "agencies.csv", "", "GD-X,新供电公司,企业,GD,1504,2026-03-02,,GD-1501,D,推定")
    assert load(heir, edition="1", today=date(2026, 3, 2)).directory.listed[-1].succeeds == ("GD-1501",)


def test_an_expired_unit_whose_function_another_carries_on_is_not_told(expired, edited, at):
    heir = edited(expired, "agencies.csv", "", "GD-X,新供电公司,企业,GD,1501,2026-03-02,,,D,推定")
    loaded = load(heir, edition="1", today=date(2026, 3, 2))
    assert loaded.decide(Demand("0101", "150105", text="停电"), at).agency.code == "GD-X"


def test_an_edition_in_use_may_still_be_read_when_a_unit_expires(expired):
    assert load_checked(expired, edition="老").edition == "老"


def test_a_successor_of_nobody_is_told(texts, told, edited):
    found = told(edited(texts, "agencies.csv", "2024-01-01,,,D,推定", "2024-01-01,,GD-0000,D,推定"))
    why = "单位名录 第 2 行：「承接自」的「GD-0000」不在单位名录中，请先为原单位列一行并写失效日期"
    assert found == [why]


def round_in(table, column, *codes):
    return sorted(f"{table}：「{column}」{code} 绕了一圈又回到自己，请断开其中一行" for code in codes)


def test_stand_in_functions_in_a_circle_are_told(texts, told, edited):
    texts = edited(texts, "functions.csv", "{名}住建局,,D", "{名}住建局,GD,D")
    texts = edited(texts, "functions.csv", "GD,供电,,,,,D", "GD,供电,,,,CG,D")
    texts = edited(texts, "functions.csv", "{名}城管局,,D", "{名}城管局,ZJ,D")
    assert told(texts) == round_in("职能表", "兜底职能", "CG", "GD", "ZJ")


def test_a_function_that_stands_in_for_itself_is_told(texts, told, edited):
    assert told(edited(texts, "functions.csv", "{名}住建局,,D", "{名}住建局,ZJ,D")) == round_in(
        "职能表", "兜底职能", "ZJ"
    )


def test_categories_in_a_circle_are_told(texts, told, edited):
    found = told(edited(texts, "categories.csv", "01,,城乡建设", "01,0101,城乡建设"))
    assert set(round_in("事项分类表", "上级编码", "01", "0101")) <= set(found)


def test_units_that_succeed_each_other_in_a_circle_are_told(texts, told, edited):
    texts = edited(texts, "agencies.csv", "2024-01-01,,,D,推定", "2024-01-01,2024-12-31,GD-X,D,推定")
    texts = edited(texts, "exceptions.csv", "、GD-1501", "")
    texts = edited(texts, "agencies.csv", "", "GD-X,新公司,企业,GD,1501,2025-01-01,,GD-1501,D,推定")
    assert told(texts) == round_in("单位名录", "承接自", "GD-1501", "GD-X")


def test_two_units_for_one_function_and_region_at_one_time_are_told(texts, told, edited):
    found = told(edited(texts, "agencies.csv", "", "GD-X,另一供电公司,企业,GD,1501,2025-01-01,,,D,推定"))
    why = "单位名录 第 4 行：「生效日期」GD-X 与第 2 行 GD-1501 职能、区划相同而有效期重叠，请改「生效日期」「失效日期」或删去其一"
    assert found == [why]


def test_many_townships_in_one_banner_are_no_doubled_units(texts, edited):
    loaded = load(edited(texts, "agencies.csv", "", "XZ-2,金河镇人民政府,苏木乡镇,XZ,150105,,,,D,样例"), edition="1")
    assert loaded.directory.named("XZ-2", date(2026, 3, 2)).name == "金河镇人民政府"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "remedy"),
    [
        ("responsibility.csv", "R1,01,,,ZJ", "R1,01,,,XZ", "权责清单 第 2 行：「主办职能」", "请改派职能部门，基层只作协办"),
        ("cross_duties.csv", ",GD,盟市,,,戊", ",XZ,盟市,,,戊", "交叉职责判定表 第 2 行：「主办职能」", "请改派职能部门，基层只作协办"),
        ("exceptions.csv", "CG-1501,", "XZ-1,", "例外表 第 2 行：「承办单位」", "请限定到「基层可办」的事项，或改派职能部门"),
        ("exceptions.csv", "X2,20,0201,", "X2,20,,", "例外表 第 3 行：「承办单位」", "请限定到「基层可办」的事项，或改派职能部门"),
    ],
)  # fmt: skip
def test_a_departments_work_may_not_be_sent_to_the_grassroots(texts, told, edited, file, old, new, place, remedy):
    assert told(edited(texts, file, old, new)) == [f"{place}{GRASSROOTS_RULE}，{remedy}"]


def test_the_grassroots_may_help_and_may_lead_where_the_category_allows(texts, edited, at):
    texts = edited(
        texts, "exceptions.csv", "X1,10,01,1501,白塔机场、机场,CG-1501,ZJ-1501", "X1,10,01,1501,白塔机场,CG-1501,XZ-1"
    )
    loaded = load(texts, edition="1", today=date(2026, 3, 2))
    assert loaded.decide(Demand("0201", "150105", text="巧报镇"), at).agency.code == "XZ-1"
    assert loaded.decide(Demand("0101", "150105", text="白塔机场"), at).co_handlers[0].code == "XZ-1"


def test_one_unit_may_follow_another(texts, edited, at):
    texts = edited(texts, "agencies.csv", "2024-01-01,,,D,推定", "2024-01-01,2025-12-31,,D,推定")
    texts = edited(texts, "exceptions.csv", "、GD-1501", "")
    texts = edited(texts, "agencies.csv", "", "GD-X,另一供电公司,企业,GD,1501,2026-01-01,,GD-1501,D,推定")
    assert load(texts, edition="1").decide(Demand("0101", "150105", text="停电"), at).agency.code == "GD-X"


def test_crossing_rows_of_a_file_are_told_with_their_lines(texts, told, edited):
    found = told(edited(texts, "responsibility.csv", "", "R5,,1504,,CG,旗县,,,戊,D,,"))
    assert "权责清单 第 6 行：R5 与第 2 行 R1 范围交叉而分不出大小，请为交叉部分单列一行" in found
    assert len(found) == len(set(found)) == 3


def test_the_shipped_tables_broken_in_one_place_are_told_there_alone(shipped, told, edited):
    found = told(edited(shipped, "exceptions.csv", "X01,10,", "X01,20,"))
    assert found == [f"例外表 第 3 行：「优先级」20 与第 2 行{DISTINCT}"]

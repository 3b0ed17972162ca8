"""Cells that hold an unknown code, or no number or date where one is due."""

import pytest

from routing_rules import load
from routing_rules.columns import CATEGORIES, TABLES
from routing_rules.reading.spreadsheet import rows_of

UNKNOWN = "查无此项，请改为表中已有的代码或用语"
ONE = f"{UNKNOWN}，只填一个"
A_LIMIT = "应写成「5工作日」「24小时」「30自然日」"
BY_TABLE = "，请写数量和时钟；空着就按时限表"
A_DAY = "，请把单元格改成日期格式，或照此写法"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("responsibility.csv", "R2,0101", "R2,9999", f"权责清单 第 3 行：「事项分类」的「9999」{UNKNOWN}"),
        ("responsibility.csv", "R2,0101,", "R2,0101、9999,", f"权责清单 第 3 行：「事项分类」的「9999」{UNKNOWN}"),
        ("responsibility.csv", "R3,0101,1501,", "R3,0101,1599,", f"权责清单 第 4 行：「行政区划」的「1599」{UNKNOWN}"),
        ("responsibility.csv", "R4,02,,,", "R4,02,,外星人,", f"权责清单 第 5 行：「诉求主体」的「外星人」{UNKNOWN}"),
        ("responsibility.csv", "R4,02,,,ZJ", "R4,02,,,XX", f"权责清单 第 5 行：「主办职能」的「XX」{UNKNOWN}"),
        ("responsibility.csv", "ZJ,盟市,CG", "ZJ,盟市,XX", f"权责清单 第 4 行：「协办职能」的「XX」{UNKNOWN}"),
        ("responsibility.csv", "ZJ,盟市", "ZJ,乡镇", f"权责清单 第 4 行：「主办层级」的「乡镇」{UNKNOWN}"),
        ("responsibility.csv", "丁,D,,", "丁,E,,", f"权责清单 第 5 行：「依据等级」的「E」{UNKNOWN}"),
        ("categories.csv", "0201,02", "0201,09", f"事项分类表 第 6 行：「上级编码」的「09」{UNKNOWN}"),
        ("categories.csv", ",,,是", ",,,否", f"事项分类表 第 6 行：「基层可办」的「否」{UNKNOWN}"),
        ("regions.csv", "1504,赤峰市,15,", "1504,赤峰市,16,", f"区划表 第 6 行：「上级代码」的「16」{UNKNOWN}"),
        ("functions.csv", "{名}住建局,,D", "{名}住建局,QQ,D", f"职能表 第 2 行：「兜底职能」的「QQ」{UNKNOWN}"),
        ("agencies.csv", "GD,1501", "GX,1501", f"单位名录 第 2 行：「职能代码」的「GX」{UNKNOWN}"),
        ("agencies.csv", "GD,1501", "GD,1599", f"单位名录 第 2 行：「区划代码」的「1599」{UNKNOWN}"),
        ("agencies.csv", "公司,企业", "公司,单位", f"单位名录 第 2 行：「单位类型」的「单位」{UNKNOWN}"),
        ("exceptions.csv", "10,01,1501", "10,77,1501", f"例外表 第 2 行：「事项分类」的「77」{UNKNOWN}"),
        ("cross_duties.csv", "10,01,,", "10,77,,", f"交叉职责判定表 第 2 行：「事项分类」的「77」{UNKNOWN}"),
        ("time_limits.csv", "2,小时", "2,分钟", f"时限表 第 2 行：「时钟」的「分钟」{UNKNOWN}"),
        ("time_limits.csv", "T4,联系", "T4,聊天", f"时限表 第 5 行：「环节」的「聊天」{UNKNOWN}"),
        ("time_limits.csv", "2,小时,,", "2,小时,来电,", f"时限表 第 2 行：「起点」的「来电」{UNKNOWN}"),
        ("redispatch.csv", "重办,至少", "重办,随意", f"改派时钟表 第 5 行：「处理」的「随意」{UNKNOWN}"),
        ("closing.csv", "须,须,须", "须,须,有", f"办结规范表 第 2 行：「公开答复」的「有」{UNKNOWN}"),
        ("phrases.csv", "正在协调,空话", "正在协调,废话", f"答复用语表 第 2 行：「类别」的「废话」{UNKNOWN}"),
        ("reasons.csv", "TD1,退单", "TD1,退回", f"申请理由表 第 2 行：「用途」的「退回」{UNKNOWN}"),
        ("holidays.csv", "01-04,班", "01-04,上班", f"工作日历 第 3 行：「类型」的「上班」{UNKNOWN}"),
        ("holidays.csv", "暂定", "待定", f"工作日历 第 4 行：「状态」的「待定」{UNKNOWN}"),
        ("guidance.csv", "G1,转紧急热线", "G1,转接", f"分类处理指引 第 2 行：「处理方式」的「转接」{UNKNOWN}"),
    ],
)
def test_an_unknown_code_is_told_with_table_line_and_remedy(texts, told, edited, file, old, new, expected):
    assert told(edited(texts, file, old, new)) == [expected]


@pytest.mark.parametrize("amount", ["两", "0", "-2", "1.5", "9999999", "9" * 12, "9" * 5000, "+2", "२"])
def test_a_number_is_a_number(texts, told, edited, amount):
    expected = f"时限表 第 2 行：「数量」应为不超过六位的正整数，现为「{amount[:20]}」，请填数字"
    assert told(edited(texts, "time_limits.csv", "2,小时", f"{amount},小时")) == [expected]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("exceptions.csv", "X1,10", "X1,x", "例外表 第 2 行：「优先级」应为不超过六位的正整数，现为「x」，请填数字"),
        ("closing.csv", "须,100", "须,101", "办结规范表 第 2 行：「回访比例」应为 0 到 100 的整数，现为「101」，100 表示全部回访"),
        ("closing.csv", "须,100", "须,一半", "办结规范表 第 2 行：「回访比例」应为 0 到 100 的整数，现为「一半」，100 表示全部回访"),
        ("responsibility.csv", "ZJ,旗县,,,丁", "ZJ,旗县,,五天,丁", f"权责清单 第 5 行：「时限」{A_LIMIT}，现为「五天」{BY_TABLE}"),
        ("cross_duties.csv", "盟市,,,戊", "盟市,,0小时,戊", f"交叉职责判定表 第 2 行：「时限」{A_LIMIT}，现为「0小时」{BY_TABLE}"),
    ],
)  # fmt: skip
def test_a_number_of_some_kind_is_told(texts, told, edited, file, old, new, expected):
    assert told(edited(texts, file, old, new)) == [expected]


@pytest.mark.parametrize(
    "written", ["2026/1/31", "2026-02-30", "20260131", "2026年1月31日", "明天", "2026-1-1", "46053"]
)
@pytest.mark.parametrize(
    ("file", "old", "line"),
    [
        ("responsibility.csv", "丁,D,", "权责清单 第 5 行：「生效日期」"),
        ("responsibility.csv", "丁,D,,", "权责清单 第 5 行：「失效日期」"),
        ("agencies.csv", "GD,1501,2024-01-01,", "单位名录 第 2 行：「失效日期」"),
        ("exceptions.csv", "庚,D,2024-01-01,", "例外表 第 2 行：「失效日期」"),
    ],
)
def test_a_date_is_a_date(texts, told, edited, file, old, line, written):
    found = told(edited(texts, file, old, old + written))
    assert found == [f"{line}应写成 2026-01-31 这样的日期，现为「{written}」{A_DAY}"]


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("time_limits.csv", "2,小时", "２,小时", "时限表 第 2 行：「数量」「２」含全角字符，请改为半角的「2」"),
        ("responsibility.csv", "R4,02", "R4,０２", "权责清单 第 5 行：「事项分类」「０２」含全角字符，请改为半角的「02」"),
        ("responsibility.csv", "R4,02,,,ZJ", "R4,02,,,ＺＪ", "权责清单 第 5 行：「主办职能」「ＺＪ」含全角字符，请改为半角的「ZJ」"),
        ("responsibility.csv", "R4,", "Ｒ４,", "权责清单 第 5 行：「规则编号」「Ｒ４」含全角字符，请改为半角的「R4」"),
        ("agencies.csv", "2024-01-01", "２０２４-01-01", "单位名录 第 2 行：「生效日期」「２０２４-01-01」含全角字符，请改为半角的「2024-01-01」"),
    ],
)  # fmt: skip
def test_full_width_characters_in_codes_are_told_with_the_half_width_ones(texts, told, edited, file, old, new, why):
    assert why in told(edited(texts, file, old, new))


def test_full_width_characters_in_words_are_left_alone(texts, edited):
    loaded = load(edited(texts, "responsibility.csv", "甲", "《条例》（２０２６）：第３条"), edition="1")
    assert loaded.rules[0].outcome.basis == "《条例》（２０２６）：第３条"


@pytest.mark.parametrize(
    ("file", "old", "new", "heading"),
    [
        ("responsibility.csv", "R4,02,,,ZJ,", "R4,02,,,ZJ、CG,", "主办职能"),
        ("responsibility.csv", "R4,02,,,ZJ,", "R4,02,,,、,", "主办职能"),
        ("responsibility.csv", "ZJ,盟市", "ZJ,盟市、旗县", "主办层级"),
        ("regions.csv", "1504,赤峰市,15,盟市", "1504,赤峰市,15,盟市、旗县", "层级"),
        ("agencies.csv", "GD,1501", "GD、ZJ,1501", "职能代码"),
        ("agencies.csv", "GD,1501", "GD,1501、1504", "区划代码"),
        ("functions.csv", "{名}住建局,,", "{名}住建局,CG、GD,", "兜底职能"),
        ("time_limits.csv", "T2,办结,20,,企业", "T2,办结,20,,个人、企业", "诉求主体"),
        ("time_limits.csv", "T1,办结,10,特急", "T1,办结,10,特急、紧急", "紧急程度"),
        ("time_limits.csv", "2,小时", "2,小时、工作日", "时钟"),
        ("holidays.csv", "01-04,班", "01-04,班、休", "类型"),
        ("guidance.csv", "G1,转紧急热线", "G1,转紧急热线、告知途径", "处理方式"),
    ],
)
def test_several_codes_where_one_is_due_are_told_and_not_left_to_fail_later(
    texts, told, edited, file, old, new, heading
):
    found = told(edited(texts, file, old, new))
    assert len(found) == 1
    assert f"「{heading}」" in found[0]
    assert found[0].endswith(ONE)


def test_several_codes_where_several_may_stand_are_accepted(texts, edited):
    texts = edited(texts, "responsibility.csv", "R2,0101,,,", "R2,0101、0102,1504、,个人、企业,")
    texts = edited(texts, "time_limits.csv", "T2,办结,20,,企业,,", "T2,办结,20,,企业,投诉、举报,01、02")
    book = load(texts, edition="1")
    assert next(rule for rule in book.rules if rule.number == "R2").scope.category == {"0101", "0102"}
    assert book.limits["办结"][1].demand_types == {"投诉", "举报"}


@pytest.mark.parametrize(
    ("table", "heading"), [pytest.param(t, h, id=f"{t.file}-{h}") for t in TABLES for h in t.required]
)
def test_every_required_cell_that_is_empty_is_told(texts, told, table, heading):
    head, first, *others = texts[table.file].splitlines()
    cells = dict(zip(head.split(","), first.split(","), strict=True)) | {heading: ""}
    found = told({**texts, table.file: "\n".join([head, ",".join(cells.values()), *others])})
    assert f"{table.name} 第 2 行：「{heading}」不能为空，请填写" in found


def test_a_code_is_not_called_unknown_where_its_table_could_not_be_read(texts, told):
    broken = {**texts, CATEGORIES.file: "分类编码\n01\n"}
    assert rows_of(CATEGORIES, broken)[0] == []
    assert {line.split("：")[0] for line in told(broken)} == {"事项分类表 第 1 行"}

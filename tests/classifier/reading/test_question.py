"""The one question still to ask."""

from dataclasses import replace
from datetime import datetime

import pytest

from classifier import corpus
from classifier.places import Place, PlaceCandidate
from classifier.reading.kinds import TYPES
from classifier.reading.question import COLUMNS, Questions, QuestionsUnfit, follow_up, own_questions
from classifier.reading.said import said

NOW = datetime(2025, 11, 23, 10, 0)
HERE = Place("150105", (), "正文")
CATEGORIES = sorted(code for code in corpus.labels() if len(code) == 4)


def _asked(text, category, demand_type="投诉", place=HERE, table=None):
    return follow_up(replace(said("", text, NOW), demand_type=demand_type), category, place, table)


@pytest.mark.parametrize(
    ("category", "text", "element"),
    [
        ("0301", "暖气不热", "小区楼号"),
        ("0301", "锦绣华庭小区暖气不热", "楼号"),
        ("0301", "锦绣华庭小区3号楼暖气不热", "室温"),
        ("0301", "锦绣华庭小区3号楼才14度", "是否缴费"),
        ("0302", "热费多收了", "小区楼号"),
        ("0303", "金桥家园停水了", "从什么时候停的"),
        ("0307", "快递丢了", "快递公司"),
        ("0307", "顺丰快递丢了", "运单号"),
        ("0402", "有人在楼顶加盖房子", "违建位置"),
        ("0501", "公交车老不来", "公交线路"),
        ("0501", "31路公交老不来", "时间和站点"),
        ("0502", "出租车绕路多要钱", "车牌或订单号"),
        ("0502", "蒙A12345出租车绕路", "时间和起止地点"),
        ("0504", "高速上有个大坑", "路名和桩号"),
        ("0507", "高速多扣我通行费", "收费站和车牌"),
        ("0604", "红绿灯坏了", "路口和方向"),
        ("0702", "厂里没有防护", "企业名称"),
        ("0804", "楼下太吵了", "地址"),
        ("0804", "锦绣华庭小区楼下太吵了", "声源"),
        ("0804", "锦绣华庭小区楼下广场舞太吵了", "时段"),
        ("0901", "征地款没给", "村或嘎查"),
        ("1101", "工地拖欠农民工工资", "工程名称和所在地"),
        ("1101", "恒大花园工地欠我们工资", "施工单位"),
        ("1101", "恒大花园工地,包头市宏远建筑工程有限公司欠薪", "欠薪金额"),
        ("1101", "恒大花园工地,包头市宏远建筑工程有限公司欠三万元", "人数"),
        ("1102", "老板拖欠工资", "用人单位全称"),
        ("1102", "包头市宏远餐饮有限公司拖欠工资", "欠薪金额"),
        ("1202", "手术做坏了", "医疗机构"),
        ("1202", "旗人民医院手术做坏了", "医院和时间"),
        ("1302", "医保报得太少", "险种"),
        ("1405", "食堂饭菜发霉", "学校"),
        ("1704", "健身卡不给退钱", "商家"),
        ("1707", "网上买的鞋坏了不给退", "平台和店铺"),
        ("1707", "在拼多多买的鞋坏了不给退", "订单号"),
        ("1805", "局里欠我公司货款", "欠款单位全称"),
        ("1805", "赛罕区教育局欠我公司货款", "合同或发票"),
        ("1806", "国企欠我们工程款", "欠款企业全称"),
        ("1807", "对方欠货款不给", "对方企业全称"),
        ("2102", "判决了执行不了", "法院和案号"),
    ],
)
def test_the_most_valuable_missing_element_is_asked_for(category, text, element):
    asked = _asked(text, category)
    assert asked is not None and asked.element == element
    assert asked.ask.startswith("请问") and asked.ask.endswith("？")
    assert asked.basis


@pytest.mark.parametrize("category", CATEGORIES)
def test_an_unknown_place_is_always_asked_first(category):
    asked = _asked("有事反映", category, place=None)
    if category == "2204":
        assert asked is None
    else:
        assert asked is not None and asked.element == "地点"


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_a_question_of_its_own_besides_the_place(category):
    if category not in {"2201", "2202", "2204"}:
        assert _asked("有事反映", category) is not None


@pytest.mark.parametrize(
    ("category", "text", "demand_type"),
    [
        ("0301", "锦绣华庭小区3号楼才14度,取暖费都交了", "投诉"),
        ("1101", "恒大花园工地,包头市宏远建筑工程有限公司欠我们八个人三万元", "投诉"),
        ("0501", "31路公交今天早上七点半没来", "投诉"),
        ("2204", "打错了", "其他"),
        ("2201", "发展旅游的想法", "建议"),
        ("0102", "请问路灯几点关", "咨询"),
        ("2202", "感谢金桥派出所的民警", "表扬"),
    ],
)
def test_nothing_is_asked_where_nothing_important_is_missing(category, text, demand_type):
    assert _asked(text, category, demand_type) is None


def test_a_question_may_be_for_one_type_only():
    assert _asked("医保报多少", "1302", "咨询").element == "险种"
    assert _asked("要表扬一个人", "2202", "表扬").element == "表扬对象"


def test_of_a_league_the_banner_is_asked_for():
    league = Place("1501", (PlaceCandidate("1501", "呼和浩特市", "正文"),), "正文")
    assert _asked("路灯不亮", "0102", place=league).ask == "请问具体在呼和浩特市的哪个旗县区？"


def test_of_a_few_places_one_is_chosen():
    names = ("土默特左旗", "土默特右旗")
    place = Place(None, tuple(PlaceCandidate(str(n), name, "") for n, name in enumerate(names)), "正文")
    asked = _asked("土旗路灯不亮", "0102", place=place)
    assert asked.ask == "请问您说的是土默特左旗还是土默特右旗？"
    assert asked.choices == names


def test_without_a_category_only_the_place_is_asked_for():
    assert _asked("有事", "", place=None).element == "地点"
    assert _asked("有事", "") is None


def test_the_own_table_names_only_categories_and_types_that_exist():
    codes = {code for row in own_questions().rows if (code := row.category)}
    assert codes <= set(corpus.labels())
    assert sum(len(code) == 4 for code in codes) >= 60
    assert {code[:2] for code in CATEGORIES} <= {code[:2] for code in codes}
    assert all(set(row.types) <= set(TYPES) for row in own_questions().rows)


def _line(**cells):
    return {
        **dict.fromkeys(COLUMNS, ""),
        "要素": "金额",
        "缺失判断": "金额",
        "问法": "请问多少钱？",
        "先后": "1",
        **cells,
    }


def test_another_table_may_be_used_and_narrower_rows_go_first():
    table = Questions(
        [
            _line(),
            _line(分类编码="0102", 要素="灯杆", 缺失判断="楼号", 问法="请问几号灯杆？"),
            _line(分类编码="01", 先后="0"),
        ]
    )
    assert [row.category for row in table.of("0102", "投诉")] == ["01", "0102"]
    assert _asked("路灯不亮,欠三元", "0102", table=table).element == "灯杆"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"分类编码": "1"}, "应为空、2 位或 4 位数字"),
        ({"缺失判断": "心情"}, "没有「心情」这种要素"),
        ({"缺失判断": ""}, "有问法，却没有缺失判断"),
        ({"先后": "先"}, "先后「先」应为数字"),
        ({"诉求类型": "闲聊"}, "没有「闲聊」这种诉求类型"),
    ],
)
def test_mistakes_of_the_table_are_told_with_their_row(cells, told):
    with pytest.raises(QuestionsUnfit, match=rf"第 3 行：.*{told}"):
        Questions([_line(), _line(**cells)])


def test_all_mistakes_are_told_at_once():
    with pytest.raises(QuestionsUnfit, match=r"第 2 行：.*；第 3 行：缺少列"):
        Questions([_line(先后=""), {"分类编码": ""}])

"""Which elements are told already."""

from datetime import datetime

import pytest

from classifier.places import Place
from classifier.reading.elements import elements, told
from classifier.reading.said import said

NOW = datetime(2025, 11, 23, 10, 0)


def _told(element, text, place=None):
    return told(element, said("", text, NOW), place)


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("小区", "锦绣华庭小区停水"), ("小区", "我住金桥家园"), ("楼号", "3号楼二单元"), ("楼号", "十二栋没电"), ("室温", "屋里才14度"),
        ("室温", "零下二十"),
        ("缴费", "取暖费都交了还不热"), ("车牌", "蒙A12345的出租车"), ("车牌", "蒙A·D12345"), ("线路", "等31路公交"), ("订单", "订单号是8812"),
        ("编号", "工单号说没有"), ("编号", "编号20251123001"), ("户号", "户号10023345"), ("金额", "欠三万五千元"), ("人数", "我们八个人都没领到"),
        ("时间", "从上周五开始"), ("时间", "停了三天了"), ("时段", "每天晚上十点"), ("时段", "半夜施工"), ("道路", "胜利街坑洼"),
        ("道路", "G110国道"),
        ("详址", "新华大街路灯不亮"), ("村", "察素齐镇毫庆村"), ("村", "巴彦嘎查"), ("医院", "旗人民医院"), ("医院", "林河蒙医院"),
        ("学校", "第三小学"),
        ("学校", "四中门口"), ("单位名称", "在包头市宏远建筑工程有限公司上班"),
        ("商家", "草原红火锅店"), ("凭据", "有欠条和转账记录"), ("平台", "在拼多多买的"),
        ("面积", "占了六亩地"), ("险种", "我是职工医保"), ("快递公司", "顺丰把件丢了"), ("运营商", "移动宽带断网"), ("声源", "广场舞太吵"),
        ("工程", "二连高铁项目欠薪"), ("方向", "由东向西方向"), ("机关", "金桥派出所"), ("村", "高家村"), ("道路", "新华大街"),
        ("银行", "农行网点"), ("矿名", "平庄煤矿"), ("河段", "小黑河发臭"),
        ("年级", "孩子上二年级"), ("补贴种类", "草原补奖没发"), ("联系电话", "打13812345678"),
    ],
)  # fmt: skip
def test_an_element_is_told(element, text):
    assert _told(element, text)


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("小区", "我们小区停水"), ("小区", "老旧小区没改造"), ("楼号", "整栋楼停水"), ("室温", "屋里冰凉"), ("车牌", "出租车绕路"),
        ("线路", "公交老不来"),
        ("金额", "欠我工资不给"), ("人数", "老板欠工资"), ("时间", "路灯不亮"), ("时段", "楼下吵死了"), ("道路", "门口的路坏了"),
        ("道路", "这条路坏了"), ("道路", "村里的水泥路"),
        ("村", "我们村停水"), ("村", "村里的路"), ("医院", "去医院看病"), ("学校", "孩子的学校"), ("单位名称", "老板跑了"),
        ("商家", "楼下饭店油烟大"),
        ("凭据", "老板不认账"), ("平台", "网上买的东西坏了"), ("面积", "占了我家的地"), ("编号", "户口本丢了"), ("企业名称", "某物业公司"),
        ("联系电话", "打12345"),
    ],
)  # fmt: skip
def test_an_element_is_missing(element, text):
    assert not _told(element, text)


@pytest.mark.parametrize(
    ("place", "known"),
    [
        (None, False),
        (Place(None, (), ""), False),
        (Place("1501", (), "来电区号"), False),
        (Place("150105", (), "正文"), True),
    ],
)
def test_a_place_is_known_down_to_the_banner(place, known):
    assert _told("地点", "路灯不亮", place) is known


def test_all_elements_have_a_name():
    assert {"地点", "详址", "金额", "车牌", "室温", "凭据"} <= elements()
    assert len(elements()) > 35

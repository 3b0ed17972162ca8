"""Where a text is about: names of Inner Mongolia, and what must not be taken for one."""

import pytest

from classifier.places import Gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer()


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("呼和浩特市新城区海拉尔东路路灯不亮", "150102"),
        ("呼市赛罕区大学西街积水", "150105"),
        ("土左旗察素齐镇自来水浑浊", "150121"),
        ("托县双河镇中心街", "150122"),
        ("和林格尔县盛乐镇", "150123"),
        ("包头市昆区友谊大街", "150203"),
        ("包头青山区富强路", "150204"),
        ("达茂旗百灵庙镇草场", "150223"),
        ("稀土高新区万达广场", "150271"),
        ("乌海市海南区拉僧庙镇", "150303"),
        ("赤峰市松山区穆家营子镇", "150404"),
        ("克旗经棚镇", "150425"),
        ("科左中旗保康镇", "150521"),
        ("霍林郭勒市珠斯花街道", "150581"),
        ("东胜区罕台镇", "150602"),
        ("准旗薛家湾暖气不热", "150622"),
        ("伊旗阿镇的公交", "150627"),
        ("莫旗尼尔基镇", "150722"),
        ("满洲里口岸排队", "150781"),
        ("家住临河，小区没物业", "150802"),
        ("四子王旗乌兰花镇", "150929"),
        ("二连浩特的货车", "152501"),
        ("锡市杭盖街道", "152502"),
        ("东乌旗乌里雅斯太镇", "152525"),
        ("阿左旗巴彦浩特镇", "152921"),
        ("额济纳旗策克口岸", "152923"),
        ("通辽市双胜镇卫生院", "150522"),
        ("科尔沁右翼中旗好腰苏木镇", "152222"),
        ("巴彦淖尔市前旗的路", "150823"),
        ("前旗白彦花镇的路", "150823"),
        ("赤峰市公交", "1504"),
        ("锡盟草场补贴", "1525"),
        ("内蒙古兴安盟种植补贴", "1522"),
        ("我是赤峰人，在东胜区打工", "150602"),
        ("包头路灯坏了", "1502"),
        ("临河新城区没有公交", "150802"),
        ("我家在甘其毛都口岸边上", "150824"),
        ("租房的事，玉泉那边能不能管", "150104"),
        ("我是松山的，电动车坏了不给修", "150404"),
        ("举报啊临河有人倒垃圾", "150802"),
    ],
)
def test_a_named_place_is_found(gazetteer, text, region):
    place = gazetteer.find(text)
    assert (place.region, place.source) == (region, "正文")
    assert place.candidates[0].code == region


@pytest.mark.parametrize(
    "text",
    [
        "内蒙古自治区的医保政策", "开发商都不管", "振兴和发展", "面临河道塌陷", "打招呼市民", "五一街道路不平",
        "锡林郭勒南路路口堵车", "赤峰街坑洼不平", "鄂尔多斯大街红绿灯", "呼和浩特路有坑", "海拉尔大厦停电", "大青山的树",
        "幸福乡村建设", "山东胜利油田", "五原则", "西安市新城区", "武汉市青山区", "集团旗下", "在新镇压力下", "没有说在哪里", "",
    ],
)  # fmt: skip
def test_streets_and_everyday_words_are_no_places(gazetteer, text):
    assert gazetteer.find(text).region is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("后旗的路", {"150522", "150825", "150826", "150928"}),
        ("双胜镇卫生院", {"150421", "150522"}),
        ("乌市供暖", {"1509", "152201"}),
        ("从红山区到松山区的公交", {"150402", "150404"}),
        ("包头到赤峰的高铁", {"1502", "1504"}),
    ],
)
def test_an_unsettled_name_leaves_the_choice_to_a_person(gazetteer, text, codes):
    place = gazetteer.find(text)
    assert place.region is None
    assert {candidate.code for candidate in place.candidates} == codes
    assert all(candidate.name and candidate.why for candidate in place.candidates)


def test_the_area_code_settles_an_ambiguous_name(gazetteer):
    assert gazetteer.find("前旗的路", "0478-1234567").region == "150823"


def test_the_area_code_stands_in_where_the_text_is_silent(gazetteer):
    place = gazetteer.find("暖气不热", "(0471) 6612345")
    assert (place.region, place.source) == ("1501", "来电区号")


def test_the_area_code_does_not_overrule_the_text(gazetteer):
    assert gazetteer.find("东胜区暖气不热", "0471-6612345").region == "150602"


def test_a_mobile_number_says_nothing(gazetteer):
    assert gazetteer.find("暖气不热", "13847112345").region is None


def test_a_township_name_beside_another_province_is_no_sure_answer(gazetteer):
    assert gazetteer.find("山东省红旗镇的地").region is None


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("我是吴审旗的房产证办不下来", "150626"),
        ("我们是奈蔓旗镇里头的", "150525"),
        ("我在尼尔鸡镇下边住", "150722"),
        ("喂喂我是阿尔杉这边采蘑菇的", "152202"),
        ("清水何县这边养鸡场臭", "150124"),
    ],
)
def test_a_name_written_by_its_sound_is_known(gazetteer, text, region):
    assert gazetteer.find(text).region == region


@pytest.mark.parametrize(
    "text",
    [
        "青山绿水的地方要保护",
        "东河里全是垃圾",
        "松山路上堵车",
        "中心城区停车难",
        "把本子放桌子上了",
        "就园区的事问一下",
        "时至晚上还在施工",
    ],
)
def test_short_names_and_everyday_sounds_are_no_places(gazetteer, text):
    assert gazetteer.find(text).region is None


def test_a_written_name_silences_what_only_sounds_like_one(gazetteer):
    assert gazetteer.find("赛罕区有人说吴审旗的事").region == "150105"

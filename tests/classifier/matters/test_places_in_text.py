import pytest

from classifier.matters.places_in_text import Name, areas, common_names, conflicts, named_in, names
from classifier.matters.plain import plain


def read(text):
    body, told = areas(plain(text))
    return body, names(body, told.township_names)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("赛罕区丁香佳园3号楼停水", Name("小区", "丁香", "佳园")),
        ("我住在金桂小区，没人管", Name("小区", "金桂", "小区")),
        ("玉泉区石榴东街路面塌了", Name("路", "石榴", "东街")),
        ("我们家在柳条沟村，井坏了", Name("村", "柳条沟", "村")),
        ("在红柳食品厂干了三个月", Name("企", "红柳", "食品厂")),
        ("投诉小月亮幼儿园乱收费", Name("校", "小月亮", "幼儿园")),
        ("土默特左旗察素齐镇停电", Name("镇", "察素齐", "镇")),
    ],
)
def test_names(text, wanted):
    assert wanted in read(text)[1]


@pytest.mark.parametrize("text", ["老旧小区没人管", "物业公司不接电话", "通村水泥路坏了", "我们小区停电"])
def test_what_is_no_name(text):
    assert read(text)[1] == ()


def test_banners_are_cut_out_and_kept_as_codes():
    body, told = areas("赛罕区丁香佳园停水")
    assert "赛罕" not in body
    assert told.banners == {"150105"}


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        (Name("小区", "丁香", "佳园"), "丁香佳园小区没气", True),
        (Name("小区", "丁香", "小区"), "丁香家属院没气", True),
        (Name("小区", "丁香", "小区"), "丁香花园没气", False),
        (Name("小区", "丁香", "小区"), "丁香东小区没气", False),
        (Name("校", "红旗实验", "小学"), "红旗小学食堂", False),
        (Name("校", "红旗", "实验小学"), "红旗小学食堂", True),
        (Name("路", "石榴", "街"), "石榴东街堵车", True),
        (Name("路", "成吉思汗", "大街"), "成大街地铁口", True),
        (Name("镇", "阿勒腾席热", "镇"), "阿镇公园", True),
        (Name("小区", "金桂", "园"), "银桂园没水", False),
    ],
)
def test_named_in(name, text, wanted):
    assert named_in(name, text) is wanted


def test_conflict_only_where_both_name_the_kind_and_none_is_common():
    (one_body, one), (other_body, other) = read("丁香佳园停水"), read("海棠佳园停水")
    common = common_names(one, other_body) + common_names(other, one_body)
    assert common == ()
    assert conflicts(one, other, common) == {"小区"}
    assert conflicts(one, (), ()) == frozenset()

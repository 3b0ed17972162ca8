import pytest

from classifier.matters.plain import plain


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("二号楼", "2号楼"),
        ("2栋", "2号楼"),
        ("2#", "2号楼"),
        ("十六幢", "16号楼"),
        ("第九中学", "9中"),
        ("九中门口", "9中门口"),
        ("二十街坊", "20街坊"),
        ("六路公交车", "6路公交"),
        ("二〇二厂", "202厂"),
        ("三单元", "3单元"),
        ("苞米让人拉走", "玉米让人拉走"),
        ("Ｃ座", "c座"),
    ],
)
def test_one_way_of_writing(written, wanted):
    assert plain(written) == wanted


def test_everyday_numerals_stay():
    assert plain("等了五十多分钟，一千二百块") == "等了五十多分钟,一千二百块"

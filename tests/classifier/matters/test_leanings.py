import numpy as np

from classifier.corpus import labels
from classifier.matters.leanings import grams, group_rarity, leaning, rarity


def test_grams_are_characters_and_pairs():
    assert grams("停水a") == {"停", "水", "停水"}


def test_alike_matters_lean_alike_without_a_common_word():
    lift, bus, heat = leaning("上下楼的梯子困了人"), leaning("末班车提前收车"), leaning("屋里冻得睡不着")
    cold = leaning("供热管网没有温度")
    assert np.corrcoef(heat, cold)[0, 1] > max(np.corrcoef(heat, lift)[0, 1], np.corrcoef(heat, bus)[0, 1])


def test_one_number_a_category():
    assert leaning("").shape == (len([code for code in labels() if len(code) == 4]),)
    assert not leaning("").any()


def test_rarity():
    assert rarity("喵喵驿") > rarity("小区")
    assert rarity("水") == 0
    assert group_rarity("电梯困人") > group_rarity("医院")

"""How near two texts are, and the pairs that search looks up."""

from classifier.similarity import bigrams, near

OTHERS = [
    ("a", "阳光小区三号楼暖气不热，家里只有十二度"),
    ("b", "请问公积金怎么提取"),
    ("c", "阳光小区暖气不热"),
    ("d", "路灯不亮"),
]


def test_the_nearest_comes_first():
    found = near("阳光小区暖气不热!", OTHERS)
    assert [neighbour.key for neighbour in found][:2] == ["c", "a"]
    assert found[0].score == 1.0
    assert 0 < found[1].score < 1


def test_no_more_than_asked_and_nothing_unlike():
    assert len(near("阳光小区暖气不热", OTHERS, most=1)) == 1
    assert near("xyz", OTHERS) == []
    assert near("暖气", []) == []


def test_punctuation_width_and_case_do_not_matter():
    assert near("ＥＴＣ 扣费", [("k", "etc，扣费！")])[0].score == 1.0


def test_bigrams_overlap_and_words_stay_whole():
    assert bigrams("暖气不热") == ["暖气", "气不", "不热"]
    assert bigrams("ＥＴＣ扣费 5G") == ["etc", "扣费", "5g"]
    assert bigrams("水") == ["水"]
    assert bigrams("") == []

"""The table of other systems' words: each means one of our own words, and none of ours means another (原写法表)."""

from hotline.analytics.history.judging import words_by_column
from hotline.domain.analysis.old_words import old_words, our_word


def test_every_old_word_means_one_of_ours():
    ours = words_by_column()
    assert len(old_words()) > 30
    for (column, said), meant in old_words().items():
        assert meant in ours[column], (column, said)
        assert said not in ours[column], (column, said)


def test_what_is_not_in_the_table_stays_as_it_is():
    assert our_word("是否解决", "是") == "已解决"
    assert our_word("渠道", "是") == "是"
    assert our_word("渠道", "飞鸽") == "飞鸽"

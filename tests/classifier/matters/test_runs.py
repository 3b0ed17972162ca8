from classifier.matters.runs import covered, proper_runs, shared_runs, similarity, swaps


def test_shared_runs_are_the_longest():
    assert shared_runs("丁香佳园停水", "还是丁香佳园的事") == ["丁香佳园"]
    assert shared_runs("停水", "停电") == []


def test_proper_runs_leave_out_trade_words_and_small_words():
    found = [run.text for run in proper_runs("喀秋莎牧场暖气不热", "喀秋莎的暖气不热")]
    assert found == ["喀秋莎"]


def test_covered():
    assert covered("丁香佳园停水", ["丁香", "丁香佳园"]) == "|停水"


def test_similarity():
    assert similarity("停水", "停水") == 1
    assert similarity("停水", "电梯") == 0


def test_swap_of_a_few_characters_in_a_copied_text():
    text = "家住馨和花园七号楼暖气不热要求测温"
    assert swaps(text, text.replace("馨和", "馨雅")) == 1
    assert swaps(text, text) == 0
    assert swaps(text, text + "还没人来") == 0
    assert swaps(text, "公交车甩站") == 0

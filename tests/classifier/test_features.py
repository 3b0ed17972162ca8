"""Features are blocks of their own weight, found again by number (特征)."""

import numpy as np
import pytest

from classifier.features import BLOCKS, Features
from classifier.terms import BATCH, Lines, salted
from classifier.text import line

TEXTS = ["暖气不热家里冷", "供暖温度不达标", "暖气片冰凉", "路灯不亮太黑", "路灯不亮没人修", "路灯一闪一闪"]


@pytest.fixture(scope="module")
def features():
    return Features.learnt([line(text) for text in TEXTS])


def test_every_block_has_the_length_of_its_weight(features):
    row = features.rows([line("路灯不亮太黑")])
    for place, block in enumerate(BLOCKS):
        part = row.data[features.blocks[row.indices] == place]
        assert np.isclose(np.sqrt((part * part).sum()), block.weight, atol=1e-4)


def test_a_text_of_unknown_terms_has_no_features(features):
    assert features.rows([line("")]).nnz == 0
    assert features.rows([line("草场纠纷")]).nnz == 0
    assert features.rows([]).shape == (0, features.width)


def test_rows_are_the_same_in_any_batch(features):
    lines = [line(text) for text in TEXTS] * 100
    together = features.rows(lines)
    assert len(lines) > BATCH
    assert together.shape == (600, features.width)
    for place in (0, 5, 511, 512, 599):
        alone = features.rows([lines[place]])
        assert np.array_equal(together[place].indices, alone.indices)
        assert np.allclose(together[place].data, alone.data)


def test_a_term_is_found_by_its_number_only(features):
    known = salted(Lines([line("路灯")]).words.numbers, 1)
    column = int(features.columns(known)[0])
    assert features.numbers[column] == known[0]
    assert features.columns(salted(Lines([line("草场")]).words.numbers, 1)).tolist() == [-1]


def test_repeating_says_less_each_time(features):
    once, often = (features.rows([line(text)]) for text in ("路灯太黑", "路灯路灯路灯路灯太黑"))
    column = int(features.columns(salted(Lines([line("路灯")]).words.numbers, 1))[0])
    assert once[0, column] < often[0, column] < 4 * once[0, column]


def test_rare_terms_weigh_more():
    often, rare = Lines(["停水\x1f"]).words.numbers, Lines(["草场\x1f"]).words.numbers
    learnt = Features.learnt(["停水\x1f", "停水\x1f", "停水\x1f草场\x1f"])
    assert learnt.rarity[learnt.columns(salted(often, 1))[0]] < learnt.rarity[learnt.columns(salted(rare, 1))[0]]


def test_no_two_terms_share_a_slot(features):
    assert features.columns(features.numbers).tolist() == list(range(features.width))

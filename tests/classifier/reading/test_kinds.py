"""Type and requester by their wording, learnt from the labelled demands."""

import io
from collections.abc import Sequence

import numpy as np
import pytest

from classifier import corpus
from classifier.corpus import Labelled
from classifier.reading.kinds import TYPES, Arrays, Kind, Kinds, learn
from classifier.text import normalise

SOME = 3000


@pytest.fixture(scope="module")
def taught() -> list[Labelled]:
    """A share of the corpus over all categories and rounds of writing, and as many rows apart from it."""
    rows = corpus.read()
    return rows[:: max(1, len(rows) // SOME)]


@pytest.fixture(scope="module")
def arrays(taught: Sequence[Labelled]) -> Arrays:
    return learn(taught)


@pytest.fixture(scope="module")
def kinds(arrays: Arrays) -> Kinds:
    return Kinds.read(arrays)


def test_the_weights_pass_through_a_file_without_pickle(arrays, kinds):
    kept = io.BytesIO()
    np.savez_compressed(kept, **arrays)
    assert kept.tell() < 1_000_000
    kept.seek(0)
    with np.load(kept, allow_pickle=False) as loaded:
        again = Kinds.read(loaded)
    for text in ("请问新生儿落户需要什么材料", "我公司中标后一直不签合同", "暖气冰凉"):
        assert again.of(text) == kinds.of(text)


def test_learning_is_always_alike(taught, arrays):
    again = learn(taught)
    assert arrays.keys() == again.keys()
    assert all(np.array_equal(arrays[name], again[name]) for name in arrays)


def test_arrays_of_others_beside_them_are_left_alone(arrays, kinds):
    assert Kinds.read({**arrays, "rarity": np.zeros(3)}).of("请问怎么办理") == kinds.of("请问怎么办理")


@pytest.mark.parametrize(
    ("text", "demand_type"),
    [
        ("请问新生儿落户需要带什么材料?", "咨询"),
        ("想问一下公积金贷款怎么申请,需要哪些条件", "咨询"),
        ("建议在学校门口增设一个红绿灯", "建议"),
        ("我要举报有人夜里往河里倒垃圾,请查处", "举报"),
        ("匿名来电反映某诊所无证行医,请查处", "举报"),
        ("感谢供电所的师傅半夜抢修,特此表扬", "表扬"),
        ("物业收费不服务,态度恶劣,要求退费道歉", "投诉"),
        ("健身卡不退钱,店家一直推脱", "投诉"),
    ],
)
def test_the_type_of_plain_demands(kinds, text, demand_type):
    assert kinds.of(normalise(text)).demand_type == demand_type


@pytest.mark.parametrize(
    ("text", "requester"),
    [
        ("我公司申请排污许可证,材料交了三个月没有答复", "企业"),
        ("我司中标后甲方一直不签合同,拖欠工程款", "企业"),
        ("老板拖欠我三个月工资", "个人"),
        ("小区暖气不热,老人冻得不行", "个人"),
        ("孩子上学划片的事想问一下", "个人"),
    ],
)
def test_who_asks(kinds, text, requester):
    assert kinds.of(normalise(text)).requester == requester


def test_the_category_decides_where_the_words_do_not(kinds):
    text = "换了领导就不认账了"
    assert kinds.of(text, {"1805": 1.0}).requester == "企业"
    assert kinds.of(text, {"2005": 1.0}).requester == "个人"


def test_a_category_that_is_not_known_says_nothing(kinds):
    assert kinds.of("路灯不亮", {"9999": 1.0}) == kinds.of("路灯不亮")


def test_an_empty_text_asks_for_nothing(kinds):
    assert kinds.of("") == Kind("其他", "个人")


@pytest.mark.parametrize("text", ["a", "😀", "\ud800", "ᠪᠢ", "1" * 5000])
def test_any_text_has_a_type(kinds, text):
    assert kinds.of(text).demand_type in TYPES


def test_demands_that_were_not_taught_are_mostly_right(taught, kinds):
    known = {row.document for row in taught}
    apart = [row for row in corpus.read()[3::17] if row.document not in known]
    said = [kinds.of(normalise(row.document), {row.category: 1.0}) for row in apart]
    right = np.mean([kind.demand_type == row.demand_type for kind, row in zip(said, apart, strict=True)])
    called = np.array([kind.requester == "企业" for kind in said])
    truly = np.array([row.requester == "企业" for row in apart])
    assert len(apart) > 300
    assert right > 0.68
    assert (called & truly).sum() / called.sum() > 0.9
    assert (called & truly).sum() / truly.sum() > 0.7


def test_a_kind_that_nobody_taught_is_never_said():
    rows = [Labelled("0101", "投诉", "个人", "短消息", "", f"路坏了{n}") for n in range(20)]
    rows += [Labelled("0101", "咨询", "个人", "短消息", "", f"请问路{n}") for n in range(20)]
    kinds = Kinds.read(learn(rows))
    assert {kinds.of(text).demand_type for text in ("路坏了", "请问路", "表扬信", "我公司")} <= {"投诉", "咨询"}
    assert kinds.of("我公司").requester == "个人"

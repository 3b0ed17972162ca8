"""The model in service answers plain demands and is silent where it should be (在用模型)."""

import json

import pytest

from classifier import corpus
from classifier.registry import METRICS, load
from classifier.text import document

PLAIN = [
    ("0102", "", "我们巷子的路灯坏了半个月，晚上黑灯瞎火没人修"),
    ("0103", "", "下水道堵了，污水外溢，井盖都顶起来了"),
    ("0301", "暖气不热", "家里只有十四度，老人孩子冻得受不了，供热公司不管"),
    ("0501", "", "公交车半个小时不来一班，末班车又收得太早"),
    ("1101", "", "工地干完活包工头跑了，拖欠我们三十多个农民工的工资"),
    ("1303", "", "想问异地就医备案怎么办理"),
    ("1401", "", "我们小区划片到哪个小学，孩子今年入学"),
    ("1702", "", "药店卖给我过期药品"),
    ("0406", "", "楼下饭店的油烟直接排到我家窗户"),
    ("1206", "", "办公楼里有人吸烟，没人管控烟"),
]


@pytest.mark.parametrize(("category", "title", "text"), PLAIN)
def test_a_plain_demand_is_among_the_first_three(model, category, title, text):
    answer = model.classify(title, text)
    assert category in [one.category for one in answer.candidates]
    assert answer.edition == model.edition


def test_candidates_come_in_order_and_as_many_as_asked(model):
    answer = model.classify("暖气不热", "室温不到十六度", top=5)
    confidences = [one.confidence for one in answer.candidates]
    assert len(confidences) == 5
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) <= 1.0001
    assert answer.level1.category == "03"
    assert confidences[0] <= answer.level1.confidence <= 1


@pytest.mark.parametrize("text", ["", "   \n", "12345", "。。。？？", "您好请问一下", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "\x00\x01"])
def test_a_text_that_says_nothing_known_gives_no_candidates(model, text):
    answer = model.classify("", text)
    assert answer.candidates == ()
    assert answer.sure is False
    assert answer.level1 is None


def test_many_at_once_say_the_same_as_one_by_one(model):
    demands = [(title, text) for _, title, text in PLAIN] + [("", "")]
    together = model.classify_many([document(*demand) for demand in demands])
    for one, (title, text) in zip(together, demands, strict=True):
        alone = model.classify(title, text)
        assert [c.category for c in alone.candidates] == [c.category for c in one.candidates]
        assert alone.sure == one.sure
    assert model.classify_many([]) == []


def test_sure_means_at_or_above_the_threshold(model):
    for answer in model.classify_many([document(title, text) for _, title, text in PLAIN]):
        first = answer.candidates[0]
        assert answer.sure == (first.confidence >= model.thresholds.of(first.category))
        assert answer.level1_sure == (answer.level1.confidence >= model.thresholds.level1)


def test_a_stricter_promise_answers_less(trained, model):
    documents = [row.document for row in corpus.read(corpus.CALIBRATION)]
    shares = []
    for promise in (0.8, 0.97, 1.0):
        told = load(trained, model.edition, promise).classify_many(documents)
        shares.append(sum(answer.sure for answer in told) / len(told))
    assert shares[0] > shares[1] > shares[2] == 0


def test_a_very_long_text_is_read(model):
    assert model.classify("路灯", "路灯坏了没人修。" * 3000).candidates[0].category == "0102"


def test_every_class_has_a_name(model):
    assert len(model.estimator.classes_) == 160
    assert all(model.labels[code] and model.labels[code[:2]] for code in model.estimator.classes_.tolist())


def test_the_figures_stay_above_their_floor(model, trained):
    told = json.loads((trained / model.edition / METRICS).read_text(encoding="utf-8"))
    assert told["accuracy"] > 0.80
    assert told["top3"] > 0.92
    assert told["level1"] > 0.85
    assert told["ece"] < 0.08
    assert len(told["by_class"]) == 160

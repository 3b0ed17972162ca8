"""Text is made comparable and cut as the contract says (文本规范与分词)."""

import jieba
import pytest

from classifier import corpus, text
from classifier.estimator import DemandClassifier
from classifier.text import contract_words, normalise, own_words, stop_words, words


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("１２３４５热线（测试）", "12345热线(测试)"),
        ("暖气\x00不热\x07", "暖气 不热"),
        ("  停水 \t\u3000 三天  ", "停水 三天"),
        ("第一行 \r\n\r\n 第二行", "第一行\n第二行"),
        ("零\u200b宽\ufeff", "零宽"),
        ("", ""),
    ],
)
def test_widths_spaces_and_control_characters_are_folded(given, wanted):
    assert normalise(given) == wanted


def test_mongolian_script_stays_whole():
    line = "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠬᠡᠯᠡ\u180e"
    assert normalise(line) == line
    assert words(line)


def test_normalising_twice_changes_nothing():
    for row in corpus.read()[::50]:
        once = normalise(row.document)
        assert normalise(once) == once


def test_stop_words_and_numbers_say_nothing():
    assert words("您好，请问一下，这个问题希望尽快解决 2024 12") == []
    assert {"的", "反映", "市民"} <= stop_words()


def test_words_of_the_region_are_kept_whole():
    assert {"嘎查", "欠薪", "蒙速办"} <= set(words("嘎查干部欠薪，蒙速办查不到"))
    assert "我公司" in words("我公司的货款被拖欠")
    assert len(own_words()) > 100


def test_the_fast_cutter_is_held_to_jieba(monkeypatch, model):
    sample = [row.document for row in corpus.read()[::8]]
    alike = sum(words(line) == contract_words(line) for line in sample)
    assert alike / len(sample) > 0.97
    fast = model.estimator.predict(sample).tolist()
    monkeypatch.setattr("classifier.features.words", contract_words)
    assert model.estimator.predict(sample).tolist() == fast
    assert isinstance(text._contract(), jieba.Tokenizer)
    assert isinstance(model.estimator, DemandClassifier)

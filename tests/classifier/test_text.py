"""Text is made comparable and cut as the contract says (文本规范与分词)."""

import jieba
import pytest

from classifier import corpus, text
from classifier.estimator import DemandClassifier
from classifier.text import Tokens, contract_line, contract_words, line, normalise, own_words, stop_words, words


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


def test_a_text_already_cut_is_cut_at_its_spaces_only():
    assert words(Tokens("嘎查干部 欠薪 的 2024")) == ["嘎查干部", "欠薪"]


def test_no_more_is_read_than_asked():
    assert line("路灯坏了" + "停水" * 400, 4) == line("路灯坏了")
    assert len(line("停水" * 400)) > len(line("停水" * 400, 100))


def test_untidy_texts_cost_nothing_in_meaning():
    assert words("暖 气​不 热") == words("暖 气不 热")
    assert normalise("一 二") == "一 二"


def test_words_of_the_region_are_kept_whole():
    assert {"嘎查", "欠薪", "蒙速办"} <= set(words("嘎查干部欠薪，蒙速办查不到"))
    assert "我公司" in words("我公司的货款被拖欠")
    assert len(own_words()) > 100


def test_the_fast_cutter_is_held_to_jieba(monkeypatch, model):
    sample = [row.document for row in corpus.read()[::8]]
    alike = sum(words(line) == contract_words(line) for line in sample)
    assert alike / len(sample) > 0.97
    fast = model.estimator.predict(sample).tolist()
    monkeypatch.setattr("classifier.estimator.line", contract_line)
    assert model.estimator.predict(sample).tolist() == fast
    assert isinstance(text._contract(), jieba.Tokenizer)
    assert isinstance(model.estimator, DemandClassifier)

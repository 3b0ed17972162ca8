"""Speed is measured on the way the service goes, rounds taken in turn (表 5)."""

import pytest

from classifier.commands.bench_tables import speed
from classifier.commands.bench_tables.speed import Answerer, ours, paces, read_messages, speed_table, theirs
from classifier.commands.references import FASTTEXT, fast_text_of
from classifier.learning.lessons import Lesson
from classifier.learning.training import edition_of, write

MESSAGES = [("", "停水三天"), ("路灯", "不亮")] * 3


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    home = tmp_path_factory.mktemp("speed") / "small"
    write(
        edition_of([Lesson(f"{word}{n}号楼", word, f"{word}{n}") for n in range(8) for word in ("停水", "路灯")]),
        home,
        "small",
    )
    return home


def test_rounds_are_taken_in_turn_and_the_middle_one_counts():
    asked = []

    def answerer(name):
        return Answerer(*(lambda *_, kind=kind: asked.append((name, kind)) for kind in ("load", "batch", "one")))

    first, absent, second = paces([answerer("a"), None, answerer("b")], MESSAGES)
    assert absent is None
    assert first.wall > 0 < second.load
    assert [name for name, kind in asked if kind == "load"] == ["a", "b"] * speed.ROUNDS
    assert sum(kind == "one" for _, kind in asked) == 2 * speed.ROUNDS * len(MESSAGES)


def test_ours_answers_as_the_service_does(edition):
    answerer = ours(edition)
    assert answerer.one("", "停水了").candidates[0].category == "停水"
    assert len(answerer.batch(MESSAGES)) == len(MESSAGES)
    assert answerer.load().edition == "small"


def test_without_fast_text_the_column_says_so(edition, monkeypatch, tmp_path):
    monkeypatch.setattr(speed, "FASTTEXT", None)
    assert theirs(tmp_path / "none.bin") is None
    lines = list(speed_table([("小", edition, tmp_path / "none.bin")], MESSAGES))
    assert sum("未安装" in line for line in lines) == 5


@pytest.mark.skipif(FASTTEXT is None, reason="没有装 fastText")
def test_fast_text_answers_the_same_raw_texts(edition, tmp_path, monkeypatch):
    monkeypatch.setattr(speed, "ROUNDS", 1)
    fast_text_of((f"__label__{n % 2} {('停水', '路灯')[n % 2]}" for n in range(20)), 5).save_model(
        str(tmp_path / "a.bin")
    )
    answers, likelihoods = theirs(tmp_path / "a.bin").batch(MESSAGES)
    assert len(answers) == len(likelihoods) == len(MESSAGES)
    lines = list(speed_table([("小", edition, tmp_path / "a.bin")], MESSAGES))
    assert not any("未安装" in line for line in lines)


def test_messages_are_read_from_the_stream(tmp_path):
    (tmp_path / speed.STREAM).write_text(
        "id,user,time,title,text,likes\n1,a,2026-01-01,标题,正文,0\n", encoding="utf-8"
    )
    assert read_messages(tmp_path) == [("标题", "正文")]

"""`python -m classifier matters` writes both tables from the pairs that lie beside them."""

import csv

from classifier.commands import matters
from classifier.corpus import Labelled
from classifier.model import Candidate, Classification

KINDS = {"暖气": "0301", "电梯": "0209", "路灯": "0102"}


class ByWord:
    """Knows the category by one word."""

    classes = ("0102", "0209", "0301")

    def classify_many(self, documents, top=3):
        codes = [next((code for word, code in KINDS.items() if word in one), "0102") for one in documents]
        return [Classification((Candidate(code, 0.9),), True, "试") for code in codes]


def test_both_tables_are_written(tmp_path, monkeypatch, capsys):
    heads = [f"{name}_{side}" for side in "ab" for name in ("caller", "time", "region", "title", "text")]
    rows = []
    for number in range(40):
        word, other = list(KINDS)[number % 3], list(KINDS)[(number + 1) % 3]
        same = number % 2
        one = [f"甲{number}", "2026-11-03T11:02", "150105", "", f"丁香佳园{number}号楼{word}坏了没人修"]
        two = [f"乙{number}", "2026-11-04T09:00", "150105", "", f"丁香佳园{number}栋{word if same else other}又坏了"]
        rows.append([str(number), str(same), *one, *two])
    with (tmp_path / matters.PAIRS).open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines).writerows([["id", "same", *heads], *rows])
    told = [
        Labelled(code, "投诉", "个人", "短消息", "", f"{word}坏了{n}")
        for word, code in KINDS.items()
        for n in range(15)
    ]
    monkeypatch.setattr(matters, "model_of", lambda named: ByWord())
    monkeypatch.setattr(matters.corpus, "read", lambda: told)
    monkeypatch.setattr(matters.corpus, "cues", lambda: [("0301", "暖气")])
    assert matters.run("current", tmp_path) == 0
    assert "40 对，五折留出" in capsys.readouterr().out
    weights = (tmp_path / matters.WEIGHTS).read_text(encoding="utf-8-sig")
    assert weights.startswith("特征,权重") and "门槛," in weights
    assert "暖气" in (tmp_path / matters.LEANINGS).read_text(encoding="utf-8-sig")

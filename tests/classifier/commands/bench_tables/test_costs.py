"""What training costs, and the million rows to train with (表 6)."""

import csv
from collections import Counter

from classifier import corpus
from classifier.commands.bench_tables.apart import Spent
from classifier.commands.bench_tables.costs import cost_table, recombined, sentences, train_quietly


def test_costs_stand_beside_those_of_every_reference():
    lines = list(cost_table("6", Spent("", 9.0, 4.0, None), {"甲": Spent("", 3.0, 2.0, 50.0), "乙": None}, "注"))
    cells = {
        line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:6]] for line in lines if "|" in line
    }
    assert cells["指标"] == ["本项目", "甲", "乙", "比（对各参照）"]
    assert cells["CPU 秒"] == ["4.0", "2.0", "未安装", "2.00／—"]
    assert cells["内存峰值 MB"] == ["—", "50.0", "未安装", "—／—"]


def test_recombined_rows_are_sentences_of_their_own_category(tmp_path):
    recombined(tmp_path / "rows.csv", 400)
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    counts = Counter(row["label"] for row in rows)
    assert len(rows) == 400
    assert max(counts.values()) - min(counts.values()) <= 1
    own = {sentence for one in corpus.read() if one.category == rows[0]["label"] for sentence in sentences(one.text)}
    assert sentences(rows[0]["text"])
    assert set(sentences(rows[0]["text"])) <= own


def test_training_says_nothing_on_the_screen(tmp_path, capsys):
    rows = "".join(f"{n},,{word}{n},{word}\n" for n in range(12) for word in ("停水", "路灯"))
    (tmp_path / "in.csv").write_text(f"id,title,text,label\n{rows}", encoding="utf-8")
    assert "macro-F1" in train_quietly(tmp_path / "in.csv", tmp_path / "small")
    assert capsys.readouterr().out == ""
    assert (tmp_path / "small" / "manifest.toml").exists()

"""Precision and recall of pairs (表 8.1)."""

import numpy as np

from classifier.commands.bench_tables import pairs
from classifier.commands.bench_tables.pairs import pair_table, read_pairs, verdict

PAIRS = (
    "id,same,kind,caller_a,time_a,region_a,title_a,text_a,caller_b,time_b,region_b,title_b,text_b\n"
    "1,1,本人重复,甲,2026-11-03T11:02,150105,,锦绣小区停水三天,甲,2026-11-05T11:36,150105,,锦绣小区又停水\n"
    "2,0,无关,甲,2026-11-03T11:02,150105,,锦绣小区停水三天,乙,2026-11-05T11:36,150203,,办老年证要什么材料\n"
)


class Blank:
    classes = ("0301", "0102")

    def confidences(self, documents):
        return [True] * len(documents), np.full((len(documents), 2), 0.5, dtype=np.float32)


def test_precision_and_recall_at_a_threshold():
    likeness, same = np.array([0.9, 0.8, 0.4, 0.1]), np.array([True, False, True, False])
    half = verdict(likeness, same, 0.5)
    assert (half.precision, half.recall, half.f1) == (0.5, 0.5, 0.5)
    none = verdict(likeness, same, 1.0)
    assert (none.precision, none.recall, none.f1) == (1.0, 0.0, 0.0)


def test_pairs_are_judged_beside_their_likeness_in_words(tmp_path, monkeypatch):
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8-sig")
    read = read_pairs(tmp_path / "pairs.csv")
    assert [(one.same, one.kind) for one in read] == [(True, "本人重复"), (False, "无关")]
    seen = []
    monkeypatch.setattr(pairs, "same_matter", lambda one, other: seen.append((one, other)) or 0.99)
    lines = list(pair_table(Blank(), read))
    assert [(one.caller, other.caller) for one, other in seen] == [("甲", "甲"), ("甲", "乙")]
    assert seen[0][0].categories == {"0301": 0.5, "0102": 0.5}
    cells = {
        line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:5]] for line in lines if "|" in line
    }
    assert cells["准确率"] == ["50.0%", "100.0%", "-50.0"]
    assert cells["召回率"] == ["100.0%", "100.0%", "+0.0"]
    assert cells["判为同一事项：无关（1 对，应不判）"] == ["100.0%", "0.0%", "+100.0"]

import csv
from datetime import datetime

import numpy as np
import pytest

from classifier.corpus import Labelled
from classifier.matters.learning import (
    NEEDED,
    Lesson,
    learn,
    read_lessons,
    write_leanings,
    write_weights,
)
from classifier.matters.likeness import SIGNS
from classifier.matters.reading import Told
from classifier.model import Candidate, Classification
from classifier.tables import TableUnfit

PLACES = ("丁香", "海棠", "金桂", "银杏", "白桦", "红柳", "沙枣", "云杉")
MATTERS = (("暖气不热", "屋里冰凉"), ("电梯停运", "电梯坏了"), ("停水两天", "水龙头没水"), ("路灯不亮", "一片漆黑"))


class OneCategory:
    def classify_many(self, documents, top=3):
        return [Classification((Candidate("0301", 0.9),), True, "x") for _ in documents]


def told(place, said):
    text = f"{place}佳园{said}"
    return Told(text, text, datetime(2026, 11, 1), "150105", "", text, {})


@pytest.fixture(scope="module")
def lessons():
    found = []
    for at, place in enumerate(PLACES):
        for matter in range(len(MATTERS)):
            first, again = MATTERS[matter]
            other_place, other_matter = PLACES[at - 1], MATTERS[matter - 1][0]
            found.append(Lesson(told(place, first), told(place, again), True))
            found.append(Lesson(told(place, first), told(other_place, again), False))
            found.append(Lesson(told(place, first), told(place, other_matter), False))
    return found


def test_learn_keeps_signs_and_tells_pairs_apart(lessons):
    learnt = learn(lessons)
    truth = np.array([lesson.same for lesson in lessons])
    assert all(weight * SIGNS[name] > 0 for name, weight in learnt.weights.features.items())
    assert learnt.held_out[truth].mean() > learnt.held_out[~truth].mean() + 0.5
    chosen = learnt.held_out >= learnt.weights.threshold
    assert truth[chosen].mean() >= 0.9


def test_learning_is_repeatable(lessons):
    assert learn(lessons).weights == learn(lessons).weights


def test_read_lessons(tmp_path):
    file = tmp_path / "pairs.csv"
    row = {"id": "p1", "same": "1"}
    for side in "ab":
        row |= {f"caller_{side}": "甲", f"time_{side}": "2026-11-03T11:02", f"region_{side}": "150105"}
        row |= {f"title_{side}": "停水", f"text_{side}": f"丁香佳园停水{side}"}
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, NEEDED)
        table.writeheader()
        table.writerow(row)
    (lesson,) = read_lessons(file, OneCategory())
    assert lesson.same
    assert (lesson.one.key, lesson.other.key) == ("p1a", "p1b")
    assert lesson.one.categories == {"0301": 0.9}
    assert lesson.other.moment == datetime(2026, 11, 3, 11, 2)


def test_read_lessons_wants_its_columns(tmp_path):
    file = tmp_path / "pairs.csv"
    file.write_text("id,same\np1,1\n", encoding="utf-8")
    with pytest.raises(TableUnfit):
        read_lessons(file, OneCategory())


def test_write_weights(tmp_path, lessons):
    weights = learn(lessons).weights
    assert write_weights(tmp_path / "weights.csv", weights) == len(weights.features) + 2
    assert f"门槛,{weights.threshold}" in (tmp_path / "weights.csv").read_text(encoding="utf-8")


def test_write_leanings(tmp_path):
    demands = [Labelled("0301", "投诉", "个人", "短消息", "", f"暖气冰凉{n}") for n in range(15)]
    demands += [Labelled("0209", "投诉", "个人", "短消息", "", f"电梯困人{n}") for n in range(15)]
    demands += [Labelled("0102", "投诉", "个人", "短消息", "", f"路灯不亮{n}") for n in range(15)]
    write_leanings(tmp_path / "leanings.csv", demands, [("0301", "暖气")])
    with (tmp_path / "leanings.csv").open(encoding="utf-8") as lines:
        rows = {row["词"]: row for row in csv.DictReader(lines)}
    assert rows["合计"]["偏向"] == "0102 15 0209 15 0301 15"
    assert rows["暖气"] == {"词": "暖气", "件数": "16", "偏向": "0301 16"}
    assert rows["=电梯困人"]["件数"] == "15"

"""Labelled texts of any label set are read, or refused with row and column (训练样本)."""

from collections import Counter

import pytest

from classifier.learning.lessons import Lesson, document_of, folds, read_lessons
from classifier.tables import TableUnfit
from classifier.text import Tokens, words

HEADING = "id,title,text,label,group,split,form\n"
ROWS = "1,路灯,不亮,市政,g1,train,raw\n2,,停水 三天,供水,g2,dev,tokens\n3,,灯又坏,市政,g1,,raw\n4,,没水,供水,,test,raw\n5,,断水,供水,,,raw\n"


def _file(tmp_path, text):
    file = tmp_path / "lessons.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_rows_become_lessons_and_test_rows_are_never_taught(tmp_path):
    lessons = read_lessons(_file(tmp_path, HEADING + ROWS))
    assert [lesson.label for lesson in lessons] == ["市政", "供水", "市政", "供水"]
    assert [lesson.group for lesson in lessons] == ["g1", "g2", "g1", "5"]
    assert lessons[0].document == "路灯\n不亮"
    assert isinstance(lessons[1].document, Tokens)
    assert words(lessons[1].document) == ["停水", "三天"]


def test_form_and_group_are_optional(tmp_path):
    lessons = read_lessons(_file(tmp_path, "id,title,text,label\n1,,灯,a\n2,,灯泡,a\n3,,水,b\n4,,水管,b\n"))
    assert [lesson.group for lesson in lessons] == ["1", "2", "3", "4"]
    assert document_of({"title": "甲", "text": "乙"}) == "甲\n乙"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("1,,灯,市政,,,\n2,,水,,,,\n", "第 3 行「label」列为空"),
        ("1,,灯,市政,,,\n2,,,供水,,,\n", "第 3 行「title」「text」两列都为空"),
        ("1,,灯,市政,,,\n2,,灯,市政,,,\n3,,水,供水,,,\n", "第 4 行「label」列：标签「供水」只有 1 条"),
        ("1,,灯,市政,,,\n2,,灯,市政,,,\n", "只有 1 种标签"),
    ],
)
def test_what_cannot_be_learnt_is_named(tmp_path, rows, told):
    with pytest.raises(TableUnfit, match=told):
        read_lessons(_file(tmp_path, HEADING + rows))


def test_of_a_long_table_a_share_of_every_label_is_taken_always_alike(tmp_path):
    rows = "".join(f"{n},,灯{n},{'少' if n % 100 == 0 else '多'},g{n // 2},,\n" for n in range(4000))
    file = _file(tmp_path, HEADING + rows)
    some = read_lessons(file, most=1000)
    counts = Counter(lesson.label for lesson in some)
    assert 800 < counts["多"] < 1200
    assert counts["少"] >= 38
    assert some == read_lessons(file, most=1000)
    groups = Counter(lesson.group for lesson in some if lesson.label == "多")
    assert sum(count == 2 for count in groups.values()) > 0.9 * (len(groups) - 40)


def test_folds_spread_labels_evenly_and_keep_groups_whole():
    lessons = [Lesson("", "ab"[n % 2], f"g{n // 4}") for n in range(400)]
    dealt = folds(lessons, 5, seed=1)
    assert dealt.tolist() == folds(lessons, 5, seed=1).tolist()
    of_group = {}
    for lesson, fold in zip(lessons, dealt.tolist(), strict=True):
        assert of_group.setdefault(lesson.group, fold) == fold
    spread = Counter(zip(dealt.tolist(), (lesson.label for lesson in lessons), strict=True))
    assert max(spread.values()) - min(spread.values()) <= 4

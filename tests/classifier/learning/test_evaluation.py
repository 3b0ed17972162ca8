"""An edition is measured on any labelled texts (评价)."""

import pytest

from classifier.crosswalks import crosswalk
from classifier.learning.evaluation import automatic, evaluate, read_labelled
from classifier.tables import TableUnfit

LABELLED = [("公交车改线后不到医院", "城乡建设"), ("小学入学划片怎么划", "教育文体")]


def test_categories_are_brought_to_the_classes_of_another_board(model):
    found = evaluate(model, LABELLED, crosswalk("petition-2020"))
    assert found.accuracy == 1.0
    assert found.texts == 2


def test_own_categories_are_measured_with_their_level_one(model):
    found = evaluate(model, [("路灯坏了没人修", "0102"), ("路灯坏了没人修", "0101")])
    assert found.accuracy == 0.5
    assert found.level1 == 1.0
    assert automatic(model, [("路灯坏了没人修", "0102")]) == 1.0


def test_rows_of_a_split_are_chosen(tmp_path):
    file = tmp_path / "some.csv"
    file.write_text("title,text,label,split\n路灯,不亮,a,dev\n,停水,b,train\n", encoding="utf-8")
    assert read_labelled(file, "dev") == [("路灯\n不亮", "a")]
    assert len(read_labelled(file)) == 2
    with pytest.raises(TableUnfit, match="没有可评价的行"):
        read_labelled(file, "test")

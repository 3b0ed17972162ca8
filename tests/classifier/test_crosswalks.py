"""Our categories find their place in the classes of others (类目对照)."""

import numpy as np
import pytest
from openpyxl import Workbook

from classifier import corpus
from classifier.crosswalks import crosswalk
from classifier.tables import TableUnfit


def test_the_longer_code_prevails():
    table = crosswalk("petition-2020")
    assert table.of("0503") == {"交通运输": 1.0}
    assert table.of("0501") == {"城乡建设": 1.0}
    assert table.of("0101") == {"交通运输": 0.5, "城乡建设": 0.5}
    assert table.of("9999") == {}
    assert {other for code in corpus.labels() for other in table.of(code)} == {
        "城乡建设", "环境保护", "交通运输", "教育文体", "劳动和社会保障", "商贸旅游", "卫生计生",
    }  # fmt: skip


def test_shares_of_a_category_add_up_to_one():
    shares = crosswalk("petition-2020").table
    assert {sum(one.values()) for one in shares.values()} <= {0, 1}


def test_every_code_of_the_table_is_ours():
    assert set(crosswalk("petition-2020").table) <= set(corpus.labels())


def test_confidences_are_summed_up_and_brought_to_one():
    table = crosswalk("petition-2020")
    classes, shares = table.shares(["0301", "0302", "1201", "2204"], np.array([[0.2, 0.2, 0.1, 0.5]], dtype=np.float32))
    told = dict(zip(classes.tolist(), shares[0].tolist(), strict=True))
    assert told["城乡建设"] == pytest.approx(0.8)
    assert sum(told.values()) == pytest.approx(1.0)


def test_a_table_of_ones_own_may_be_csv_or_xlsx(tmp_path):
    (tmp_path / "ours.csv").write_text("分类编码,对应类别\n01,城建\n", encoding="gb18030")
    book = Workbook()
    book.active.append(["分类编码", "对应类别"])
    book.active.append(["01", "城建"])
    book.save(tmp_path / "ours.xlsx")
    for name in ("ours.csv", "ours.xlsx"):
        assert crosswalk(str(tmp_path / name)).of("0101") == {"城建": 1.0}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("分类编码,对应类别\n01,城建\n01,城建\n", "第 3 行「分类编码」重复：01"),
        ("分类编码,对应类别\n,城建\n", "第 2 行「分类编码」为空"),
        ("分类编码,对应类别,份额\n01,城建,一半\n", "第 2 行「份额」列应为大于 0"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path, text, told):
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TableUnfit, match=told):
        crosswalk(str(tmp_path / "bad.csv"))


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(TableUnfit, match="petition-2020"):
        crosswalk("nowhere")

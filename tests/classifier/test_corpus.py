"""The corpus is whole, even and dealt out fairly (训练语料)."""

import csv
import re
from collections import Counter

from classifier import corpus

TYPES = {"咨询", "求助", "投诉", "举报", "建议", "表扬", "其他"}
FORMS = {"短消息", "来信", "坐席记录", "语音转写"}


def test_every_category_has_its_twenty_demands():
    counts = Counter(row.category for row in corpus.read())
    assert set(counts) == {code for code in corpus.labels() if len(code) == 4}
    assert len(counts) == 160
    assert min(counts.values()) >= 20


def test_every_field_is_of_its_kind():
    for row in corpus.read():
        assert row.demand_type in TYPES
        assert row.form in FORMS
        assert row.requester in {"个人", "企业"}
        assert len(row.text) >= 8
        assert row.document == f"{row.title}\n{row.text}"


def test_no_phone_or_identity_number_stands_in_the_corpus():
    number = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]")
    assert not [row.text for row in corpus.read() if number.search(row.document)]


def test_no_demand_stands_in_two_categories():
    seen = Counter(row.document for row in corpus.read())
    assert max(seen.values()) == 1


def test_a_file_holds_its_own_level_1_category():
    for file in corpus.FOLDER.glob("*.csv"):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            assert {row["分类编码"][:2] for row in csv.DictReader(lines)} == {file.stem}


def test_cues_name_known_categories_and_are_not_repeated():
    pairs = corpus.cues()
    assert len(pairs) == len(set(pairs))
    assert {code for code, _ in pairs} == {code for code in corpus.labels() if len(code) == 4}
    assert all(cue.strip() == cue and len(cue) > 1 for _, cue in pairs)


def test_folds_deal_every_category_evenly_and_always_alike():
    categories = [row.category for row in corpus.read()]
    dealt = corpus.folds(categories)
    assert dealt == corpus.folds(categories)
    spread = Counter(zip(categories, dealt, strict=True))
    assert set(spread.values()) == {4}


def test_the_digest_notices_a_changed_text(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    heading = "分类编码,诉求类型,诉求主体,体裁,标题,正文\n"
    (folder / "01.csv").write_text(heading + "0101,投诉,个人,短消息,,路面坑洼不平\n", encoding="utf-8-sig")
    before = corpus.digest(folder)
    assert corpus.read(folder)[0].text == "路面坑洼不平"
    assert before == corpus.digest(folder)
    (folder / "01.csv").write_text(heading + "0101,投诉,个人,短消息,,路面坑洼不堪\n", encoding="utf-8-sig")
    assert corpus.digest(folder) != before

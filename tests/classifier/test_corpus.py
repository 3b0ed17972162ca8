"""The corpus is whole, even and dealt out fairly (训练语料)."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifier import corpus

REAL = Path(__file__).parents[3] / "shared" / "data"

TYPES = {"咨询", "求助", "投诉", "举报", "建议", "表扬", "其他"}
FORMS = {"短消息", "来信", "坐席记录", "语音转写"}


SETS = Path(__file__).parent / "sets" / "demands.csv"
LEAST, LEAST_CUES = 80, 25
ALIKE, SHORTEST_COMPARED = 0.45, 8


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _runs(text: str) -> set[str]:
    bare = _bare(text)
    return {bare[at : at + 3] for at in range(len(bare) - 2)}


def _near_duplicates(rows: list[corpus.Labelled]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that share nearly half of their runs of three characters."""
    rows = [row for row in rows if len(_runs(row.document)) >= SHORTEST_COMPARED]
    runs = [_runs(row.document) for row in rows]
    holding = defaultdict(list)
    for place, own in enumerate(runs):
        shared = Counter(other for run in own for other in holding[run])
        for other, count in shared.items():
            if count / max(len(own), len(runs[other])) > ALIKE:
                yield rows[place].text, rows[other].text
        for run in own:
            holding[run].append(place)


def _by_category(rows: list[corpus.Labelled]) -> list[list[corpus.Labelled]]:
    found = defaultdict(list)
    for row in rows:
        found[row.category].append(row)
    return list(found.values())


def test_every_category_has_demands_and_cue_words_enough():
    categories = {code for code in corpus.labels() if len(code) == 4}
    assert len(categories) == 160
    counts = Counter(row.category for row in corpus.read())
    assert set(counts) == categories
    assert min(counts.values()) >= LEAST
    cues = Counter(code for code, _ in corpus.cues())
    assert min(cues[code] for code in categories) >= LEAST_CUES


def test_no_two_demands_of_a_category_are_nearly_the_same():
    assert [pair for rows in _by_category(corpus.read()) for pair in _near_duplicates(rows)] == []


@pytest.mark.parametrize("end", [slice(None, 8), slice(-8, None)])
def test_no_sentence_frame_is_used_more_than_twice_in_a_category(end):
    frames = Counter((row.category, _bare(row.text)[end]) for row in corpus.read() if len(_bare(row.text)) > 8)
    assert [frame for frame, count in frames.items() if count > 2] == []


def test_lengths_and_channels_are_spread():
    rows = corpus.read()
    forms = Counter((row.category, row.form) for row in rows)
    assert min(forms[row.category, form] for row in rows for form in FORMS) >= 8
    lengths = sorted(len(row.text) for row in rows)
    assert lengths[len(lengths) // 10] < 25
    assert lengths[-len(lengths) // 10] > 100
    companies = Counter(row.requester for row in rows)
    assert 0.1 < companies["企业"] / len(rows) < 0.4


@pytest.mark.parametrize("folder", [corpus.CALIBRATION, SETS])
def test_demands_kept_apart_are_in_no_lesson_and_reach_every_category(folder):
    apart = corpus.read(folder)
    assert {row.category for row in apart} == {code for code in corpus.labels() if len(code) == 4}
    assert min(Counter(row.category for row in apart).values()) >= 3
    own = {row.text for row in apart}
    pairs = [pair for rows in _by_category([*corpus.read(), *apart]) for pair in _near_duplicates(rows)]
    assert [pair for pair in pairs if own & set(pair)] == []


def test_no_real_message_stands_in_the_project():
    if not REAL.exists():
        pytest.skip("本机没有真实留言数据")
    ours = [*corpus.read(), *corpus.read(corpus.CALIBRATION), *corpus.read(SETS)]
    sentences = {part for row in ours for part in re.split(r"[，。！？；\n,.!?;]", row.document) if len(part) >= 14}
    with (REAL / "messages_stream.csv").open(encoding="utf-8-sig", newline="") as lines:
        theirs = "\n".join(row["title"] + row["text"] for row in csv.DictReader(lines))
    with (REAL / "messages_labelled.csv").open(encoding="utf-8-sig", newline="") as lines:
        theirs += "\n".join(row["title"] + row["text"] for row in csv.DictReader(lines))
    assert [sentence for sentence in sentences if sentence in theirs] == []


def test_every_field_is_of_its_kind():
    for row in corpus.read():
        assert row.demand_type in TYPES
        assert row.form in FORMS
        assert row.requester in {"个人", "企业"}
        assert len(row.text) >= 6
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


def test_further_words_belong_to_one_category_and_name_all():
    told = {(code, word) for code, words in corpus.lexicon()[len(corpus.cues()) :] for word in words.split("，")}
    owners = Counter(word for _, word in told)
    assert [word for word, count in owners.items() if count > 1] == []
    assert {code for code, _ in told} == {code for code in corpus.labels() if len(code) == 4}
    assert not told & set(corpus.cues())
    assert min(Counter(code for code, _ in told).values()) >= 70


def test_the_digest_notices_a_changed_text(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    heading = "分类编码,诉求类型,诉求主体,体裁,标题,正文,批次\n"
    (folder / "01.csv").write_text(heading + "0101,投诉,个人,短消息,,路面坑洼不平,1\n", encoding="utf-8-sig")
    before = corpus.digest(folder)
    assert corpus.read(folder)[0].text == "路面坑洼不平"
    assert before == corpus.digest(folder)
    (folder / "01.csv").write_text(heading + "0101,投诉,个人,短消息,,路面坑洼不堪,1\n", encoding="utf-8-sig")
    assert corpus.digest(folder) != before

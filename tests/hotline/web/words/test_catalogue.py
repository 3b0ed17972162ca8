"""The catalogue: both languages have the same keys, the templates use all of them and no other, nothing is guessed."""

import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from hotline.domain.lifecycle import outward, outward_label
from hotline.domain.vocabulary import DemandType, Satisfaction, Solved, State
from hotline.web.citizens.pages import ASKED_FOR
from hotline.web.citizens.views import DEEDS
from hotline.web.words.catalogue import FOLDER, words

TEMPLATES = FOLDER.parent / "templates" / "citizens"
KEY = re.compile(r"""\bw(?:\.plain)?\(\s*["']([a-z_.]+)["']""")
FAMILY = re.compile(r"""\bw\.(?:of|plain_of)\(\s*["']([a-z_]+)["']""")
STATES = {outward(state) for state in State if state != State.DRAFT}
FAMILIES = {
    "state": {state.value: outward_label(state) for state in STATES - {State.ARCHIVED}},
    "state_done": dict.fromkeys(state.value for state in STATES - {State.ARCHIVED}),
    "satisfaction": {one.value: one.label for one in Satisfaction},
    "solved": {one.value: one.label for one in Solved},
    "demand_type": {one.value: one.label for one in ASKED_FOR},
    "said": dict.fromkeys(DEEDS),
    "station": dict.fromkeys(("done", "now", "later")),
}


def kept(lang: str) -> dict[str, str]:
    return dict(json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8")))


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.html")))


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    """A catalogue in which a person has translated one text."""
    (tmp_path / "zh.json").write_text(json.dumps({"a.one": "一", "a.two": "<二>{name}"}), encoding="utf-8")
    (tmp_path / "mn.json").write_text(json.dumps({"a.one": "ᠨᠢᠭᠡ", "a.two": ""}), encoding="utf-8")
    return tmp_path


def test_chinese_is_whole_and_mongolian_has_the_same_keys_in_the_same_order() -> None:
    assert list(kept("mn")) == list(kept("zh"))
    assert all(text.strip() for text in kept("zh").values())


def test_what_is_in_the_mongolian_catalogue_is_in_mongolian_script() -> None:
    assert [key for key, text in kept("mn").items() if text and not re.search("[\u1800-\u18af]", text)] == []


def test_every_key_that_the_templates_use_exists_and_none_lies_unused() -> None:
    used = set(KEY.findall(sources()))
    families = set(FAMILY.findall(sources()))
    assert families == set(FAMILIES)
    used |= {f"{family}.{code}" for family in families for code in FAMILIES[family]}
    assert used == set(kept("zh"))


def test_terms_of_the_trade_are_called_as_everywhere_else() -> None:
    for family, members in FAMILIES.items():
        for code, label in members.items():
            assert label is None or words("zh").of(family, code) == label


def test_no_text_of_the_templates_stands_outside_the_catalogue() -> None:
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", sources(), flags=re.DOTALL)
    assert re.findall("[\u4e00-\u9fff]+", bare) == []


def test_a_translated_text_is_marked_as_mongolian_and_the_others_as_chinese(translated: Path) -> None:
    found = words("mn", translated)
    assert found.tag == "mn-Mong" and not found.is_whole
    assert found("a.one") == Markup('<span lang="mn-Mong" class="mongolian">ᠨᠢᠭᠡ</span>')
    assert found("a.two", name="<b>") == Markup('<span lang="zh-CN">&lt;二&gt;&lt;b&gt;</span>')
    assert (found.plain("a.one"), found.plain("a.two", name="<b>")) == ("ᠨᠢᠭᠡ", "<二><b>")


def test_chinese_needs_no_marks_and_an_unknown_language_is_chinese(translated: Path) -> None:
    assert words("zh", translated)("a.one") == "一"
    assert words("zh", translated).is_whole
    assert words("xx", translated).tag == "zh-CN"


def test_a_key_that_nobody_wrote_is_a_fault(translated: Path) -> None:
    with pytest.raises(KeyError):
        words("mn", translated)("a.three")


def test_types_of_demands_offered_are_types_of_demands() -> None:
    assert set(ASKED_FOR) <= set(DemandType)

"""The catalogue of the citizen pages (文案表): zh.json is whole, mn.json holds what people have translated.

Nothing is ever translated by machine: a key without a Mongolian text is shown in Chinese, and marked as Chinese.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

FOLDER = Path(__file__).parent
CHINESE, MONGOLIAN = "zh", "mn"
LANGUAGES = (CHINESE, MONGOLIAN)
TAGS = {CHINESE: "zh-CN", MONGOLIAN: "mn-Mong"}


@dataclass(frozen=True)
class Words:
    """The texts of one language, and Chinese where a text is not there yet (文案).

    Args:
        own: the texts of this language; the same as `chinese` for Chinese.
    """

    lang: str
    own: Mapping[str, str]
    chinese: Mapping[str, str]

    @property
    def tag(self) -> str:
        """The language as HTML calls it."""
        return TAGS[self.lang]

    @property
    def is_whole(self) -> bool:
        """Whether every text is there in this language."""
        return all(self.own.get(key) for key in self.chinese)

    def __call__(self, key: str, **values: object) -> Markup:
        """The text of that key for a page, its values escaped, and marked where it is in another script than the page.

        Raises KeyError for a key that nobody wrote.
        """
        text = escape(self._text(key)).format(**values)
        if self.lang == CHINESE:
            return text
        if self.own.get(key):
            return Markup('<span lang="mn-Mong" class="mongolian">{}</span>').format(text)
        return Markup('<span lang="zh-CN">{}</span>').format(text)

    def of(self, family: str, code: str) -> Markup:
        """The text of one member of an enumeration: of("state", "handling") is state.handling."""
        return self(f"{family}.{code}")

    def plain(self, key: str, **values: object) -> str:
        """The bare text, for titles and attributes, which take no marks."""
        return self._text(key).format(**values)

    def plain_of(self, family: str, code: str) -> str:
        """The bare text of one member of an enumeration, for options of a list."""
        return self.plain(f"{family}.{code}")

    def _text(self, key: str) -> str:
        return self.own.get(key) or self.chinese[key]


@cache
def words(lang: str, folder: Path = FOLDER) -> Words:
    """The catalogue of a language; Chinese for a language that we do not have."""
    chinese = _read(folder, CHINESE)
    if lang == MONGOLIAN:
        return Words(lang, _read(folder, MONGOLIAN), chinese)
    return Words(CHINESE, chinese, chinese)


def _read(folder: Path, lang: str) -> dict[str, str]:
    read: dict[str, str] = json.loads((folder / f"{lang}.json").read_text(encoding="utf-8"))
    return read

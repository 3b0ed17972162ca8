"""Names that speech recognition wrote with other characters of the same sound (同音地名): 吴审旗 for 乌审旗.

The table of sounds holds the common characters of every syllable that occurs in a name; the readings are those of
pypinyin 0.55.0. The last character, 旗 or 镇, must stand as it is, and a name that lacks one must have each syllable
exactly: that keeps everyday words out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

_FIRST_CODE = 0xE000
_LEAST, _LEAST_TOWNSHIP = 3, 4
_TOWNSHIP = frozenset("镇乡")
_KEPT = frozenset("市区县旗盟镇乡")
# 语音识别常混的声母、韵母
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDINGS = (("ing", "in"), ("eng", "en"), ("ang", "an"))


@dataclass(frozen=True, slots=True)
class Heard:
    """A name that a text says by its sound (同音提及): the name meant, the characters written, where they stand."""

    name: str
    written: str
    start: int
    end: int


class Sounds:
    """Finds names by their sound (同音查找).

    Args:
        table: the characters of each syllable.
        names: the names to listen for; those too short to be told by sound alone are left out.
    """

    def __init__(self, table: Mapping[str, str], names: Sequence[str]) -> None:
        places = {sound: place for place, sound in enumerate(sorted({_merged(one) for one in table}))}
        self._signs = {
            ord(character): chr(_FIRST_CODE + places[_merged(syllable)])
            for syllable, characters in table.items()
            for character in characters
        }
        self._syllables = {one: syllable for syllable, characters in table.items() for one in characters}
        least = {name: _LEAST_TOWNSHIP if name[-1] in _TOWNSHIP else _LEAST for name in names}
        self._names = [name for name in names if len(name) >= least[name]]
        self._finder = AhoCorasick(
            [name.translate(self._signs) for name in self._names], matchkind=MatchKind.LeftmostLongest
        )

    def find(self, text: str) -> Iterator[Heard]:
        """Every stretch that sounds like a name and is written otherwise (查找)."""
        for index, start, end in self._finder.find_matches_as_indexes(text.translate(self._signs)):
            name, written = self._names[index], text[start:end]
            if written != name and (written[-1] == name[-1] if name[-1] in _KEPT else self._alike(written, name)):
                yield Heard(name, written, start, end)

    def _alike(self, written: str, name: str) -> bool:
        return all(self._syllables[one] == self._syllables[other] for one, other in zip(written, name, strict=True))


def _merged(syllable: str) -> str:
    for told, merged in _MERGED:
        if syllable.startswith(told):
            syllable = merged + syllable[len(told) :]
    for told, merged in _ENDINGS:
        if syllable.endswith(told):
            syllable = syllable.removesuffix(told) + merged
    return syllable

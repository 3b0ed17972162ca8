"""The project's own labelled demands and cue words (训练语料与提示词)."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classifier.text import document

FOLDER = Path(__file__).parent / "corpus"
CALIBRATION = Path(__file__).parent / "calibration"
VOCABULARY = Path(__file__).parent / "vocabulary"
# 各轮写法不同：第一轮的作者也写提示词，折外成绩因此偏高；第二轮专写难的；第三轮是多数人的平常话
BATCHES = {"1": "首轮", "2": "难例", "3": "平常话"}


_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class Labelled:
    """One demand with the category that an expert gave it (标注诉求).

    Args:
        batch: which round of writing it comes from, a key of BATCHES; other sets say what they are for.
    """

    category: str
    demand_type: str
    requester: str
    form: str
    title: str
    text: str
    batch: str = ""

    @property
    def document(self) -> str:
        """Title and text as the classifier reads them (文档)."""
        return document(self.title, self.text)


def read(folder: Path = FOLDER) -> list[Labelled]:
    """All labelled demands of a file, or of a folder in the order of its files (读取语料)."""
    return [
        Labelled(row["分类编码"], row["诉求类型"], row["诉求主体"], row["体裁"], row["标题"], row["正文"], row["批次"])
        for file in ([folder] if folder.is_file() else sorted(folder.glob("*.csv")))
        for row in _rows(file)
    ]


def cues(folder: Path = VOCABULARY) -> list[tuple[str, str]]:
    """Cue words as pairs of category and word (提示词)."""
    return [(row["分类编码"], row["提示词"]) for row in _rows(folder / "cues.csv")]


def lexicon(folder: Path = VOCABULARY) -> list[tuple[str, str]]:
    """Cue words, and further words of each category a few together, as pairs of category and text (提示词与用语).

    A cue word tells its category alone. The further words are a vocabulary written without a look at any demand; a few
    of them count as one cue word, for taught one by one they would outnumber the demands.
    """
    told = [(row["分类编码"], row["用语"].split("、")) for row in _rows(folder / "wordings.csv")]
    return cues(folder) + [
        (code, "，".join(words[place : place + _TOGETHER]))
        for code, words in told
        for place in range(0, len(words), _TOGETHER)
    ]


def labels(folder: Path = VOCABULARY) -> dict[str, str]:
    """Names of all categories, of both levels, by code (分类名称)."""
    names: dict[str, str] = {}
    for row in _rows(folder / "categories.csv"):
        names[row["分类编码"][:2]] = row["一级分类"]
        names[row["分类编码"]] = row["二级分类"]
    return names


def digest(folder: Path = FOLDER, vocabulary: Path = VOCABULARY, apart: Path = CALIBRATION) -> str:
    """A fingerprint of everything that a training run reads (语料指纹)."""
    total = hashlib.sha256()
    own = [
        vocabulary / name for name in ("cues.csv", "wordings.csv", "categories.csv", "stopwords.txt", "userdict.txt")
    ]
    for file in [*sorted(folder.glob("*.csv")), *sorted(apart.glob("*.csv")), *own]:
        total.update(f"{file.name}\n".encode())
        total.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)

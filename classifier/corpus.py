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


@dataclass(frozen=True, slots=True)
class Labelled:
    """One demand with the category that an expert gave it (标注诉求).

    Args:
        batch: which round of writing it comes from; the cue words were written by the writers of batch 1.
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
    own = [vocabulary / name for name in ("cues.csv", "categories.csv", "stopwords.txt", "userdict.txt")]
    for file in [*sorted(folder.glob("*.csv")), *sorted(apart.glob("*.csv")), *own]:
        total.update(f"{file.name}\n".encode())
        total.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)

"""Our categories in the classes of others (类目对照): versioned tables, importable from CSV or XLSX."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifier.features import Floats
from classifier.tables import TableUnfit, read_table

FOLDER = Path(__file__).parent / "crosswalks"
_OWN, _OTHER, _SHARE = "分类编码", "对应类别", "份额"


@dataclass(frozen=True)
class Crosswalk:
    """Which classes of another tree each of our categories belongs to (类目对照).

    Args:
        name: what the other tree is called, with its version.
        table: our code, of either level, to the other classes with their shares; a longer code prevails over a
            shorter, an empty table of shares means that the other tree has no such class.
    """

    name: str
    table: Mapping[str, Mapping[str, float]]

    def of(self, category: str) -> Mapping[str, float]:
        """The other classes of one of our categories with their shares (对应类别)."""
        return self.table.get(category, self.table.get(category[:2], {}))

    def shares(self, categories: Sequence[str], confidences: Floats) -> tuple[npt.NDArray[np.str_], Floats]:
        """Confidences summed up to the other classes and brought to 1 (折算置信度)."""
        own = [self.of(category) for category in categories]
        classes = np.array(sorted({other for shares in own for other in shares}))
        belongs = np.array([[shares.get(str(other), 0.0) for other in classes] for shares in own], dtype=np.float32)
        shares = confidences @ belongs
        return classes, np.asarray(shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def crosswalk(name: str) -> Crosswalk:
    """A crosswalk of this library by its name, or of any CSV or XLSX file by its path (读取对照表).

    Raises TableUnfit if there is none, if a row lacks a code, repeats one, or has a share that is none.
    """
    file = Path(name) if Path(name).suffix else FOLDER / f"{name}.csv"
    if not file.is_file():
        known = "、".join(sorted(one.stem for one in FOLDER.glob("*.csv")))
        raise TableUnfit(f"没有名为 {name} 的类目对照表；现有：{known}")
    table: dict[str, dict[str, float]] = {}
    for number, row in read_table(file, (_OWN, _OTHER)):
        code, other = row[_OWN].strip(), row[_OTHER].strip()
        shares = table.setdefault(code, {})
        if not code or other in shares:
            raise TableUnfit(f"{file.name} 第 {number} 行「{_OWN}」{'重复：' + code if code else '为空'}")
        if other:
            shares[other] = _share(row.get(_SHARE, ""), f"{file.name} 第 {number} 行「{_SHARE}」列")
    return Crosswalk(file.stem, table)


def _share(text: str, where: str) -> float:
    """A share, 1 where none is given."""
    try:
        share = float(text or 1)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise TableUnfit(f"{where}应为大于 0、不超过 1 的数，现为「{text}」")
    return share

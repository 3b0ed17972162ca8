"""`python -m classifier train` (训练)."""

import time
from pathlib import Path

from classifier.commands.evaluate import told
from classifier.learning.lessons import read_lessons
from classifier.learning.training import edition_of, own_edition, write
from classifier.registry import ModelUnfit, checked_edition

_UNNAMED = "trained"


def run(source: Path | None, output: Path) -> int:
    """Train an edition into a folder (训练): of a labelled table, or of the project's own corpus where none is given."""
    start = time.perf_counter()
    edition = _name(output)
    trained = own_edition() if source is None else edition_of(read_lessons(source))
    output.parent.mkdir(parents=True, exist_ok=True)
    for line in told(write(trained, output, edition)):
        print(line)
    print(f"已写入 {output}，用时 {time.perf_counter() - start:.1f} 秒")
    return 0


def _name(output: Path) -> str:
    """The folder's own name where it may name an edition, else a plain one."""
    try:
        return checked_edition(output.resolve().name)
    except ModelUnfit:
        return _UNNAMED

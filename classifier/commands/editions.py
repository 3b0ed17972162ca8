"""Which edition a command works with (命令所用版本)."""

import sys
from pathlib import Path

from classifier.learning.training import train
from classifier.model import Model
from classifier.registry import current_edition, load, load_folder

CHECKOUT = Path(__file__).parents[2]
EDITIONS = CHECKOUT / "models"
TRAINED = CHECKOUT / ".state" / "models"
CURRENT = "current"


def model_of(named: str) -> Model:
    """The edition in a folder, or the current one (取用版本); the current one is trained if it is not there yet.

    Raises ModelUnfit if the edition is damaged, foreign or missing.
    """
    if named != CURRENT:
        return load_folder(Path(named))
    edition = current_edition(EDITIONS)
    if not (TRAINED / edition).exists():
        print(f"本机还没有版本 {edition} 的权重，先训练（约半分钟）……", file=sys.stderr)
        train(edition, TRAINED)
    return load(TRAINED, edition)

"""What the machine may decide alone (自动派单阈值), as it was found on texts kept apart: to read, with its figures."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from classifier.model import Model
from classifier.thresholds import NEVER


@dataclass(frozen=True)
class OfCategory:
    """One category's threshold and what came of it (一类的阈值).

    Args:
        texts: how many of the texts kept apart were answered with this category.
        covered: the share of these that reached the threshold.
        right: the share of those that reached it that were right; None where none did.
    """

    category: str
    threshold: float
    texts: int
    covered: float | None
    right: float | None

    @property
    def never(self) -> bool:
        """Whether no confidence is enough (从不自动)."""
        return self.threshold >= NEVER


@dataclass(frozen=True)
class AllThresholds:
    """The promise, what came of it in all, and every category (阈值一览)."""

    promise: float
    overall: OfCategory
    categories: list[OfCategory]

    @property
    def never(self) -> int:
        """How many categories always go to a person."""
        return sum(one.never for one in self.categories)


def all_thresholds(model: Model) -> AllThresholds:
    """Every category that the model knows, those that are seldom dispatched alone first (阈值一览)."""
    kept, said = model.thresholds, model.outcomes
    needed = np.array([kept.of(str(answer)) for answer in said.answers])
    reached = said.sure >= needed
    found = []
    for category in model.classes:
        own = said.answers == category
        found.append(OfCategory(category, kept.of(category), int(own.sum()), *_fared(reached[own], said.right[own])))
    overall = OfCategory("", kept.overall, len(said.answers), *_fared(reached, said.right))
    found.sort(key=lambda one: (one.covered or 0.0, one.category))
    return AllThresholds(kept.promise, overall, found)


def _fared(reached: npt.NDArray[Any], right: npt.NDArray[Any]) -> tuple[float | None, float | None]:
    covered = float(reached.mean()) if len(reached) else None
    return covered, float(right[reached].mean()) if reached.any() else None

"""The weights of the features (特征权重) and what they add up to: the likelihood that two demands are one matter."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scipy.special import expit

from classifier.matters.likeness import Features

CONSTANT, THRESHOLD = "常数", "门槛"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts (权重表).

    Args:
        features: weight of each feature by name; a feature without a weight counts nothing.
        constant: what is added to every sum.
        threshold: from which likelihood two demands are held to be one matter.
    """

    features: Mapping[str, float]
    constant: float
    threshold: float

    def likelihood(self, features: Features) -> float:
        """How likely features are those of one matter (同一事项的可能), 0–1."""
        total = sum(weight * features[name] for name, weight in self.features.items())
        return float(expit(total + self.constant))


@cache
def weights() -> Weights:
    """The weights of the table beside this file (现用权重)."""
    text = files("classifier.matters").joinpath("weights.csv").read_text(encoding="utf-8")
    told = {row["特征"]: float(row["权重"]) for row in csv.DictReader(text.splitlines())}
    return Weights(told, told.pop(CONSTANT), told.pop(THRESHOLD))

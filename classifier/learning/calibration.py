"""How sure is sure (校准): the mixture of both parts, and the thresholds above which the machine keeps its promise."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

from classifier.estimator import Part
from classifier.features import Floats
from classifier.learning.measures import Numbers

_SHARES = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Mixture:
    """How much each part adds to the score (混合权重), so that softmax of the score is the confidence."""

    bayes: float
    margin: float

    def scores(self, parts: tuple[Floats, Floats]) -> Floats:
        """Scores of both parts, mixed (混合得分)."""
        return np.asarray(self.bayes * parts[0] + self.margin * parts[1], dtype=np.float32)


def mixture_of(parts: tuple[Floats, Floats], truth: Numbers) -> Mixture:
    """The mixture under which unseen answers surprise least (混合与温度校准).

    Args:
        parts: scores of the Bayes and of the margin part for texts that neither has seen, shape (texts, classes).
        truth: place of the right class of each text.
    """
    texts = np.arange(len(truth))

    def surprise(logarithms: Numbers) -> float:
        bayes, margin = np.exp(logarithms)
        return -float(log_softmax(bayes * parts[0] + margin * parts[1], axis=1)[texts, truth].mean())

    found = minimize(surprise, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6})
    bayes, margin = np.exp(np.clip(found.x, -6, 3))
    return Mixture(round(float(bayes), 4), round(float(margin), 4))


def mixed(parts: tuple[Part, Part], mixture: Mixture) -> tuple[Floats, Floats]:
    """Weights and offsets of both parts as one table (合成权重)."""
    bayes, margin = parts
    return mixture.bayes * bayes.weights + mixture.margin * margin.weights, (
        mixture.bayes * bayes.offsets + mixture.margin * margin.offsets
    )

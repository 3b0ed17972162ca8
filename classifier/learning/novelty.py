"""Words that an edition has never met (新词): what people speak of now and did not when it was trained."""

from collections.abc import Sequence

from classifier.features import Features
from classifier.terms import BATCH, Lines, salted
from classifier.text import WORD_END, words

_SHORTEST = 2
_WORDS_BLOCK = 1


def new_words(features: Features, documents: Sequence[str]) -> list[frozenset[str]]:
    """The telling words of each document that are not among the features (新词); single characters are left out."""
    told = [frozenset(word for word in words(document) if len(word) >= _SHORTEST) for document in documents]
    every = sorted(frozenset[str]().union(*told))
    unknown = {
        word for start in range(0, len(every), BATCH) for word in _unknown(features, every[start : start + BATCH])
    }
    return [found & unknown for found in told]


def _unknown(features: Features, some: Sequence[str]) -> list[str]:
    numbers = Lines([word + WORD_END for word in some]).words.numbers
    columns = features.columns(salted(numbers, _WORDS_BLOCK))
    return [word for word, column in zip(some, columns.tolist(), strict=True) if column < 0]

"""What the benchmark measures the model against (比照对象): what most people would do, and the best plain methods known."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.svm import LinearSVC

from classifier import corpus
from classifier.features import Floats
from classifier.learning.measures import Numbers
from classifier.places.mentions import rows as place_rows
from classifier.text import WORD_END, line

# 只有比照才用；没有装就不比，别的照常
FASTTEXT: Any = import_module("fasttext") if find_spec("fasttext") else None
NAMES, WORDS, BLOCKS = "类名作查询", "词＋LinearSVC", "词、字、开头＋LinearSVC"
FAST, FAST_RUNS = "fastText", "fastText 加字串"
READ = 600

_SEED = 12345
_PENALTY = 0.5
_LEAST = 2
_OPENING = 24
_LABEL = "__label__"
_BUCKETS = 200_000
_EPOCHS = 25
_UNLIKELY = -30.0
# 余弦都挤在 0 与 1 之间，不放大则一百六十类的和盖过最像的一类
_SHARPNESS = 60.0


@dataclass(frozen=True)
class Told:
    """Documents with their labels (标注文本), and the classes in the order of the columns of scores."""

    documents: Sequence[str]
    labels: Numbers
    classes: Numbers


Scorer = Callable[[Numbers, Numbers], Floats]
Learner = Callable[[Told], Scorer]


def word_machine(told: Told) -> Scorer:
    """TF-IDF of jieba's words and a linear support vector machine (词＋LinearSVC): what most people do."""
    lines = [line(document) for document in told.documents]

    def scores(inside: Numbers, outside: Numbers) -> Floats:
        vectors = TfidfVectorizer(analyzer=_words)
        rows = vectors.fit_transform([lines[place] for place in inside])
        machine = LinearSVC(random_state=_SEED).fit(rows, told.labels[inside])
        return _wide(machine, vectors.transform([lines[place] for place in outside]), told.classes)

    return scores


def block_machine(told: Told) -> Scorer:
    """Words 1–2, characters 1–4 and the first 24 characters, one machine (词、字、开头＋LinearSVC): the best plain one.

    Terms are counted once; which of them are kept and how rare they are is learnt anew from the texts inside.
    """
    counts = _counts([line(document) for document in told.documents])

    def scores(inside: Numbers, outside: Numbers) -> Floats:
        near, far = zip(*(_weighed(block, inside, outside) for block in counts), strict=True)
        machine = LinearSVC(C=_PENALTY, random_state=_SEED)
        machine.fit(sparse.hstack(near, format="csr"), told.labels[inside])
        return _wide(machine, sparse.hstack(far, format="csr"), told.classes)

    return scores


def fast_text(told: Told, kept: Path | None = None, runs: int = 0) -> Scorer:
    """Supervised fastText on words cut as ours (fastText; Joulin et al. 2017), one thread.

    Args:
        kept: where the model learnt last is written.
        runs: it also learns runs of so many characters inside the words, which helps where labels are many.
    """
    lines = [spaced(document) for document in told.documents]
    places = np.searchsorted(told.classes, told.labels)

    def scores(inside: Numbers, outside: Numbers) -> Floats:
        machine = fast_text_of((f"{_LABEL}{places[place]} {lines[place]}" for place in inside), _EPOCHS, runs)
        if kept is not None:
            machine.save_model(str(kept))
        found = np.full((len(outside), len(told.classes)), _UNLIKELY, dtype=np.float32)
        answers, likelihoods = machine.predict([lines[place] for place in outside], k=-1)
        for row, (answer, likelihood) in enumerate(zip(answers, likelihoods, strict=True)):
            columns = [int(one.removeprefix(_LABEL)) for one in answer]
            found[row, columns] = np.log(np.maximum(likelihood, 1e-9))
        return found

    return scores


def fast_text_of(taught: Iterable[str], epochs: int, runs: int = 0) -> Any:
    """fastText learnt from lines of labels and words (训练 fastText)."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "taught.txt"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{one}\n" for one in taught)
        settings = {"lr": 0.5, "dim": 100, "wordNgrams": 2, "bucket": _BUCKETS, "thread": 1, "seed": _SEED}
        settings |= {"minn": min(1, runs), "maxn": runs, "minCount": 1, "verbose": 0}
        return FASTTEXT.train_supervised(str(file), epoch=epochs, **settings)


def spaced(document: str) -> str:
    """A document as fastText reads it (空格分词): the words that ours are cut to, of as many characters."""
    return line(document, READ).replace(WORD_END, " ")


def name_queries(told: Told) -> Scorer:
    """Category names as queries, likeness by TF-IDF of one and two characters (类名作查询); learns from no label."""
    names = corpus.labels()
    queries = [line(f"{names.get(str(one)[:2], '')} {names.get(str(one), one)}") for one in told.classes]
    lines = [line(document) for document in told.documents]

    def scores(_: Numbers, outside: Numbers) -> Floats:
        asked = [lines[place] for place in outside]
        vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), preprocessor=_run)
        vectors.fit([*asked, *queries])
        likeness = vectors.transform(asked) @ vectors.transform(queries).T
        return np.asarray(likeness.toarray() * _SHARPNESS, dtype=np.float32)

    return scores


LEARNERS: dict[str, Learner] = {
    NAMES: name_queries,
    WORDS: word_machine,
    BLOCKS: block_machine,
    FAST: fast_text,
    FAST_RUNS: partial(fast_text, runs=2),
}


def temperature(scores: Floats, truth: Numbers) -> float:
    """By how much to divide scores so that their softmax surprises least (校准温度).

    Args:
        truth: place of the right class of each text.
    """
    rows = np.arange(len(truth))

    def surprise(logarithm: float) -> float:
        return -float(log_softmax(scores / np.exp(logarithm), axis=1)[rows, truth].mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4, 4), method="bounded").x))


class FullName:
    """The full name of a region that stands in a text, banners before leagues, long before short (全称查找)."""

    def __init__(self) -> None:
        full = [(row["名称"], row["区划代码"]) for row in place_rows("names.csv") if row["种类"] == "全称"]
        self._names = sorted(full, key=lambda pair: (-len(pair[1]), -len(pair[0])))

    def find(self, text: str) -> str | None:
        """The code of that region, None where there is none (查找)."""
        return next((code for name, code in self._names if name in text), None)


def _words(cut: str) -> list[str]:
    return cut.split(WORD_END)[:-1]


def _run(cut: str) -> str:
    return cut.replace(WORD_END, "")


def _counts(lines: Sequence[str]) -> list[sparse.csr_matrix]:
    runs = [_run(one) for one in lines]
    # 词已切好，不可再变小写、再按标点切
    word = CountVectorizer(tokenizer=_words, token_pattern=None, ngram_range=(1, 2), lowercase=False)
    return [
        word.fit_transform(lines),
        CountVectorizer(analyzer="char", ngram_range=(1, 4), lowercase=False).fit_transform(runs),
        CountVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=False).fit_transform(
            [one[:_OPENING] for one in runs]
        ),
    ]


def _weighed(
    counts: sparse.csr_matrix, inside: Numbers, outside: Numbers
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    kept = np.flatnonzero(counts[inside].getnnz(axis=0) >= _LEAST)
    near, far = counts[inside][:, kept], counts[outside][:, kept]
    weights = TfidfTransformer(sublinear_tf=True).fit(near)
    return weights.transform(near), weights.transform(far)


def _wide(machine: LinearSVC, rows: sparse.csr_matrix, classes: Numbers) -> Floats:
    """Scores of every class; of two classes the machine gives but one column, a class not met scores lowest."""
    own = machine.decision_function(rows)
    own = np.column_stack([-own, own]) if own.ndim == 1 else own
    wide = np.full((rows.shape[0], len(classes)), own.min(initial=0.0) - 1, dtype=np.float32)
    wide[:, np.searchsorted(classes, machine.classes_)] = own
    return wide

"""How Chinese is searched (全文检索): overlapping bigrams, so that any run of two characters or more is found exactly."""

import re
import unicodedata

LONGEST_TERM = 100  # 字；PostgreSQL 的检索词最长 2046 字节，网址、乱码可以更长

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+|[\u1800-\u18af]+")


def bigrams(text: str) -> list[str]:
    """The distinct search terms of a text: bigrams of Chinese runs, whole words of other scripts; lower-cased, NFKC."""
    terms: dict[str, None] = {}
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400" or len(run) == 1:
            terms[run[:LONGEST_TERM]] = None
        else:
            terms.update(dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1)))
    return list(terms)


def alone(word: str) -> bool:
    """Whether a word is one Chinese character (单字): of pairs of characters no index can be asked for it."""
    plain = unicodedata.normalize("NFKC", word)
    return len(plain) == 1 and "\u3400" <= plain <= "\u9fff"


def bigrams_within(word: str) -> list[str]:
    """The terms that every text holding this word must have; none, if what its rim cuts off may go on (街312｜号).

    A word of one run alone is taken whole: English and numbers are found by whole words.
    """
    plain = unicodedata.normalize("NFKC", word).lower()
    runs = list(_RUN.finditer(plain))
    if len(runs) == 1 and runs[0][0] == plain:
        return bigrams(plain)
    sure = [
        run[0] for run in runs
        if (run.start() > 0 and run.end() < len(plain)) or (run[0] >= "\u3400" and len(run[0]) > 1)
    ]  # fmt: skip
    return bigrams(" ".join(sure))

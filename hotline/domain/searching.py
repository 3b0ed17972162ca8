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


def bigrams_within(word: str) -> list[str]:
    """The terms that every text holding this word must have: what its rim cuts off may go on in the text (中山路3号｜楼)."""
    plain = unicodedata.normalize("NFKC", word).lower()
    sure = [run for run in _RUN.finditer(plain) if len(run[0]) > 1 and run[0] >= "\u3400"]
    inner = [run for run in _RUN.finditer(plain) if run.start() > 0 and run.end() < len(plain)]
    terms = bigrams(" ".join(run[0] for run in sorted({*sure, *inner}, key=lambda run: run.start())))
    return terms or bigrams(word)

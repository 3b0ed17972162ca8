"""How Chinese is searched (全文检索): overlapping bigrams, so that any run of two characters or more is found exactly."""

import re
import unicodedata

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+|[\u1800-\u18af]+")


def bigrams(text: str) -> list[str]:
    """The distinct search terms of a text: bigrams of Chinese runs, whole words of other scripts; lower-cased, NFKC."""
    terms: dict[str, None] = {}
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400" or len(run) == 1:
            terms[run] = None
        else:
            terms.update(dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1)))
    return list(terms)

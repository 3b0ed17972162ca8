"""The words that were looked for, marked where they stand (标出检索词): masked first, then escaped, then marked."""

import re

from markupsafe import Markup, escape

from hotline.domain.privacy import mask_text

AROUND = 24  # 字：命中的词前后各留多少
ELLIPSIS = "…"


def marked(text: str, words: str) -> Markup:
    """The whole text, masked, with every found word in a mark."""
    return _with_marks(mask_text(text), _pattern(words))


def holds(text: str, words: str) -> bool:
    """Whether a word stands in what may be shown of the text."""
    pattern = _pattern(words)
    return pattern is not None and pattern.search(mask_text(text)) is not None


def excerpt(text: str, words: str, most: int) -> Markup:
    """As much of the masked text as there is room for, around the first found word; its beginning if none is there."""
    plain, pattern = " ".join(mask_text(text).split()), _pattern(words)
    first = pattern.search(plain) if pattern else None
    start = max(0, first.start() - AROUND) if first and first.end() > most else 0
    cut = plain[start : start + most]
    before, after = ELLIPSIS if start else "", ELLIPSIS if start + most < len(plain) else ""
    return Markup(before) + _with_marks(cut, pattern) + Markup(after)  # noqa: S704 - 两头只会是省略号


def _pattern(words: str) -> re.Pattern[str] | None:
    each = sorted(set(words.split()), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in each), re.IGNORECASE) if each else None


def _with_marks(plain: str, pattern: re.Pattern[str] | None) -> Markup:
    if pattern is None:
        return escape(plain)
    pieces, at = [], 0
    for found in pattern.finditer(plain):
        pieces += [escape(plain[at : found.start()]), Markup("<mark>") + escape(found[0]) + Markup("</mark>")]
        at = found.end()
    return Markup("").join([*pieces, escape(plain[at:])])

"""What other systems say for our words (原写法): a table that officials may add to, used where old tickets come in."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def old_words() -> Mapping[tuple[str, str], str]:
    """Our word by column and by what was said (原写法表)."""
    text = files("hotline.domain.analysis").joinpath("old_words.csv").read_text(encoding="utf-8")
    return {(row["列"], row["原写法"]): row["现称"] for row in csv.DictReader(text.splitlines())}


def our_word(column: str, said: str) -> str:
    """Our word for what is said in that column; what is said itself where the table has nothing."""
    return old_words().get((column, said), said)

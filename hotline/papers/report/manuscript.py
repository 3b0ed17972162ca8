"""What of a report goes to print (报告稿件): the figures as they were kept, and what people wrote and decided beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Manuscript:
    """A report as it is printed (报告稿件).

    Args:
        figures: the snapshot, `Document.as_figures()`; never counted anew.
        commentary: the analyst's words by chapter (按语).
        corrections: what was said after publication, each with at, by and words (更正说明).
        standing: what the copy is, such as 送审稿; empty once it is published.
        day: the day on the issue line, as it is written out.
        made: who drew the figures up, and when, as a sentence.
        moment: when the figures were drawn up; the files bear this time, not that of their making.
    """

    figures: Mapping[str, Any]
    commentary: Mapping[str, str]
    corrections: Sequence[Mapping[str, str]]
    standing: str
    day: str
    made: str
    moment: datetime

    @property
    def heading(self) -> str:
        """The title below the red head."""
        return f"{self.figures['period']}热线运行情况"

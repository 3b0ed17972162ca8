"""Many at once (批量签收): each ticket is a piece of work of its own, so that one refusal undoes nothing of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.casework import handling
from hotline.domain.errors import HotlineError, Incomplete
from hotline.web.desk import work_of_this_person

MOST = 50


@dataclass(frozen=True)
class Accepted:
    """What became of a batch (批量签收结果): the numbers that were accepted, and those that were not with the reason."""

    done: Sequence[str]
    refused: Sequence[tuple[str, str]]

    def told(self) -> list[tuple[str, str]]:
        """What the page says of it: sentences with their kind."""
        said = [(f"已签收 {len(self.done)} 件：{'、'.join(self.done)}", "success")] if self.done else []
        if self.refused:
            reasons = "；".join(f"{number}：{reason}" for number, reason in self.refused)
            said.append((f"未签收 {len(self.refused)} 件：{reasons}", "danger"))
        return said


def accept_each(numbers: Sequence[str]) -> Accepted:
    """Accept these tickets one by one; what cannot be accepted is told with its reason.

    Raises:
        Incomplete: none was chosen, or more than a page holds.
    """
    chosen = list(dict.fromkeys(number[:32] for number in numbers))
    if not chosen:
        raise Incomplete("请先勾选要签收的工单")
    if len(chosen) > MOST:
        raise Incomplete(f"一次最多签收 {MOST} 件，请分次勾选")
    done, refused = [], []
    for number in chosen:
        try:
            with work_of_this_person() as work:
                handling.accept(work, number)
            done.append(number)
        except HotlineError as error:
            refused.append((number, str(error)))
    return Accepted(done, refused)

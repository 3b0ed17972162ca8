"""What a job is given (到期事项): which delivery, about what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hotline.equipment import Equipment


@dataclass(frozen=True)
class Due:
    """One delivery as its job sees it."""

    delivery_id: int
    step_id: int | None
    about: dict[str, Any]


Job = Callable[[Equipment, Due], None]

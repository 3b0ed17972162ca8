"""What the speaker wishes for the handling (办理意愿): secrecy, anonymity, no call back."""

from enum import StrEnum

from classifier.reading.cues import pattern

_TABLE = "wishes.csv"
_CUT = "\n"


class Secrecy(StrEnum):
    """How far the speaker wants to stay unknown (保密要求)."""

    NONE = ""
    CONFIDENTIAL = "保密"
    ANONYMOUS = "匿名"


def secrecy_of(text: str) -> Secrecy:
    """Whether the speaker asks for secrecy or stays anonymous (保密要求), 「不用保密」and 保密协议 set aside.

    Args:
        text: normalised.
    """
    if _wished(text, "匿名", "不算保密"):
        return Secrecy.ANONYMOUS
    return Secrecy.CONFIDENTIAL if _wished(text, "保密", "不算保密") else Secrecy.NONE


def refuses_callback(text: str) -> bool:
    """Whether the speaker does not want to be called back (不要回访).

    Args:
        text: normalised.
    """
    return _wished(text, "不回访", "不算不回访")


def _wished(text: str, wish: str, but: str) -> bool:
    """Most texts wish nothing of the kind, so what does not count is looked for only then."""
    asked = pattern(_TABLE, wish)
    return bool(asked.search(text)) and bool(asked.search(pattern(_TABLE, but).sub(_CUT, text)))

"""Everything that can be refused (业务错误); each is one sentence that a person can read."""


class HotlineError(Exception):
    """A refusal that the person at the screen may read; anything else is a bug."""

    status = 400


class NotFound(HotlineError):
    """No such thing, or not for this person's eyes (不存在或无权查看)."""

    status = 404


class Forbidden(HotlineError):
    """This role may never do this (岗位无此权限)."""

    status = 403


class Conflict(HotlineError):
    """Not in this state, or somebody was quicker (当前状态不允许，或已被他人处理)."""

    status = 409


class Incomplete(HotlineError):
    """Something the action needs is missing or wrong (材料不全或有误)."""

    status = 422


class Unsigned(HotlineError):
    """A message from another system whose signature, time or nonce is not right (签名无效)."""

    status = 401


class TooMany(HotlineError):
    """Asked too often (过于频繁)."""

    status = 429

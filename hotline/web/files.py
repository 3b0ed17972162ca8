"""Files that come with a form (上传的文件): what the browser sent, and what the field says may be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, g, request

from hotline.casework.evidence import KINDS, MEGABYTE, Sent

NAMED = 3  # 回话里点名的文件数；再多的只报总数，回话存在 cookie 里
WORDS_BESIDE = 2  # 兆字节：一次请求里留给文字的
ACCEPTED = ",".join(dict.fromkeys([*KINDS, *(suffix for suffixes, _ in KINDS.values() for suffix in suffixes)]))
PHOTOS = ",".join(media for media in KINDS if media.startswith("image/"))


@dataclass(frozen=True)
class FileTerms:
    """What may be sent (附件要求).

    Args:
        accept: the kinds, as a file field names them.
        photos: the kinds of pictures alone.
        each: the most megabytes of one file.
        whole: the most megabytes of all files of one form.
    """

    accept: str
    photos: str
    each: int
    whole: int


def file_terms() -> FileTerms:
    """What may be sent under the rules in force, for the templates."""
    whole = int(current_app.config["MAX_CONTENT_LENGTH"]) // MEGABYTE - WORDS_BESIDE
    most = g.work.rules.practice.number("附件上限兆") if "work" in g else whole
    return FileTerms(ACCEPTED, PHOTOS, min(most, whole), whole)


def sent_files(field: str) -> list[Sent]:
    """The files of a field; an empty field sends one without a name."""
    return [Sent(one.filename or "", one.read()) for one in request.files.getlist(field) if one.filename]


def named(names: Sequence[str]) -> str:
    """Files by their names, the first few of many: 「甲」「乙」「丙」等 5 个."""
    told = "".join(f"「{one}」" for one in names[:NAMED])
    return told if len(names) <= NAMED else f"{told}等 {len(names)} 个"

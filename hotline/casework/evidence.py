"""Files that belong to a ticket (附件): what may come in, where it lies, and that pictures keep no place data."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from hotline.domain.errors import Forbidden, Incomplete, NotFound
from hotline.domain.lifecycle import FINAL
from hotline.domain.vocabulary import Role
from hotline.store.casefile.handling import Attachment
from hotline.store.scope import same_body
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

MAY_ATTACH = frozenset({Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.CLERK, Role.HEAD, Role.REQUESTER})
MEGABYTE = 1024 * 1024
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
# 种类 → 扩展名、文件头：两者都对才收
KINDS: dict[str, tuple[tuple[str, ...], tuple[bytes, ...]]] = {
    "image/jpeg": ((".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    "image/png": ((".png",), (b"\x89PNG\r\n\x1a\n",)),
    "application/pdf": ((".pdf",), (b"%PDF-",)),
    "audio/mpeg": ((".mp3",), (b"ID3", b"\xff\xfb", b"\xff\xf3")),
    "audio/wav": ((".wav",), (b"RIFF",)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ((".docx",), (b"PK\x03\x04",)),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ((".xlsx",), (b"PK\x03\x04",)),
}


@dataclass(frozen=True)
class Sent:
    """A file as it was sent (上传的文件)."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Taken:
    """What became of several files (上传结果).

    Args:
        kept: those that now belong to the ticket.
        fit: the same as they were sent, for whoever must undo and take them again.
        refused: of every other its name and why, one sentence each.
    """

    kept: tuple[Attachment, ...]
    fit: tuple[Sent, ...]
    refused: tuple[str, ...]


class FilesRefused(Incomplete):
    """Some of the files that came with a form are not taken (附件未收); the others may still be kept.

    Args:
        taken: what became of each of them.
    """

    def __init__(self, taken: Taken) -> None:
        super().__init__("；".join(taken.refused))
        self.taken = taken


def attach(work: Work, number: str, sent: Sent, folder: Path) -> Attachment:
    """Put a file to a ticket; the same file twice is one.

    Args:
        folder: the attachments of the state folder; files lie there by their digest.

    Raises:
        Incomplete: no kind that is taken, too big, empty, or a known test virus.
    """
    return _put(work, _open_to(work, number), sent, folder)


def attach_fit(work: Work, number: str, sent: Sequence[Sent], folder: Path) -> Taken:
    """Put to a ticket what of these files can be taken, and say of every other why not (多个附件)."""
    if not sent:
        return Taken((), (), ())
    ticket = _open_to(work, number)
    kept, fit, refused = [], [], []
    for one in sent:
        try:
            kept.append(_put(work, ticket, one, folder))
            fit.append(one)
        except Incomplete as error:
            refused.append(f"「{_shown(one.name)}」没有收：{error}")
    return Taken(tuple(kept), tuple(fit), tuple(refused))


def attach_all(work: Work, number: str, sent: Sequence[Sent], folder: Path) -> tuple[Attachment, ...]:
    """Put all of these files to a ticket, or refuse naming each that cannot be taken; for a Work that is then undone."""
    taken = attach_fit(work, number, sent, folder)
    if taken.refused:
        raise FilesRefused(taken)
    return taken.kept


def _open_to(work: Work, number: str) -> Ticket:
    """The ticket, if this person may put files to it and it still takes any."""
    if work.person.role not in MAY_ATTACH:
        raise Forbidden(f"{work.person.role.label}不能添附件")
    ticket = work.ticket(number)
    if ticket.state in FINAL:
        raise Incomplete(f"工单 {number} 已「{ticket.state.label}」，不能再添附件")
    return ticket


def _put(work: Work, ticket: Ticket, sent: Sent, folder: Path) -> Attachment:
    media = _kind_of(sent, work.rules.practice.number("附件上限兆"))
    data = STRIPPED.get(media, bytes)(sent.data)
    digest = hashlib.sha256(data).hexdigest()
    known = select(Attachment).where(
        Attachment.ticket_id == ticket.id,
        Attachment.digest == digest,
        Attachment.agency.is_not_distinct_from(work.person.agency),
    )
    if (found := work.session.scalar(known)) is not None:
        return found
    attachment = Attachment(
        ticket_id=ticket.id, agency=work.person.agency, name=_shown(sent.name), media=media, size=len(data),
        digest=digest, by=work.person.account, at=work.now,
    )  # fmt: skip
    work.session.add(attachment)
    work.session.flush()
    place = path_of(folder, digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return attachment


def belongs_to_last_step(work: Work, found: Attachment) -> None:
    """Tie a file to the step with which it was sent (随申请、答复提交的附件)."""
    last = select(func.max(Step.id)).where(Step.ticket_id == found.ticket_id)
    found.step_id = found.step_id or work.session.scalar(last)


def _kind_of(sent: Sent, most: int) -> str:
    if not sent.data:
        raise Incomplete("文件是空的，请重新选择")
    if len(sent.data) > most * MEGABYTE:
        raise Incomplete(f"文件有 {len(sent.data) / MEGABYTE:.1f} MB，最多 {most} MB，请压缩后再传")
    if EICAR in sent.data:
        raise Incomplete("文件含有病毒特征，已拒收")
    suffix = Path(sent.name).suffix.lower()
    for media, (suffixes, heads) in KINDS.items():
        if suffix in suffixes:
            if sent.data.startswith(heads):
                return media
            raise Incomplete(f"文件内容与扩展名 {suffix} 不符，请用原来的程序另存后再传")
    raise Incomplete(f"不收 {suffix or '没有扩展名的'} 文件，请传图片、PDF、录音或 Word、Excel 文档")


def _shown(name: str) -> str:
    """The name without any path, and without characters that a page or a header could misread."""
    return re.sub(r"[\x00-\x1f\"\\/<>|:*?]", "_", Path(name.replace("\\", "/")).name)[:120] or "附件"


def without_place(data: bytes) -> bytes:
    """A JPEG without its EXIF segments: they may tell where and with what it was taken (去除位置信息)."""
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in (0xE1, 0xED):  # APP1：EXIF、XMP；APP13：IPTC
            kept += data[at : at + 2 + length]
        at += 2 + length
    return bytes(kept + data[at:])


def png_without_place(data: bytes) -> bytes:
    """A PNG without its chunks of words and EXIF (去除位置信息)."""
    kept, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] not in (b"eXIf", b"tEXt", b"iTXt", b"zTXt"):
            kept += data[at:end]
        at = end
    return bytes(kept + data[at:])


STRIPPED: Mapping[str, Callable[[bytes], bytes]] = {"image/jpeg": without_place, "image/png": png_without_place}


def path_of(folder: Path, digest: str) -> Path:
    """Where a file of that digest lies."""
    return folder / digest[:2] / digest


def attachment(work: Work, number: str, attachment_id: int) -> Attachment:
    """One file of a ticket that this person may see; NotFound otherwise."""
    ticket = work.ticket(number)
    found = work.session.scalar(
        select(Attachment).where(Attachment.id == attachment_id, Attachment.ticket_id == ticket.id)
    )
    if found is None:
        raise NotFound("没有这个附件，或您无权查看")
    return found


def has_evidence(work: Work, ticket: Ticket) -> bool:
    """Whether the lead has put a file to the ticket since it was given it; a helper's files are not its own."""
    since = ticket.dispatched_at or ticket.registered_at
    ours = Attachment.agency.in_(same_body(ticket.agency or ""))
    files = select(Attachment.id).where(Attachment.ticket_id == ticket.id, ours, Attachment.at >= since)
    return work.session.scalar(files.limit(1)) is not None

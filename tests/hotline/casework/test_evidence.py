"""Files that belong to a ticket: what may come in, what they keep, who may fetch them, and when they are asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from factories import ANSWER, OTHER_UNIT, House, done, person
from hotline.casework import handling, intake
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.evidence import (
    KINDS,
    MEGABYTE,
    FilesRefused,
    Sent,
    attach,
    attach_all,
    attach_fit,
    attachment,
    has_evidence,
    path_of,
    png_without_place,
    without_place,
)
from hotline.casework.handling import Handled
from hotline.casework.joint import helping
from hotline.casework.requests import deciding
from hotline.domain.errors import Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import DemandType, RequesterKind, Role, Solved, State
from hotline.store.casefile.handling import Attachment
from hotline.store.work import Person

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
PDF = b"%PDF-1.7 "
EXIF = b"\xff\xe1\x00\x0cExif\x00\x00GPS!"
REST = b"\xff\xe0\x00\x06JFIF\xff\xda\x00\x04ab\xff\xe1scan data\xff\xd9"
CONTACT, FILE = "联系记录", "证据附件"
T = DemandType


def put(house: House, number: str, folder: Path, sent: Sent, by: Person | None = None) -> Attachment:
    with house.equipment.work(by or person(Role.CLERK)) as work:
        return attach(work, number, sent, folder)


def files(house: House) -> list[Attachment]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(Attachment).order_by(Attachment.id)))


@pytest.mark.parametrize(
    ("media", "suffix", "head"),
    [(media, suffix, head) for media, (suffixes, heads) in KINDS.items() for suffix in suffixes for head in heads],
)
def test_a_file_is_taken_by_its_suffix_and_its_beginning(
    house: House, tmp_path: Path, media: str, suffix: str, head: bytes
) -> None:
    number = house.handled()
    put(house, number, tmp_path, Sent(f"现场{suffix.upper()}", head + b"content"))
    (kept,) = files(house)
    assert (kept.media, kept.name, kept.agency, kept.by) == (media, f"现场{suffix.upper()}", "ZJ-150105", "clerk")
    assert path_of(tmp_path, kept.digest).read_bytes()[: len(head)] == head


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (Sent("空.pdf", b""), "空的"),
        (Sent("程序.exe", b"MZ"), "不收 .exe"),
        (Sent("网页.svg", b"<svg/>"), "不收 .svg"),
        (Sent("无名", PDF), "没有扩展名"),
        (Sent("照片.jpg", PDF), "与扩展名 .jpg 不符"),
        (Sent("照片.pdf.jpg", PDF), "与扩展名 .jpg 不符"),
        (Sent("文书.pdf", b" " + PDF), "与扩展名 .pdf 不符"),
        (Sent("文书.pdf", PDF + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"), "病毒"),
        (Sent("大.pdf", PDF.ljust(20 * MEGABYTE + 1, b"x")), "最多 20 MB"),
    ],
    ids=lambda value: value.name if isinstance(value, Sent) else value,
)
def test_what_is_not_taken_is_told_why_and_leaves_nothing_behind(
    house: House, tmp_path: Path, all_rows: AllRows, sent: Sent, told: str
) -> None:
    number = house.handled()
    before = all_rows()
    with pytest.raises(Incomplete, match=told):
        put(house, number, tmp_path, sent)
    assert all_rows() == before and files(house) == [] and list(tmp_path.iterdir()) == []


def test_a_file_of_exactly_the_greatest_size_is_taken(house: House, tmp_path: Path) -> None:
    kept = put(house, house.handled(), tmp_path, Sent("大.pdf", PDF.ljust(20 * MEGABYTE, b"x")))
    assert kept.size == 20 * MEGABYTE


def test_a_photograph_keeps_no_place(house: House, tmp_path: Path) -> None:
    kept = put(house, house.handled(), tmp_path, Sent("现场.jpg", b"\xff\xd8" + EXIF + REST))
    data = path_of(tmp_path, kept.digest).read_bytes()
    assert b"GPS" not in data and data == b"\xff\xd8" + REST and kept.size == len(data)


@given(
    before=st.lists(st.binary(max_size=30), max_size=3),
    after=st.lists(st.binary(max_size=30), max_size=3),
    scan=st.binary(max_size=40),
)
def test_only_the_place_is_taken_out_of_a_photograph(before: list[bytes], after: list[bytes], scan: bytes) -> None:
    def segments(parts: list[bytes]) -> bytes:
        return b"".join(b"\xff\xdb" + (len(part) + 2).to_bytes(2, "big") + part for part in parts)

    clean = b"\xff\xd8" + segments(before) + segments(after) + b"\xff\xda\x00\x02" + scan
    taken = b"\xff\xd8" + segments(before) + EXIF + segments(after) + b"\xff\xda\x00\x02" + scan
    assert without_place(taken) == without_place(clean) == clean


@given(data=st.binary(max_size=200))
def test_whatever_stands_in_a_damaged_photograph_nothing_is_added(data: bytes) -> None:
    assert len(without_place(b"\xff\xd8\xff" + data)) <= len(data) + 3


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/密.pdf", "密.pdf"),
        ("C:\\用户\\照片.pdf", "照片.pdf"),
        ('a"b<c>|*?:.pdf', "a_b_c_____.pdf"),
        ("换\r\n行.pdf", "换__行.pdf"),
        ("长" * 200 + ".pdf", "长" * 120),
    ],
)
def test_a_name_is_cleaned_before_it_is_shown(house: House, tmp_path: Path, name: str, shown: str) -> None:
    assert put(house, house.handled(), tmp_path, Sent(name, PDF)).name == shown
    assert {path.parent.parent for path in tmp_path.rglob("*") if path.is_file()} == {tmp_path}


def test_the_same_file_twice_is_one_and_on_another_ticket_another(house: House, tmp_path: Path) -> None:
    one, other = house.handled(), house.handled()
    first = put(house, one, tmp_path, Sent("甲.pdf", PDF))
    assert put(house, one, tmp_path, Sent("乙.pdf", PDF)).id == first.id
    assert put(house, other, tmp_path, Sent("甲.pdf", PDF)).id != first.id
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_ticket_that_is_over_takes_no_more_files(house: House, tmp_path: Path) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.withdraw(work, number, reason="不反映了")
    with pytest.raises(Incomplete, match="已撤诉"):
        put(house, number, tmp_path, Sent("甲.pdf", PDF))
    assert files(house) == [] and list(tmp_path.iterdir()) == []


def test_another_unit_neither_adds_nor_fetches_a_file(house: House, tmp_path: Path) -> None:
    number, own = house.handled(), house.handled(agency=OTHER_UNIT)
    kept = put(house, number, tmp_path, Sent("甲.pdf", PDF))
    other = person(Role.HEAD, agency=OTHER_UNIT)
    with pytest.raises(NotFound):
        put(house, number, tmp_path, Sent("乙.pdf", PDF + b"2"), other)
    for through in (number, own):
        with pytest.raises(NotFound), house.equipment.work(other) as work:
            attachment(work, through, kept.id)
    with house.equipment.work(person(Role.HEAD)) as work:
        assert attachment(work, number, kept.id).digest == kept.digest


def test_a_unit_shows_evidence_of_its_own(house: House, tmp_path: Path) -> None:
    number = house.handled()
    put(house, number, tmp_path, Sent("来件.pdf", PDF), person(Role.AGENT))
    with house.equipment.work(person(Role.CLERK)) as work:
        assert not has_evidence(work, work.ticket(number))
    put(house, number, tmp_path, Sent("办件.pdf", PDF + b"2"))
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        assert has_evidence(work, work.ticket(number))
        deciding.take_back_by_room(work, number, reason="改派")
        judgement = house.equipment.judgement(work.session)
        choice = {"category": "0301", "region": "150105", "agency": OTHER_UNIT}
        dispatch_by_person(work, judgement, number, seen=None, **choice)
        assert not has_evidence(work, work.ticket(number))


def test_a_file_that_the_requester_sent_counts_once_the_unit_sends_it_too(house: House, tmp_path: Path) -> None:
    number = house.handled()
    put(house, number, tmp_path, Sent("照片.pdf", PDF), person(Role.AGENT))
    put(house, number, tmp_path, Sent("照片.pdf", PDF))
    with house.equipment.work(person(Role.CLERK)) as work:
        assert has_evidence(work, work.ticket(number))


@pytest.mark.parametrize(
    ("kind", "wanting"),
    [
        (T.CONSULT, set()), (T.SUGGESTION, set()), (T.PRAISE, set()), (T.HELP, {CONTACT}), (T.OTHER, {CONTACT}),
        (T.COMPLAINT, {CONTACT, FILE}), (T.REPORT, {CONTACT, FILE}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("asks", RequesterKind)
def test_what_closing_asks_for_depends_on_the_demand_and_all_of_it_is_told_at_once(
    house: House, tmp_path: Path, all_rows: AllRows, kind: DemandType, wanting: set[str], asks: RequesterKind
) -> None:
    number = house.handled(demand_type=kind, requester_kind=asks)
    wanting = {CONTACT, FILE} if asks == RequesterKind.ENTERPRISE else wanting
    before, clerk = all_rows(), person(Role.CLERK)
    with pytest.raises(Incomplete) as refused, house.equipment.work(clerk) as work:
        handling.reply(work, number, Handled(ANSWER, solved=Solved.NO))
    assert {what for what in (CONTACT, FILE) if what in str(refused.value)} == wanting
    assert "未解决的理由" in str(refused.value) and all_rows() == before
    if FILE in wanting:
        put(house, number, tmp_path, Sent("办件.pdf", PDF))
    with house.equipment.work(clerk) as work:
        handled = done(ANSWER, work.now, solved=Solved.NO, unsolved="WJ01")
        handling.reply(work, number, handled if wanting else Handled(ANSWER, solved=Solved.NO, unsolved="WJ01"))
    assert house.ticket(number).state == State.REPLIED


def test_a_png_keeps_no_words_and_no_place_and_is_otherwise_the_same() -> None:
    def chunk(kind: bytes, words: bytes) -> bytes:
        return len(words).to_bytes(4, "big") + kind + words + b"crc!"

    head, pixels, end = chunk(b"IHDR", b"x" * 13), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")
    told = head + chunk(b"eXIf", b"40.8N 111.7E") + chunk(b"tEXt", b"Author") + pixels + end
    beginning = b"\x89PNG\r\n\x1a\n"
    assert png_without_place(beginning + told) == beginning + head + pixels + end
    assert png_without_place(beginning + head[:5]) == beginning + head[:5]


def test_what_a_helper_put_there_is_not_the_lead_s_evidence(house: House, tmp_path: Path) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        helping.invite(work, number, agency=OTHER_UNIT, reason="须现场配合")
    put(house, number, tmp_path, Sent("协办.pdf", PDF), by=person(Role.CLERK, agency=OTHER_UNIT))
    with house.equipment.work(person(Role.CLERK)) as work:
        assert not has_evidence(work, work.ticket(number))
    put(house, number, tmp_path, Sent("主办.pdf", PDF))
    with house.equipment.work(person(Role.CLERK)) as work:
        assert has_evidence(work, work.ticket(number))


def test_of_several_files_each_that_is_not_taken_is_named_and_the_others_are_put_there(
    house: House, tmp_path: Path
) -> None:
    number = house.handled()
    good, bad = [Sent("一.pdf", PDF), Sent("二.pdf", PDF + b"2")], [Sent("坏.pdf", b"MZ"), Sent("C:\\图.exe", b"MZ")]
    with house.equipment.work(person(Role.CLERK)) as work:
        taken = attach_fit(work, number, [good[0], *bad, good[1]], tmp_path)
        assert [one.name for one in taken.kept] == ["一.pdf", "二.pdf"] and list(taken.fit) == good
    first, second = taken.refused
    assert first.startswith("「坏.pdf」没有收：文件内容与扩展名") and second.startswith(
        "「图.exe」没有收：不收 .exe 文件"
    )
    assert [one.name for one in files(house)] == ["一.pdf", "二.pdf"]


def test_all_or_none_of_them_where_the_rest_depends_on_it(house: House, tmp_path: Path) -> None:
    number = house.handled()
    with (
        pytest.raises(FilesRefused, match=r"「坏\.pdf」没有收") as refused,
        house.equipment.work(person(Role.CLERK)) as work,
    ):
        attach_all(work, number, [Sent("一.pdf", PDF), Sent("坏.pdf", b"MZ")], tmp_path)
    assert files(house) == [] and [one.name for one in refused.value.taken.fit] == ["一.pdf"]
    with house.equipment.work(person(Role.ANALYST)) as work:
        assert attach_all(work, number, [], tmp_path) == ()
    for verb in (attach_all, attach_fit):
        with pytest.raises(Forbidden), house.equipment.work(person(Role.ANALYST)) as work:
            verb(work, number, [Sent("一.pdf", PDF)], tmp_path)

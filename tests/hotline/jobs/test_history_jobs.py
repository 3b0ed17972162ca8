"""Old tickets handed in on the page are imported by the job, once, with progress and every refusal kept (历史工单导入)."""

import shutil

import pytest
from sqlalchemy import func, select

from factories import person
from hotline.analytics.history import uploading
from hotline.analytics.history.uploading import CATEGORIES, MOST_BYTES, TICKETS
from hotline.domain.errors import Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.store.analysis.history import HistoryImport, HistoryUpload
from hotline.store.tickets import Ticket

ROWS = (
    "工单编号,登记时间,区划,办结时间,事项分类\n"
    "A1,2024-03-01 09:30,150105,2024-03-05 10:00,老供热\n"
    "A2,2024-03-02 08:05,呼和浩特市,2024-03-03 12:00,0301\n"
    "A3,2024-03-02 08:05,不知何处,2024-03-03 12:00,0301\n"
).encode()
CROSSWALK = "原分类,编码\n老供热,0302\n".encode()


@pytest.fixture
def state(shift):
    """The state folder, in which nothing handed in is left."""
    found = shift.house.equipment.settings.state
    yield found
    shutil.rmtree(found / "history-uploads", ignore_errors=True)


def hand_in(shift, state, tickets=ROWS, name="old.csv", who=None, **more):
    with shift.house.equipment.work(who or person(Role.ANALYST)) as work:
        files = {TICKETS: tickets, CATEGORIES: CROSSWALK}
        return uploading.hand_in(work, state, more.get("source", "老平台"), name, files).id


def done(shift):
    shift.relay()
    shift.run()
    with shift.house.equipment.work() as work:
        return list(work.session.scalars(select(HistoryUpload).order_by(HistoryUpload.id)))


def test_what_was_handed_in_is_imported_and_the_files_go(shift, state):
    hand_in(shift, state)
    (upload,) = done(shift)
    assert (upload.done, upload.failed, upload.same) == (3, None, False) and upload.finished_at
    with shift.house.equipment.work(person(Role.ANALYST)) as work:
        batch = uploading.batch(work, upload.batch_id)
        assert (batch.rows, batch.taken, batch.refused, batch.imported_by) == (3, 2, 1, "analyst")
        assert [(one["line"], one["column"]) for one in batch.refusals] == [(4, "区划")]
        assert work.session.scalar(select(func.count()).select_from(Ticket)) == 2
        assert [one.id for one in uploading.batches(work)] == [batch.id] and uploading.uploads(work) == []
    assert not any((state / "history-uploads").iterdir())


def test_the_same_file_again_brings_nothing_and_says_so(shift, state):
    hand_in(shift, state)
    done(shift)
    hand_in(shift, state)
    _, again = done(shift)
    assert again.same and again.batch_id is not None
    with shift.house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(Ticket)) == 2
        assert work.session.scalar(select(func.count()).select_from(HistoryImport)) == 1


def test_a_file_that_is_no_table_is_refused_with_its_reason_and_nothing_is_half_written(shift, state):
    hand_in(shift, state, "编号,时间\n1,2\n".encode())
    (upload,) = done(shift)
    assert upload.finished_at and "缺少列" in upload.failed and "tickets" not in upload.failed
    with shift.house.equipment.work(person(Role.ANALYST)) as work:
        assert uploading.batches(work) == [] and [one.id for one in uploading.uploads(work)] == [upload.id]
        assert work.session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_who_may_not_and_what_cannot_be_is_refused_before_anything_is_kept(shift, state):
    for who in (person(Role.SUPERVISOR), person(Role.ANALYST, "1502")):
        with pytest.raises(Forbidden):
            hand_in(shift, state, who=who)
    for wrong in ({"tickets": b""}, {"source": ""}, {"source": "甲:乙"}, {"tickets": b"x" * (MOST_BYTES + 1)}):
        with pytest.raises(Incomplete):
            hand_in(shift, state, **wrong)
    with shift.house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(NotFound):
        uploading.batch(work, 999_999)
    assert shift.deliveries() == [] and not (state / "history-uploads").exists()

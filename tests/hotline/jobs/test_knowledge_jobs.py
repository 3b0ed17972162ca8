"""The job about knowledge: what no longer holds expires, batch after batch, and twice is once."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select, update

from factories import House, undone
from hotline.domain.vocabulary import ArticleState, Lane
from hotline.equipment import Equipment
from hotline.jobs.due import Due, Job
from hotline.jobs.knowledge_jobs import expire_articles, index_articles
from hotline.jobs.roster import JOBS
from hotline.jobs.timetable import TIMETABLE
from hotline.knowledge.search import find
from hotline.store.audit import AuditEntry
from hotline.store.knowledge import Article

DUE = Due(1, None, {})


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: the seed articles are in force again afterwards."""
    with undone(equipment) as found:
        yield found


def expired(house: House) -> int:
    with house.equipment.work() as work:
        over = select(func.count()).select_from(Article).where(Article.state == ArticleState.EXPIRED)
        return work.session.scalar(over) or 0


def test_all_whose_last_day_is_over_expire_batch_after_batch(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("hotline.knowledge.expiry", "hotline.jobs.knowledge_jobs"):
        monkeypatch.setattr(f"{module}.BATCH", 2)
    with house.equipment.work() as work:
        for article in work.session.scalars(select(Article).order_by(Article.id).limit(5)):
            article.valid_until = date(2020, 1, 1)
    for _ in range(2):
        expire_articles(house.equipment, DUE)
    assert expired(house) == 5
    with house.equipment.work() as work:
        told = work.session.scalars(select(AuditEntry.about).where(AuditEntry.deed == "expire_articles")).all()
        assert sorted(len(about["articles"]) for about in told) == [1, 2, 2]


def test_where_nothing_is_over_nothing_is_written(house: House) -> None:
    with house.equipment.work() as work:
        before = work.session.scalar(select(func.count()).select_from(AuditEntry))
    expire_articles(house.equipment, DUE)
    with house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert expired(house) == 0


def test_what_was_indexed_in_an_older_way_is_found_by_its_sound_the_next_day(house: House) -> None:
    with house.equipment.work() as work:
        work.session.execute(update(Article).values(search=""))
        assert not find(work, "gongrebaoting")
    for _ in range(2):
        index_articles(house.equipment, DUE)
    with house.equipment.work() as work:
        assert find(work, "gongrebaoting")[0].title == "住宅供热报停怎样办理"


@pytest.mark.parametrize("job", [expire_articles, index_articles])
def test_they_are_done_every_night(job: Job) -> None:
    (line,) = (line for line in TIMETABLE if JOBS[line.job] is job)
    assert line.lane == Lane.NIGHTLY and line.cron.endswith("* * *")

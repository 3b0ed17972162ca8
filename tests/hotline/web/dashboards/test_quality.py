"""Data quality: each finding is counted, shown with both sides, and leads to its tickets."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from factories import House
from hotline.domain.vocabulary import Role
from hotline.jobs.due import Due
from hotline.jobs.report_jobs import count_quality
from hotline.store.analysis.quality import QualityCount
from hotline.store.contacts import Call
from hotline.store.deliveries import Delivery
from hotline.store.tickets import Ticket

Browsers = Callable[[Role], FlaskClient]
PATH = "/analysts/quality/"


@pytest.fixture
def poor(house: House) -> Iterator[House]:
    """A week with a ticket of no place, two of one requester, one closed before it opened, and a loose call."""
    house.registered("这件事情请你们管一管")
    for _ in range(2):
        house.dispatched(phone="13847100001", name="张三")
    number = house.dispatched()
    with house.equipment.work() as work:
        work.session.execute(update(Ticket).where(Ticket.number == number).values(closed_at=Ticket.registered_at - timedelta(days=1)))  # fmt: skip
        at = datetime.now(UTC) - timedelta(minutes=1)
        work.session.add(Call(caller_index="x", started_at=at, answered_at=at, ended_at=at))
    count_quality(house.equipment, Due(0, None, {}))
    yield house
    with house.equipment.work() as work:
        work.session.execute(delete(QualityCount))


def counted(house: House) -> dict[str, tuple[int, int]]:
    with house.equipment.work() as work:
        newest = select(QualityCount).order_by(QualityCount.starts_on.desc())
        starts_on = work.session.scalars(newest.limit(1)).one().starts_on
        found: dict[str, tuple[int, int]] = {}
        for row in work.session.scalars(newest.where(QualityCount.starts_on == starts_on)):
            number, of_all = found.get(row.code, (0, 0))
            found[row.code] = (number + row.found, of_all + row.of_all)
        return found


def test_each_finding_is_counted_of_what_it_is_asked(poor: House) -> None:
    found = counted(poor)
    assert (found["地点未定"], found["步骤倒序"], found["疑似重复"]) == ((1, 4), (1, 4), (1, 2))
    assert (found["通话未挂工单"], found["补记"], found["企业身份不明"]) == ((1, 3), (0, 2), (0, 0))


def test_counting_twice_changes_nothing(poor: House) -> None:
    before = counted(poor)
    count_quality(poor.equipment, Due(0, None, {}))
    assert counted(poor) == before


@pytest.mark.parametrize("role", [Role.ANALYST, Role.HEAD])
def test_every_figure_leads_to_as_many_tickets(role: Role, poor: House, browser_of: Browsers) -> None:
    browser = browser_of(role)
    page = browser.get(PATH).text
    links = re.findall(r'<a href="(/analysts/quality/behind\?[^"]+)">([^<]+)</a>', page)
    assert links and "怎样改进" in page
    for link, shown in links:
        assert f"共 {shown} 件" in browser.get(unescape(link)).text, link


def test_before_the_first_count_the_page_says_so_and_an_analyst_may_have_it_counted(
    house: House, browser_of: Browsers
) -> None:
    assert "还没有核对过" in browser_of(Role.ANALYST).get(PATH).text
    assert browser_of(Role.SUPERVISOR).post(PATH).status_code == 403
    assert browser_of(Role.ANALYST).post(PATH).status_code == 302
    with house.equipment.work() as work:
        assert work.session.query(Delivery).filter_by(job="count_quality").count() == 1


@pytest.mark.parametrize(
    ("asked", "status"),
    [("code=x&week=2026-11-23", 422), ("code=地点未定&week=<script>", 422), ("code=地点未定&region=99", 404)],
)
def test_what_leads_nowhere_is_said(asked: str, status: int, browser_of: Browsers) -> None:
    answer = browser_of(Role.ANALYST).get(f"{PATH}behind?{asked}")
    assert answer.status_code == status and "week=<script>" not in answer.text

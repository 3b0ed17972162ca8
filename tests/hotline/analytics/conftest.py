"""Enterprises that put demands to the hotline in a week (造数)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from hotline.analytics.period import Week
from hotline.domain.vocabulary import RequesterKind
from hotline.store.tickets import Ticket

WEEK = Week(date(2026, 11, 16))
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
Said = Callable[..., list[str]]


@pytest.fixture
def enterprises_say(house) -> Said:
    """Demands of enterprises: so many, from so many, about a category, in a league, so many weeks ago."""

    def say(
        demands: int, enterprises: int, category: str = "0301", region: str = "150105", ago: int = 0, **more: object
    ) -> list[str]:
        at = WEEK.start + timedelta(days=2, weeks=-ago)
        numbers = []
        for one in range(demands):
            which = one % enterprises
            given = {"phone": f"1391111{which:04}", "company": f"第{which}号企业有限公司", **more}
            numbers.append(house.registered(requester_kind=RequesterKind.ENTERPRISE, region=region, now=at, **given))
        with house.equipment.work() as work:
            work.session.execute(update(Ticket).where(Ticket.number.in_(numbers)).values(category=category))
        return numbers

    return say

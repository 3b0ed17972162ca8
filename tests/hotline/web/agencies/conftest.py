"""The unit's pages for one test alone: people, templates and what was typed are undone with everything else."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from factories import OTHER_UNIT, PASSWORD, UNIT, House, undone
from hotline.casework import staff
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment

SECOND, OUTSIDER = "second-clerk", "outsider"


@pytest.fixture
def alone(equipment: Equipment) -> Iterator[House]:
    """A second clerk in the unit, and a clerk of another."""
    with undone(equipment) as found:
        with found.equipment.work() as work:
            for account, agency in ((SECOND, UNIT), (OUTSIDER, OTHER_UNIT)):
                staff.create(
                    work, account=account, name=f"<b>{account}</b>", role=Role.CLERK, region="15", agency=agency,
                    password=PASSWORD,
                )  # fmt: skip
        yield found


@pytest.fixture
def signed_in(browser_of: Callable[[Role], FlaskClient]) -> Callable[[str], FlaskClient]:
    """A browser of somebody by their account."""

    def opened(account: str) -> FlaskClient:
        client = browser_of(Role.CLERK)
        with client.session_transaction() as session:
            session["account"] = account
        return client

    return opened

"""Browsers in a house of which nothing stays: people, editions and audit entries made in a test are undone at its end."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from factories import House, undone
from hotline.app import create_app
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment


@pytest.fixture
def lone(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone."""
    with undone(equipment) as found:
        yield found


@pytest.fixture
def alone_as(lone: House) -> Callable[[Role], FlaskClient]:
    """A browser signed in as a role, in that house."""
    app = create_app(lone.equipment)
    app.config.update(WTF_CSRF_ENABLED=False)

    def signed_in(role: Role) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["account"] = role.value
        return client

    return signed_in

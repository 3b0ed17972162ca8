"""Citizens who came in by a link that 蒙速办 signed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from factories import HEATING, House
from hotline.gateways.links import signed_link
from hotline.gateways.signing import now_in_utc


@pytest.fixture
def link(house: House) -> Callable[..., str]:
    """A signed link for a user."""

    def made(open_id: str = "u-1", at: datetime | None = None, **more: str) -> str:
        return signed_link(house.equipment.signer, "/m/enter", {"open_id": open_id, **more}, at or now_in_utc())

    return made


@pytest.fixture
def citizen(app: Flask, link: Callable[..., str]) -> Callable[..., FlaskClient]:
    """A browser in which a user has come in."""

    def entered(open_id: str = "u-1", **more: str) -> FlaskClient:
        browser = app.test_client()
        assert browser.get(link(open_id, **more)).location == "/m/"
        return browser

    return entered


@pytest.fixture
def file() -> Callable[..., TestResponse]:
    """File a demand; every time with another form number unless one is given."""
    forms = iter(range(10_000))

    def sent(browser: FlaskClient, **more: Any) -> TestResponse:
        form = {"once": f"{next(forms):016x}", "text": HEATING, **more}
        return browser.post("/m/new", data=form, content_type="multipart/form-data")

    return sent

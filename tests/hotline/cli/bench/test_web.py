"""What is timed: every page of the table is asked for, and a page that is refused ends the run."""

import random

import click
import httpx
import pytest

from hotline.cli.bench import web
from hotline.cli.bench.web import screens, timed
from hotline.domain.vocabulary import Role
from hotline.web.doors import DOORS, door_of


def test_every_screen_is_asked_for_by_somebody_who_may_enter():
    chance = random.Random(1)
    for screen in screens(["202611240000018"], 1000):
        room = screen.paths(chance).split("/")[1]
        assert room in DOORS and screen.role in door_of(f"{room}.x"), screen.name
        assert 0 < screen.aim <= screen.must


def browser(status):
    answer = httpx.MockTransport(lambda _request: httpx.Response(status, content=b"x" * 2048))
    return httpx.Client(transport=answer, base_url="http://127.0.0.1")


def test_each_request_is_timed_and_the_size_told(monkeypatch):
    monkeypatch.setattr(web, "TIMES", 3)
    taken, size = timed(browser(200), screens(["1"], 10)[0])
    assert len(taken) == 3 and min(taken) > 0 and size == 2048


def test_a_page_that_is_refused_ends_the_run():
    with pytest.raises(click.ClickException, match="403"):
        timed(browser(403), screens(["1"], 10)[0])


def test_a_role_that_cannot_sign_in_ends_the_run():
    page = '<input name="csrf_token" value="t">'
    refused = httpx.MockTransport(lambda _request: httpx.Response(200, text=page))
    before = httpx.Client

    class Refused(httpx.Client):
        def __init__(self, **more):
            super().__init__(**{**more, "transport": refused})

    web.httpx.Client = Refused
    try:
        with pytest.raises(click.ClickException, match="没有登录成功"):
            web.signed_in("http://127.0.0.1", Role.AGENT)
    finally:
        web.httpx.Client = before

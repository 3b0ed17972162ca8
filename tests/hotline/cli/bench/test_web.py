"""What is timed: every page of the table is asked for, and a page that is refused ends the run."""

import random

import click
import httpx
import pytest
from click.testing import CliRunner

from hotline.cli.bench import web
from hotline.cli.bench.helpdesk.asking import LISTED, Figures
from hotline.cli.bench.helpdesk.beside import Reference
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


def test_a_configured_database_is_never_filled(monkeypatch, tmp_path):
    """Filling takes all people away: it only ever happens in a database of its own."""
    seen = []

    def looked_at(settings):
        seen.append(settings)
        raise click.Abort

    monkeypatch.setattr(web, "servers", looked_at)
    configured = {"HOTLINE_DATABASE_URL": "postgresql+psycopg://real", "HOTLINE_REDIS_URL": "redis://real"}
    assert CliRunner().invoke(web.pages, ["--keep", str(tmp_path)], env=configured).exit_code == 1
    assert [(one.database_url, one.redis_url) for one in seen] == [("", "")]


def test_the_table_shows_what_was_measured_else_what_the_issue_gives(monkeypatch, capsys):
    monkeypatch.setattr(web, "TIMES", 2)
    monkeypatch.setattr(web, "LIVE", 0)
    monkeypatch.setattr(web, "signed_in", lambda _base, _role: browser(200))
    web._measure(
        "http://127.0.0.1", screens(["1"], 1000), Reference("2.6.1", {LISTED: Figures((6100, 25_900, 28_200))})
    )
    table = capsys.readouterr().out
    assert "django-helpdesk 2.6.1" in table and "| 25.9 s / 28.2 s（本次实测） |" in table
    assert "| 33 s（参考值，非本次实测） |" in table and "| – |" in table

"""Refusals and faults: Chinese, one sentence, no trace, and in the form that was asked for."""

import logging
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from hotline.domain.vocabulary import Role

Browsers = Callable[[Role], FlaskClient]
SECRET = "13847190001 的秘密"


@pytest.fixture
def faulty(browser_of: Browsers, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An agent whose own page fails, for this test alone: the application is everybody's."""

    def fail() -> str:
        raise ZeroDivisionError(SECRET)

    browser = browser_of(Role.AGENT)
    monkeypatch.setitem(browser.application.view_functions, "agents.mine", fail)
    return browser


def test_a_fault_is_told_in_chinese_and_without_a_trace(faulty: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = faulty.get("/agents/mine")
    assert answer.status_code == 500
    assert "系统出了故障，已记录" in answer.text and "<h1>" in answer.text
    for word in ("Traceback", "ZeroDivisionError", SECRET, ".py"):
        assert word not in answer.text
    assert "agents.mine" in caplog.text and "ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text


def test_a_fragment_is_answered_with_a_fragment(browser_of: Browsers) -> None:
    answer = browser_of(Role.AGENT).get("/tickets/x", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.text.startswith('<div class="alert') and "<html" not in answer.text


def test_who_asks_for_json_is_answered_in_json(browser_of: Browsers) -> None:
    answer = browser_of(Role.AGENT).get("/tickets/x", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json == {"error": "没有工单 x，或您无权查看", "status": 404}


@pytest.mark.parametrize(
    "path", ["/nothing", "/tickets/x/y/z", "/../etc/passwd", "/static/../app.py", "/static/none.js"]
)
def test_an_unknown_address_is_404_in_chinese(path: str, browser_of: Browsers) -> None:
    answer = browser_of(Role.AGENT).get(path)
    assert answer.status_code == 404
    assert "没有这个页面，或您无权查看" in answer.text


def test_a_wrong_method_is_405_in_chinese(browser_of: Browsers) -> None:
    answer = browser_of(Role.AGENT).get("/agents/calls")
    assert answer.status_code == 405
    assert "不接受这种操作" in answer.text


def test_too_large_a_request_is_413_in_chinese(browser_of: Browsers) -> None:
    answer = browser_of(Role.AGENT).post("/agents/calls", data={"text": "长" * 800_000})
    assert answer.status_code == 413
    assert "提交的内容太大" in answer.text


@pytest.mark.parametrize(
    "path", ["/tickets/%00", "/search/?words=%00", "/search/?region=%00", "/search/?before=99999999999999999999",
             "/search/?before=x", "/search/?before=-1", "/search/?state=lost", "/search/?words=" + "长" * 201],
)  # fmt: skip
def test_what_no_table_can_hold_is_a_refusal_and_not_a_fault(path: str, browser_of: Browsers) -> None:
    assert browser_of(Role.AGENT).get(path).status_code in (400, 404, 422)


def test_a_sentence_that_quotes_the_request_is_escaped(browser_of: Browsers) -> None:
    answer = browser_of(Role.AGENT).get("/tickets/<script>alert(1)<script>")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text and "&lt;script&gt;alert" in answer.text

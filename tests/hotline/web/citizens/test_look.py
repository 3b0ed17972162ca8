"""How the pages look: large type, contrast and language as chosen, and back to a page of ours only."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from hotline.web.citizens.look import Look, way_back

Enter = Callable[..., FlaskClient]


def test_choices_are_kept_for_the_citizen_pages_alone_and_shown_on_the_root(citizen: Enter) -> None:
    browser = citizen()
    assert '<html lang="zh-CN">' in browser.get("/m/").text
    for choice in ({"elder": "on"}, {"contrast": "on"}):
        answer = browser.post("/m/look", data={**choice, "back": "/m/tickets?before=3"})
        assert answer.location == "/m/tickets?before=3"
        cookie = answer.headers["Set-Cookie"]
        assert "Path=/m/" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    page = browser.get("/m/").text
    assert '<html lang="zh-CN" class="elder contrast">' in page and page.count('aria-pressed="true"') == 2
    browser.post("/m/look", data={"elder": "off"})
    assert '<html lang="zh-CN" class="contrast">' in browser.get("/m/").text


def test_mongolian_falls_back_to_chinese_marked_as_such_and_says_so(citizen: Enter) -> None:
    browser = citizen()
    browser.post("/m/look", data={"lang": "mn"})
    page = browser.get("/m/new").text
    assert '<html lang="mn-Mong">' in page
    assert '<h1><span lang="zh-CN">我要提诉求</span></h1>' in page
    assert "由专业人员翻译" in page
    browser.post("/m/look", data={"lang": "zh"})
    assert '<html lang="zh-CN">' in browser.get("/m/new").text


def test_what_is_no_choice_of_ours_changes_nothing(citizen: Enter) -> None:
    browser = citizen()
    answer = browser.post("/m/look", data={"elder": "<script>", "lang": "xx", "other": "on"})
    assert answer.location == "/m/" and "Set-Cookie" not in answer.headers
    browser.set_cookie("lang", "xx", path="/m/")
    browser.set_cookie("elder", "1", path="/m/")
    assert '<html lang="zh-CN">' in browser.get("/m/").text


@given(st.one_of(st.text(max_size=40), st.text(max_size=40).map("/m/".__add__)))
def test_nobody_is_led_elsewhere(target: str) -> None:
    back = way_back(target)
    assert back.startswith("/m/") and "//" not in back and "\\" not in back


@pytest.mark.parametrize(
    "target", ["https://example.com/m/", "//example.com", "/m//example.com", "/m/\\example.com", "/sign-in"]
)
def test_a_way_back_outside_is_the_first_page(target: str) -> None:
    assert way_back(target) == "/m/"


def test_the_usual_look_has_no_class() -> None:
    assert Look().classes == ""
    assert Look(elder=True).classes == "elder"

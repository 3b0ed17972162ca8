"""Every role at its own home page, in a real Chromium (浏览器测试): signed in by hand, looked at, and free of axe findings."""

from collections.abc import Callable

import pytest
from browsing import CHROMIUM
from playwright.sync_api import Page

from factories import House
from hotline.domain.vocabulary import Role
from hotline.web.doors import HOMES, menu_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium：浏览器测试未运行，请安装 chromium 后重试"),
    pytest.mark.xdist_group("browser"),
]
Enter = Callable[..., Page]
Picture = Callable[[Page, str], None]


@pytest.fixture
def a_few_tickets(house: House) -> None:
    """Something to see on every screen."""
    house.to_call_back()
    house.replied()
    house.handled()
    house.dispatched()
    house.triaged("不知道该找谁，反正就是很着急，请你们帮忙看看")


def test_each_role_finds_every_page_of_its_menu_in_order(
    a_few_tickets: None, sign_in: Enter, picture: Picture, address: str
) -> None:
    for role in HOMES:
        _walk(sign_in(role), role, picture, address)


def _walk(page: Page, role: Role, picture: Picture, address: str) -> None:
    """Every page of the menu: a picture, nothing that axe finds, and no scrolling sideways on a telephone."""
    paths = [link.get_attribute("href") for link in page.query_selector_all(".topbar-menu a")]
    assert len(paths) == len(menu_for(role)) > 0
    for path in paths:
        page.goto(f"{address}{path}")
        assert page.inner_text("h1").strip(), path
        picture(page, f"{role.value}{(path or '').rstrip('/').replace('/', '-')}")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        page.set_viewport_size({"width": 1280, "height": 900})


def test_what_an_agency_does_appears_at_the_supervisors_without_reloading(house: House, sign_in: Enter) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    before = supervisor.inner_text("main")
    supervisor.wait_for_timeout(1000)  # 等实时连接建立
    number = house.replied()
    assert number not in before
    supervisor.wait_for_selector(f":text('{number}')", timeout=10_000)
    assert number in supervisor.inner_text("main")

"""What browser stories stand on: the service as gunicorn runs it, a real Chromium, and axe."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from browsing import ARGUMENTS, AXE, CHROMIUM, PICTURES, WCAG
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from factories import PASSWORD, House
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.settings import CHECKOUT, child_environment

LEFT_BEHIND = ("htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture(scope="session")
def website(equipment: Equipment) -> Iterator[str]:
    """The service as gunicorn runs it, on the database of this test process; started once for all stories."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--workers", "1", "--bind", f"127.0.0.1:{port}",
    ]  # fmt: skip
    web = subprocess.Popen(command, cwd=CHECKOUT, env=child_environment(equipment.settings))
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/ready")
        yield f"http://127.0.0.1:{port}"
    finally:
        web.terminate()
        web.wait(15)


@pytest.fixture
def address(house: House, website: str) -> str:
    """Where the service listens, with nothing in it yet."""
    return website


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    pytest.fail(f"{url} did not become ready")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a screen."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A page of somebody signed in by hand; what the browser complains of must be nothing,
    but for what the story itself brings about (awaited, a pattern)."""
    faults: dict[str, list[str]] = {}
    contexts: list[BrowserContext] = []

    def enter(role: Role, *, width: int = 1280, height: int = 900, awaited: str = "") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        told = faults.setdefault(role.value, [])

        def note(words: str) -> None:
            if words.startswith(LEFT_BEHIND):  # 离开页面时浏览器自己中断的请求，不是页面的错
                return
            if not awaited or not re.search(awaited, words):
                told.append(words)

        page.on("pageerror", lambda error: note(str(error)))
        page.on("console", lambda message: note(message.text) if message.type == "error" else None)
        page.goto(f"{address}/sign-in")
        page.fill("[name=account]", role.value)
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_selector("h1")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert {role: told for role, told in faults.items() if told} == {}


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps a screenshot and looks for what axe finds; nothing may be found, and no page may scroll sideways."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.wait_for_timeout(250)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        assert (PICTURES / f"{name}.png").stat().st_size > 8_000, name
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, options)", WCAG)["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == [], name
        width = page.viewport_size["width"] if page.viewport_size else 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    return take

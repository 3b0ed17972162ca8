"""Every role at its own home page, in a real Chromium (浏览器测试): signed in by hand, looked at, and free of axe findings."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from factories import HEATING, PASSWORD, House
from hotline.domain.vocabulary import Role
from hotline.settings import CHECKOUT, child_environment
from hotline.web.doors import HOMES

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = CHECKOUT / "hotline" / "web" / "static" / "axe.min.js"
PICTURES = CHECKOUT / ".state" / "screenshots"
TITLES = {
    Role.AGENT: "来电登记", Role.DISPATCHER: "待派单", Role.CLERK: "待办工单", Role.HEAD: "待办工单",
    Role.OFFICER: "企业诉求盯办", Role.SUPERVISOR: "审核督办", Role.ANALYST: "统计看板", Role.ADMINISTRATOR: "单位名录",
    Role.AUDITOR: "审计",
}  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium：浏览器测试未运行，请安装 chromium 后重试"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The service as gunicorn runs it, on the database of this test, with a few tickets to see."""
    house.to_call_back()
    house.replied()
    house.handled()
    house.dispatched()
    house.triaged("不知道该找谁，反正就是很着急，请你们帮忙看看")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "gunicorn.conf.py",
        "--workers",
        "1",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    web = subprocess.Popen(command, cwd=CHECKOUT, env=child_environment(house.equipment.settings))
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/ready")
        yield f"http://127.0.0.1:{port}"
    finally:
        web.terminate()
        web.wait(15)


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    pytest.fail(f"{url} did not become ready")


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Chromium without a screen."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


def _sign_in(browser: Browser, address: str, role: Role, faults: list[str]) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", bypass_csp=True).new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/sign-in")
    page.fill("[name=account]", role.value)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("h1")
    return page


def _findings(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [finding["id"] for finding in page.evaluate("axe.run()")["violations"]]


def test_each_role_comes_home(address: str, browser: Browser) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert set(TITLES) == set(HOMES)
    for role, title in TITLES.items():
        faults: list[str] = []
        page = _sign_in(browser, address, role, faults)
        assert page.inner_text("h1").strip().startswith(title), role
        page.wait_for_timeout(300)
        picture = PICTURES / f"{role.value}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size > 20_000, role
        assert _findings(page) == [], role
        assert faults == [], role
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, role
        page.context.close()


def test_an_agent_registers_with_suggestions_and_dispatches_by_keyboard(address: str, browser: Browser) -> None:
    faults: list[str] = []
    page = _sign_in(browser, address, Role.AGENT, faults)
    page.focus("#text")
    page.keyboard.insert_text(HEATING)
    page.wait_for_selector("#suggest :text('赛罕区住房和城乡建设局')")
    assert "供热不达标与停暖" in page.inner_text("#suggest")
    page.click("#suggest [data-fill=category] >> nth=0")
    with page.expect_response(lambda answer: "region=150105" in (answer.request.post_data or "")):
        page.click("#suggest [data-fill=region] >> nth=0")  # 选定后又问一次建议；不等答完就离开，浏览器会报中断
    assert page.input_value("[name=category]") == "0301"
    assert page.input_value("[name=region]") == "150105"
    page.keyboard.press("Alt+p")
    page.wait_for_url("**/tickets/2*")
    assert "待签收" in page.inner_text("body")
    assert faults == []


def test_what_an_agency_does_appears_at_the_supervisors_without_reloading(
    address: str, browser: Browser, house: House
) -> None:
    supervisor = _sign_in(browser, address, Role.SUPERVISOR, [])
    before = supervisor.inner_text("main")
    supervisor.wait_for_timeout(1000)  # 等实时连接建立
    number = house.replied()
    assert number not in before
    supervisor.wait_for_selector(f":text('{number}')", timeout=10_000)
    assert number in supervisor.inner_text("main")

"""django-helpdesk's pages, asked for as its agents' browsers do (参照页面): the page, then the rows that it fetches."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from math import ceil, inf, isinf
from statistics import median
from typing import Any

import click
import httpx

LISTED, DEEP, SEARCHED = "清单，各种筛选，最新 25 件", "清单，翻到深处", "中文检索，最新 25 件"
TICKET, DASHBOARD = "工单页", "统计看板"
LONGEST, LONGEST_REPORT = 120, 900  # 秒
NEWEST = "sort=created&sortreverse=on"
ROWS = re.compile(r'"url":\s*"([^"]*datatables_ticket_list/[^"]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Refused(Exception):
    """It answered with something else than the page that was asked for (没有给出页面)."""


@dataclass(frozen=True)
class Page:
    """One kind of page (参照页面), asked for at each address once.

    Args:
        screen: the screen of ours beside which it stands.
        start: at which row of the list; None for a page that fetches no rows.
    """

    screen: str
    name: str
    addresses: tuple[str, ...]
    starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What was measured (用时): milliseconds each; infinite where it took longer than may be waited for."""

    taken: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median (中位数)."""
        return median(self.taken)

    @property
    def late(self) -> float:
        """The 95th percentile by nearest rank: of so few the slowest (p95)."""
        return sorted(self.taken)[ceil(0.95 * len(self.taken)) - 1]

    def __str__(self) -> str:
        return f"{spoken(self.middle)} / {spoken(self.late)}"


def spoken(milliseconds: float) -> str:
    """A time as it is read: 190 ms, 6.1 s, > 120 s."""
    if isinf(milliseconds):
        return f"> {LONGEST} s"
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


# 它的报表把工单逐件取进内存来数
REPORT = Page("统计报表", "报表「各队列逐月」", ("/reports/queuemonth/",) * 2)


def pages(tickets: int) -> list[Page]:
    """Its pages beside ours, each at three addresses, over so many tickets."""
    every = f"/tickets/?{NEWEST}"
    words = {"两字词": ("停水", "暖气", "噪声"), "少见词": ("骆驼", "牧区道路", "装修押金")}
    return [
        Page(LISTED, "未结", (f"{every}&status=1&status=2",) * 3, (0, 0, 0)),
        Page(LISTED, "全部", (every,) * 3, (0, 0, 0)),
        Page(DEEP, "全部", (every,) * 3, tuple(tickets * part // 10 // 25 * 25 for part in (3, 6, 9))),
        *(
            Page(SEARCHED, kind, tuple(f"{every}&q={word}" for word in found), (0, 0, 0))
            for kind, found in words.items()
        ),
        Page(TICKET, "任意一件", tuple(f"/tickets/{max(1, tickets * part // 10)}/" for part in (2, 5, 8))),
        Page(DASHBOARD, "坐席首页", ("/dashboard/",) * 3),
    ]


def signed_in(base: str, account: str, password: str) -> httpx.Client:
    """A browser of that agent; Refused if it is not let in."""
    browser = httpx.Client(base_url=base, trust_env=False, timeout=LONGEST)
    token = TOKEN.search(browser.get("/login/").text)
    if token is None:
        raise Refused("登录页没有给出表单")
    form = {"username": account, "password": password, "csrfmiddlewaretoken": token.group(1)}
    if browser.post("/login/", data=form).status_code != httpx.codes.FOUND:
        raise Refused("坐席没有登录成功")
    return browser


def rows_address(page: str) -> str:
    """Where the list page has its table fetch the rows from; Refused if it says nowhere."""
    if (found := ROWS.search(page)) is None:
        raise Refused("清单页没有说到哪里取各行")
    return unescape(found.group(1))


def asked(browser: httpx.Client, address: str, start: int | None) -> int | None:
    """Ask for a page, and for the rows of its table; answers how many tickets the list has, if it is a list.

    The columns that a browser repeats in the address are left out: nothing on the server reads them.
    """
    page = _page(browser, address)
    if start is None:
        return None
    wanted = {"draw": 1, "start": start, "length": 25, "search[value]": "", "search[regex]": "false"}
    told: dict[str, Any] = json.loads(_page(browser, rows_address(page), wanted))
    return int(told["recordsFiltered"])


def timed(browser: httpx.Client, page: Page, free: Callable[[], None]) -> Figures:
    """Times of a page at each of its addresses, after one that is not counted; it ends at the first that takes too long.

    Args:
        free: ends what the server still does for a request that nobody waits for any more.
    """
    taken: list[float] = []
    starts = page.starts or (None,) * len(page.addresses)
    turns = list(zip(page.addresses, starts, strict=True))
    found = None
    for address, start in (turns[0], *turns):
        begun = time.perf_counter()
        try:
            found = asked(browser, address, start)
        except httpx.TimeoutException:
            free()
            return _told(page, Figures((*taken[1:], inf)), found)
        taken.append((time.perf_counter() - begun) * 1000)
    return _told(page, Figures(tuple(taken[1:])), found)


def _told(page: Page, figures: Figures, found: int | None) -> Figures:
    rows = "" if found is None else f"，末次查到 {found:,} 件"
    click.echo(f"  django-helpdesk {page.screen}（{page.name}）：{figures}{rows}")
    return figures


def _page(browser: httpx.Client, address: str, wanted: dict[str, Any] | None = None) -> str:
    answer = browser.get(address, params=wanted) if wanted else browser.get(address)
    if answer.status_code != httpx.codes.OK:
        raise Refused(f"{address.partition('?')[0]} 答复 {answer.status_code}")
    return answer.text

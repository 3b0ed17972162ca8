"""`scripts/bench web` (网页比照): how fast the pages are over a year's tickets, as people see them: by HTTP, signed in.

The reference is django-helpdesk (PyPI), measured over the same tickets in the same run where it is installed, else as
the issue gives it; the figures that must be reached stand beside.
"""

import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import click
import httpx
from sqlalchemy import text

from hotline.casework import staff
from hotline.cli.bench.filling import fill
from hotline.cli.bench.helpdesk.asking import DASHBOARD, DEEP, LISTED, SEARCHED, TICKET
from hotline.cli.bench.helpdesk.beside import PYTHON, Reference, measured
from hotline.cli.loading import load_all
from hotline.domain.vocabulary import Role
from hotline.embedded import servers
from hotline.equipment import Equipment, equip
from hotline.settings import CHECKOUT, Settings, child_environment
from hotline.store import schema

PASSWORD = secrets.token_hex(8)
WARM, TIMES = 5, 60
LIVE = 100
THREADS = 80
TYPED = "赛罕区昭乌达路阳光小区暖气不热，家里只有十二度，供热公司电话一直打不通，老人孩子都感冒了"


@dataclass(frozen=True)
class Screen:
    """One kind of page (页面): whose it is, the addresses that are asked for, and within what time it must come.

    Args:
        must: milliseconds at the 95th percentile that must be kept; aim: those that are aimed for.
        reference: what django-helpdesk took, as the issue gives it; used where it was not measured.
    """

    name: str
    role: Role
    paths: Callable[[random.Random], str]
    must: int
    aim: int
    reference: str
    form: Callable[[random.Random], dict[str, str]] | None = None


def screens(numbers: list[str], last: int) -> list[Screen]:
    """The pages of the table, over these ticket numbers."""
    filters = (
        "state=handling", "state=closed", "state=void", "state=queued", "state=callback", "category=0301", "category=07",
        "region=150105", "region=1527", "channel=wechat&state=handling", "requester_kind=enterprise&category=0301",
        "state=void&channel=visit", "region=150402&category=05", "state=transferred&requester_kind=enterprise", "",
    )  # fmt: skip
    words = (
        "停水",
        "停电",
        "暖气",
        "小区",
        "噪声",
        "工资",
        "草场",
        "公积金",
        "供热公司",
        "井盖",
        "骆驼",
        "牧区道路",
        "网约车",
        "装修押金",
    )

    def listed(chance: random.Random) -> str:
        return f"/search/?all=1&{chance.choice(filters)}"

    def deep(chance: random.Random) -> str:
        return f"/search/?all=1&{chance.choice(filters)}&before={chance.randint(last // 10, last)}"

    def searched(chance: random.Random) -> str:
        return f"/search/?words={chance.choice(words)}"

    def one(chance: random.Random) -> str:
        return f"/tickets/{chance.choice(numbers)}"

    def typed(chance: random.Random) -> dict[str, str]:
        return {"text": TYPED[: chance.randint(16, len(TYPED))], "phone": "13900000001"}

    return [
        Screen(LISTED, Role.SUPERVISOR, listed, 50, 20, "6–28 s"),
        Screen(DEEP, Role.SUPERVISOR, deep, 50, 20, "6–28 s"),
        Screen(SEARCHED, Role.SUPERVISOR, searched, 150, 50, "9–11 s"),
        Screen(TICKET, Role.SUPERVISOR, one, 60, 25, "190 ms"),
        Screen("边输边提示", Role.AGENT, lambda _: "/agents/suggest", 150, 60, "–", typed),
        Screen(DASHBOARD, Role.ANALYST, lambda _: "/analysts/", 300, 80, "33 s"),
        Screen("承办单位待办", Role.CLERK, lambda _: "/agencies/", 50, 20, "–"),
        Screen("待派单", Role.DISPATCHER, lambda _: "/dispatchers/", 50, 20, "–"),
        Screen("审核督办", Role.SUPERVISOR, lambda _: "/supervisors/", 100, 50, "–"),
    ]


@click.command("web", help="网页比照：一百万件工单之上各页面的用时；也看一百人同时连着实时更新")
@click.option("--tickets", default=1_000_000, show_default=True, type=click.IntRange(1000), help="灌入的工单数")
@click.option("--port", default=8090, show_default=True, help="网站端口；django-helpdesk 用下一个")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="保留灌好的库，下次接着用")
@click.option(
    "--helpdesk",
    type=click.Path(path_type=Path),
    default=PYTHON,
    help="装有 django-helpdesk 的 Python；不给就看 .venv-helpdesk，没有装就用此前测得的参考值",
)
@click.option("--alone", is_flag=True, help="不量 django-helpdesk（一百万件时它约要十分钟）")
def pages(tickets: int, port: int, keep: Path | None, helpdesk: Path, alone: bool) -> None:
    """Fill a database, start the web, and time every page."""
    with tempfile.TemporaryDirectory() as scratch:
        state = keep or Path(scratch)
        state.mkdir(parents=True, exist_ok=True)
        given = Settings.from_env()
        if (trained := given.state / "models").exists() and not (state / "models").exists():
            (state / "models").symlink_to(trained.resolve())
        # 只用自己起的库：设了 HOTLINE_DATABASE_URL 也不去灌它、清它的人员
        own = replace(given, state=state, threads=THREADS, database_url="", redis_url="")
        with servers(own) as running:
            equipment = equip(running.settings)
            numbers = _filled(equipment, tickets)
            reference = Reference() if alone else measured(equipment, helpdesk, port + 1)
            with _website(running.settings, port) as base:
                _measure(base, screens(numbers, tickets), reference)
            equipment.engine.dispose()
    sys.exit(0)


def _filled(equipment: Equipment, tickets: int) -> list[str]:
    """The numbers of some tickets of a database that holds so many."""
    schema.upgrade(equipment.engine)
    for line in load_all(equipment):
        click.echo(f"  {line}")
    with equipment.work() as work:
        there = work.session.scalar(text("select count(*) from tickets")) or 0
        rules = work.rules
    if there < tickets:
        start = time.monotonic()
        with equipment.work() as work:
            for done in fill(work.session.connection(), rules, tickets):
                click.echo(f"  已灌入 {done:,} 件，{time.monotonic() - start:.0f} 秒")
        with equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))
        click.echo(f"  整理完毕，{time.monotonic() - start:.0f} 秒")
    _take_on(equipment)
    with equipment.work() as work:
        found = work.session.execute(text("select number from tickets tablesample bernoulli (0.05) limit 300"))
        return [number for (number,) in found] or [
            number for (number,) in work.session.execute(text("select number from tickets limit 300"))
        ]


def _take_on(equipment: Equipment) -> None:
    """One person a role; the clerk belongs to the unit with the most open tickets."""
    with equipment.work() as work:
        work.session.execute(text("delete from staff"))
        busiest = work.session.scalar(
            text("select agency from tickets where state = 'handling' group by 1 order by count(*) desc limit 1")
        )
        for role in (Role.AGENT, Role.SUPERVISOR, Role.DISPATCHER, Role.ANALYST, Role.CLERK):
            agency = busiest if role == Role.CLERK else None
            staff.create(
                work, account=role.value, name=role.label, role=role, region="15", password=PASSWORD, agency=agency
            )


@contextmanager
def _website(settings: Settings, port: int) -> Iterator[str]:
    """gunicorn on that database, as Procfile starts it."""
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    running = subprocess.Popen(command, cwd=CHECKOUT, env=child_environment(settings))
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                if httpx.get(f"{base}/health/ready", trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield base
    finally:
        running.terminate()
        running.wait(20)


def signed_in(base: str, role: Role) -> httpx.Client:
    """A browser of that role."""
    browser = httpx.Client(base_url=base, trust_env=False, timeout=60, follow_redirects=True)
    page = browser.get("/sign-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.post("/sign-in", data={"account": role.value, "password": PASSWORD, "csrf_token": token})
    if "退出" not in answer.text:
        raise click.ClickException(f"{role.label}没有登录成功")
    browser.headers["X-CSRFToken"] = answer.text.split('name="csrf-token" content="')[1].split('"')[0]
    return browser


def _measure(base: str, wanted: list[Screen], reference: Reference) -> None:
    wanted = [replace(one, reference=reference.beside(one.name, one.reference)) for one in wanted]
    browsers = {role: signed_in(base, role) for role in {screen.role for screen in wanted}}
    click.echo(f"| 页面 | 中位数 | p95 | 必须 p95 | 目标 p95 | 大小 | {reference.heading} |")
    click.echo("| --- | --- | --- | --- | --- | --- | --- |")
    for screen in wanted:
        _line(browsers[screen.role], screen)
    with _live(base, browsers[Role.AGENT]):
        click.echo(f"{LIVE} 人连着实时更新时：")
        for screen in wanted[:4]:
            _line(browsers[screen.role], replace(screen, must=100))
    for browser in browsers.values():
        browser.close()


def _line(browser: httpx.Client, screen: Screen) -> None:
    taken, size = timed(browser, screen)
    middle, late = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
    kept = "" if late <= screen.must else " **未达**"
    click.echo(
        f"| {screen.name} | {middle:.1f} ms | {late:.1f} ms{kept} | {screen.must} ms | {screen.aim} ms "
        f"| {size / 1024:.0f} kB | {screen.reference} |"
    )


def timed(browser: httpx.Client, screen: Screen) -> tuple[list[float], int]:
    """Milliseconds of each request, and the size of the last answer; a refused page ends the run."""
    chance, taken, size = random.Random(SEEDED), [], 0
    for turn in range(WARM + TIMES):
        path = screen.paths(chance)
        start = time.perf_counter()
        answer = browser.post(path, data=screen.form(chance)) if screen.form else browser.get(path)
        if turn >= WARM:
            taken.append((time.perf_counter() - start) * 1000)
        if answer.status_code != httpx.codes.OK:
            raise click.ClickException(f"{path} 答复 {answer.status_code}")
        size = len(answer.content)
    return taken, size


SEEDED = 7


@contextmanager
def _live(base: str, browser: httpx.Client) -> Iterator[None]:
    """So many people who listen to live updates."""
    over, joined = threading.Event(), threading.Semaphore(0)

    def listen() -> None:
        with (
            suppress(httpx.RemoteProtocolError),  # 网站先停，流就断了
            httpx.Client(base_url=base, cookies=browser.cookies, trust_env=False, timeout=60) as one,
            one.stream("GET", "/live") as stream,
        ):
            joined.release()
            for _ in stream.iter_lines():
                if over.is_set():
                    return

    people = [threading.Thread(target=listen, daemon=True) for _ in range(LIVE)]
    for one in people:
        one.start()
    for _ in people:
        joined.acquire(timeout=30)
    try:
        yield
    finally:
        over.set()

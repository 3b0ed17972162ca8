"""django-helpdesk beside our pages in the same run (同机同次参照): its own Python, its own database, one after the other."""

import json
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
import httpx
from sqlalchemy import Engine, text

from hotline.cli.bench.helpdesk.asking import LONGEST_REPORT, REPORT, Figures, Refused, pages, signed_in, timed
from hotline.cli.bench.helpdesk.pouring import NAME, made, pour
from hotline.cli.bench.measuring import children_of, peak_of
from hotline.equipment import Equipment, equip
from hotline.settings import CHECKOUT, Settings

PYTHON = CHECKOUT / ".venv-helpdesk" / "bin" / "python"
SITE = Path(__file__).parent / "their_site.py"
WORKERS, THREADS, AGENTS = 2, 4, 40
PATIENCE = 60  # 秒：等网站起来
SOLE = "import importlib.metadata as found; print(found.version('django-helpdesk'))"


@dataclass(frozen=True)
class Reference:
    """What stands beside our figures (参照一列).

    Args:
        version: of django-helpdesk, where it was measured in this run; else empty.
        figures: by the name of the screen of ours.
    """

    version: str = ""
    figures: dict[str, Figures] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return f"django-helpdesk {self.version}（中位数 / p95）" if self.version else "django-helpdesk"

    def beside(self, screen: str, given: str) -> str:
        """What stands beside a screen: what was measured, or what the issue gives, each called by its name."""
        if screen in self.figures:
            return f"{self.figures[screen]}（本次实测）"
        return given if given == "–" else f"{given}（参考值，非本次实测）"


def version(python: Path) -> str:
    """Of the django-helpdesk that this Python has; empty if there is none."""
    try:
        told = subprocess.run([python, "-c", SOLE], capture_output=True, text=True, check=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip()


def measured(equipment: Equipment, python: Path, port: int) -> Reference:
    """Pour the tickets of our database into its own, start it, and time its pages; nothing of ours runs meanwhile.

    What does not come about is said, and the issue's figures stay.
    """
    if not (found := version(python)):
        click.echo(
            f"{python} 没有 django-helpdesk，参照一列用此前测得的参考值；要同次实测：scripts/bench web --beside-helpdesk"
        )
        return Reference()
    theirs = made(equipment.engine)
    try:
        return Reference(found, dict(_figures(equipment, theirs, python.absolute(), port)))
    except (Refused, httpx.HTTPError, subprocess.SubprocessError) as refusal:
        click.echo(f"django-helpdesk {found} 没有量成（{refusal}），参照一列用此前测得的参考值", err=True)
        return Reference()
    finally:
        theirs.dispose()


def _figures(equipment: Equipment, theirs: Engine, python: Path, port: int) -> Iterator[tuple[str, Figures]]:
    with _running(equipment, theirs, python, port) as site:
        taken: dict[str, tuple[float, ...]] = {}
        for page in pages(site.tickets):
            try:
                figures = timed(site.browser, page, lambda: _free(theirs))
            except Refused as refusal:
                click.echo(f"  django-helpdesk {page.screen}（{page.name}）没有量成：{refusal}", err=True)
                continue
            taken[page.screen] = (*taken.get(page.screen, ()), *figures.taken)
    for screen, times in taken.items():
        yield screen, Figures(times)


@dataclass(frozen=True)
class Site:
    """Its website that runs (参照网站), somebody signed in, and how many tickets it holds."""

    browser: httpx.Client
    process: int
    tickets: int


def report_beside(settings: Settings, python: Path, port: int) -> str:
    """What its report of tickets by queue and month takes over the same tickets; empty where it cannot be measured."""
    if not (found := version(python)):
        return ""
    equipment = equip(settings)
    theirs = made(equipment.engine)
    try:
        with _running(equipment, theirs, python.absolute(), port) as site:
            site.browser.timeout = httpx.Timeout(LONGEST_REPORT)
            figures = timed(site.browser, REPORT, lambda: _free(theirs))
            memory = max(peak_of(worker) for worker in children_of(site.process))
        return f"django-helpdesk {found} {REPORT.name}：{figures}（中位数 / p95），峰值内存 {memory:.0f} MB（本次实测）"
    except (Refused, httpx.HTTPError, subprocess.SubprocessError) as refusal:
        click.echo(f"django-helpdesk {found} 没有量成（{refusal}）", err=True)
        return ""
    finally:
        theirs.dispose()
        equipment.engine.dispose()


@contextmanager
def _running(equipment: Equipment, theirs: Engine, python: Path, port: int) -> Iterator[Site]:
    """Its site over the same tickets."""
    password, given = secrets.token_hex(8), (equipment.settings.state / "helpdesk.json").absolute()
    given.write_text(json.dumps(_given(equipment, theirs, password), ensure_ascii=False), encoding="utf-8")
    _run([python, SITE, given])
    with equipment.engine.connect() as source, theirs.connect() as target:
        for line in pour(source, target):
            click.echo(f"  {line}")
        tickets = target.scalar(text("select max(id) from helpdesk_ticket")) or 0
    with (
        _website(python, given, port) as (base, process),
        closing(signed_in(base, "agent1", password)) as browser,
    ):
        yield Site(browser, process, tickets)


def _given(equipment: Equipment, theirs: Engine, password: str) -> dict[str, object]:
    """What its site is told: where its database is, who signs in, and the categories that are its queues."""
    url = theirs.url
    place = {"NAME": NAME, "USER": url.username or "", "PASSWORD": url.password or "", "PORT": url.port or ""}
    with equipment.work() as work:
        queues = [(int(one.code), one.name) for one in work.rules.categories.values() if len(one.code) == 2]
    return {
        "database": {**place, "HOST": url.query.get("host", url.host or "")},
        "secret": secrets.token_hex(32),
        "password": password,
        "agents": AGENTS,
        "queues": queues,
    }


def _run(command: list[Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"建表没有成功：{done.stderr.strip()[-500:]}")


@contextmanager
def _website(python: Path, given: Path, port: int) -> Iterator[tuple[str, int]]:
    """Its site under gunicorn, with as many processes as ours has on this machine."""
    base, log = f"http://127.0.0.1:{port}", given.with_suffix(".log")
    words = (
        f"-W ignore::RuntimeWarning -m gunicorn --bind 127.0.0.1:{port} --workers {WORKERS} --worker-class gthread"
        f" --threads {THREADS} --timeout 600 --graceful-timeout 5 --no-control-socket"
    )
    where = ["--pythonpath", str(SITE.parent), "--log-file", str(log), f"{SITE.stem}:serve({str(given)!r})"]
    # 不在代码文件夹里起：那里的 gunicorn.conf.py 是我们自己的
    running = subprocess.Popen([python, *words.split(), *where], cwd=given.parent)
    try:
        _wait(base, running, log)
        yield base, running.pid
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:  # 还有人等不到的页面在算
            running.kill()
            running.wait(10)


def _wait(base: str, running: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and running.poll() is None:
        try:
            if httpx.get(f"{base}/login/", trust_env=False, timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    told = log.read_text(encoding="utf-8")[-500:] if log.exists() else ""
    raise Refused(f"网站没有起来：{told.strip()}")


def _free(theirs: Engine) -> None:
    """End the queries of its site that still run, so that the next page does not share the machine with them."""
    with theirs.connect() as connection:
        connection.execute(
            text(
                "select pg_cancel_backend(pid) from pg_stat_activity"
                " where datname = current_database() and state = 'active' and pid <> pg_backend_pid()"
            )
        )

"""`hotline demo` (演示): one command sets the house up, runs the main job, and serves the web."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType

import click
import httpx

from hotline.cli import demo_people
from hotline.cli.at_hand import equipment_at_hand
from hotline.cli.loading import load_all
from hotline.cli.processes import Crew, programs
from hotline.embedded import servers
from hotline.equipment import equip
from hotline.settings import CHECKOUT, Settings, child_environment
from hotline.store import schema
from hotline.store.queries.inbox import any_demo_ticket

LEAST_DISK = 600 * 1024 * 1024
READY_WITHIN = 60.0


@click.group("demo", help="演示：一键启动、清除演示数据")
def group() -> None:
    """Commands about the demo."""


@group.command(help="装载数据、跑一遍主流程，然后开放网页（Ctrl-C 停止全部进程）")
@click.option("--port", default=8000, show_default=True, help="网页端口；模拟蒙速办用下一个端口")
@click.option("--tickets", type=click.IntRange(1), default=None, help="演示来件数，默认 600")
@click.option(
    "--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="真实留言 CSV（id,title,text）"
)
@click.option("--once", is_flag=True, help="只跑主流程，打印结果后退出")
@click.option("--fresh", is_flag=True, help="清空本机数据后重新开始")
def run(port: int, tickets: int | None, data: Path | None, once: bool, fresh: bool) -> None:
    """Set up, run the main job, serve."""
    started, settings = time.monotonic(), Settings.from_env()
    _refuse_what_cannot_work(settings, port)
    if fresh and settings.state.exists():
        shutil.rmtree(settings.state)
    signal.signal(signal.SIGTERM, _leave)
    with servers(settings) as running:
        settings = replace(running.settings, mengsuban_url=f"http://127.0.0.1:{port + 1}")
        first = _set_up(settings)
        crew = Crew(settings, programs(port, port + 1), CHECKOUT)
        crew.start()
        try:
            _wait_until_ready(crew, port)
            if first or once or tickets or data:
                _main_job(settings, port, tickets, data)
            click.echo(f"用时 {time.monotonic() - started:.1f} 秒")
            if not once:
                _welcome(settings, port)
                _serve(crew)
        except KeyboardInterrupt:
            click.echo("\n正在停止……")
        finally:
            crew.stop()


@group.command(help="升级表结构，装载规则、知识库、模型和演示人员（可重复运行）")
def prepare() -> None:
    """Bring the house to where the demo can begin."""
    with equipment_at_hand() as equipment:
        schema.upgrade(equipment.engine)
        for line in load_all(equipment):
            click.echo(f"  {line}")
        demo_people.take_on(equipment)


@group.command(help="删除全部演示账号、演示工单和演示报告，并核对已删净")
def reset() -> None:
    """Remove what the demo brought, and prove it."""
    with equipment_at_hand() as equipment:
        left = demo_people.remove(equipment)
    click.echo("，".join(f"{name} 剩 {count}" for name, count in left.items()))
    if any(left.values()):
        sys.exit("演示数据没有删净，请联系维护人员")


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _refuse_what_cannot_work(settings: Settings, port: int) -> None:
    if settings.in_production:
        raise click.ClickException("生产环境不能运行演示 / the demo must not run in production")
    for wanted in (port, port + 1):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", wanted))
            except OSError:
                raise click.ClickException(
                    f"端口 {wanted} 已被占用，请换一个：scripts/demo --port {port + 10}"
                    f" / port {wanted} is in use, choose another with --port"
                ) from None
    settings.state.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(settings.state).free < LEAST_DISK:
        raise click.ClickException(
            f"磁盘空间不足：{settings.state} 所在磁盘至少要有 600 MB / disk full: at least 600 MB are needed"
        )


def _set_up(settings: Settings) -> bool:
    """Tables, rules, knowledge, model, people; whether this is the first time.

    A process of its own does it, so that the launcher does not keep what training needed in memory.
    """
    command = [sys.executable, "-m", "hotline.cli.main", "demo", "prepare"]
    if (done := subprocess.run(command, cwd=CHECKOUT, env=child_environment(settings), check=False)).returncode:
        raise click.ClickException(f"初始装载没有完成（退出码 {done.returncode}） / loading failed")
    equipment = equip(settings)
    with equipment.work() as work:
        first = not any_demo_ticket(work)
    equipment.engine.dispose()
    return first


def _wait_until_ready(crew: Crew, port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
        crew.revive()
    raise click.ClickException(f"网页 {READY_WITHIN:.0f} 秒内没有就绪，请看 {crew.settings.state / 'logs' / 'web.log'}")


def _main_job(settings: Settings, port: int, tickets: int | None, data: Path | None) -> None:
    count = tickets if tickets is not None else 0 if data else 600
    command = [sys.executable, "-m", "hotline.simulators.main_job", "--tickets", str(count)]
    command += ["--hotline", f"http://127.0.0.1:{port}", *(["--data", str(data.resolve())] if data else [])]
    done = subprocess.run(command, cwd=CHECKOUT, env=child_environment(settings), check=False)
    if done.returncode:
        raise click.ClickException(f"主流程没有跑完（退出码 {done.returncode}），日志在 {settings.state / 'logs'}")


def _welcome(settings: Settings, port: int) -> None:
    click.echo(f"\n12345 热线　http://127.0.0.1:{port}　　蒙速办（模拟）　http://127.0.0.1:{port + 1}")
    click.echo(f"演示账号（密码都是 {demo_people.demo_password(settings.state)}）：")
    for account, name, role, _, _ in demo_people.PEOPLE:
        click.echo(f"  {account:<12}{name}　{role.label}")
    click.echo("按 Ctrl-C 停止全部进程")


def _serve(crew: Crew) -> None:
    while True:
        time.sleep(1)
        for name in crew.revive():
            click.echo(f"进程 {name} 意外退出，已重新启动")

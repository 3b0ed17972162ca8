"""The launcher of the demo (演示启动器): servers, processes, main job, web; small, for it stays as long as they do."""

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

from hotline.cli.demo.processes import Crew, programs
from hotline.embedded import Servers, servers
from hotline.settings import CHECKOUT, Settings, WrongSettings, child_environment

LEAST_DISK = 600 * 1024 * 1024
READY_WITHIN = 60.0


def marker(settings: Settings) -> Path:
    """The file that says that the main job has been run here."""
    return settings.state / "main-job.done"


@click.command(help="装载数据、跑一遍主流程，然后开放网页（Ctrl-C 停止全部进程）")
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
        outside = f"http://127.0.0.1:{port + 1}"
        settings = replace(running.settings, mengsuban_url=outside, sms_url=outside)
        _hotline(settings, "demo", "prepare")
        crew = Crew(settings, programs(port, port + 1), CHECKOUT)
        crew.start()
        try:
            _wait_until_ready(crew, port)
            if once or tickets or data or not marker(settings).exists():
                _main_job(settings, port, tickets, data)
            click.echo(f"用时 {time.monotonic() - started:.1f} 秒")
            if not once:
                click.echo(
                    f"\n12345 热线　http://127.0.0.1:{port}　　蒙速办（模拟）　{outside}　　短信（模拟）　{outside}/phones"
                )
                _hotline(settings, "demo", "accounts")
                click.echo("按 Ctrl-C 停止全部进程")
                _serve(crew, running)
        except KeyboardInterrupt:
            click.echo("\n正在停止……")
        finally:
            crew.stop()


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


def _hotline(settings: Settings, *words: str) -> None:
    """Run a command in a process of its own, so that the launcher does not keep in memory what it needed."""
    command = [sys.executable, "-m", "hotline.cli.main", *words]
    if (done := subprocess.run(command, cwd=CHECKOUT, env=child_environment(settings), check=False)).returncode:
        raise click.ClickException(f"hotline {' '.join(words)} 没有完成（退出码 {done.returncode}） / failed")


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
    marker(settings).touch()


def _serve(crew: Crew, running: Servers) -> None:
    while True:
        time.sleep(1)
        for name in [*running.revive(), *crew.revive()]:
            click.echo(f"进程 {name} 意外退出，已重新启动")


if __name__ == "__main__":
    try:
        run()
    except WrongSettings as refusal:
        sys.exit(str(refusal))

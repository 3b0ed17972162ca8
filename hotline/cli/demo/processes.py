"""The processes of the service (进程): started together, restarted when one dies, stopped together."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hotline.settings import Settings, child_environment

STOP_WITHIN = 8.0
FASTEST_RESTART = 1.0


@dataclass(frozen=True)
class Program:
    """One process to keep running: its name and its command."""

    name: str
    command: tuple[str, ...]


def programs(port: int, mengsuban_port: int) -> tuple[Program, ...]:
    """What Procfile names, and the simulated 蒙速办 beside it."""
    python = sys.executable
    hotline = f"http://127.0.0.1:{port}"
    web = (python, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}")
    simulator = (python, "-m", "hotline.simulators.mengsuban", "--port", str(mengsuban_port), "--hotline", hotline)
    return (
        Program("mengsuban", simulator),
        Program("web", web),
        Program("worker", (python, "-m", "hotline.worker", "prompt", "routine", "nightly")),
        Program("clock", (python, "-m", "hotline.clock")),
    )


@dataclass
class Crew:
    """The running processes, each with its log in the state folder."""

    settings: Settings
    programs: Sequence[Program]
    home: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Start all of them."""
        for program in self.programs:
            self._start(program)

    def _start(self, program: Program) -> None:
        logs = self.settings.state / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{program.name}.log").open("ab") as log:
            self.running[program.name] = subprocess.Popen(
                program.command,
                cwd=self.home,
                env=child_environment(self.settings, TZ="Asia/Shanghai", MALLOC_ARENA_MAX="2"),  # 少占内存
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # 终端的 Ctrl-C 只到启动者，由它有序停下各进程
            )

    def revive(self) -> list[str]:
        """Start again what has died; answer the names."""
        dead = [program for program in self.programs if self.running[program.name].poll() is not None]
        for program in dead:
            time.sleep(FASTEST_RESTART)
            self._start(program)
        return [program.name for program in dead]

    def stop(self) -> None:
        """Stop all of them: asked first, then killed."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        until = time.monotonic() + STOP_WITHIN
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

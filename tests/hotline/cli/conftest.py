"""A hand that types commands, on the database and the state of the tests."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from hotline.cli import main as command_line
from hotline.equipment import Equipment
from hotline.settings import CHECKOUT, child_environment


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it left."""

    code: int
    out: str
    err: str


@pytest.fixture
def environment(equipment: Equipment, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of an operator of the test installation."""
    monkeypatch.setenv("HOTLINE_ENV", "test")
    monkeypatch.setenv("HOTLINE_STATE", str(equipment.settings.state))
    monkeypatch.setenv("HOTLINE_DATABASE_URL", equipment.settings.database_url)


@pytest.fixture
def type_in(environment: None) -> Callable[..., Answer]:
    """Type a command; refusals come out as the operator sees them, through main()."""

    def typed(*words: str, keys: str = "") -> Answer:
        with pytest.MonkeyPatch.context() as patched, CliRunner().isolation(input=keys) as (out, err, _):
            patched.setattr(sys, "argv", ["hotline", *words])
            with pytest.raises(SystemExit) as left:
                command_line.main()
            sys.stdout.flush()
            sys.stderr.flush()
            told, complained = out.getvalue().decode(), err.getvalue().decode()
        code = left.value.code
        return Answer(code if isinstance(code, int) else 1, told, complained + (code if isinstance(code, str) else ""))

    return typed


@pytest.fixture
def in_a_process(equipment: Equipment) -> Callable[..., Answer]:
    """Run a command as a process of its own."""

    def ran(*words: str, **more: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "hotline.cli.main", *words],
            cwd=CHECKOUT, env=child_environment(equipment.settings, **more), capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    return ran

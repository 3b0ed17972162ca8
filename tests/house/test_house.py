"""What must stay true of the house (架构测试): floors, doors, lanes, follow-ups, sizes, and who reads the environment."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.app import create_app
from hotline.domain.follow_ups import FOLLOW_UPS
from hotline.domain.vocabulary import Action, Lane, Role
from hotline.equipment import Equipment
from hotline.jobs.roster import JOBS
from hotline.jobs.timetable import TIMETABLE
from hotline.store import registers, schema
from hotline.web.doors import DOORS, HOMES, MENU, STAFF, door_of

CHECKOUT = Path(__file__).parent.parent.parent
PACKAGES = ("hotline", "classifier", "routing_rules")
LONGEST_FILE, LONGEST_FUNCTION, MOST_FILES, LONGEST_VIEW = 300, 40, 16, 12
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
WRITE_TRANSACTIONS = {"hotline/store/work.py", "hotline/store/schema.py"}


def sources() -> Iterator[tuple[str, ast.Module, str]]:
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            yield path.relative_to(CHECKOUT).as_posix(), ast.parse(text), text


SOURCES = list(sources())


def test_floors_are_kept() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 broken" in done.stdout


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{name}:{inner.lineno}"
        for name, tree, _ in SOURCES
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_files_are_small() -> None:
    long = {name: len(text.splitlines()) for name, _, text in SOURCES if len(text.splitlines()) > LONGEST_FILE}
    assert long == {}


def test_functions_are_small() -> None:
    long = {
        f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree, _ in SOURCES
        if "migrations/versions" not in name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and not any(isinstance(inner, ast.FunctionDef) for inner in ast.walk(node) if inner is not node)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


def test_views_are_a_form_a_verb_and_an_answer() -> None:
    long = {}
    for name, tree, _ in SOURCES:
        if not name.startswith("hotline/web/") or not name.endswith("views.py"):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                lines = (node.end_lineno or 0) - node.lineno
                if lines > LONGEST_VIEW:
                    long[f"{name}:{node.name}"] = lines
    assert long == {}


def test_folders_are_not_crowded() -> None:
    folders: dict[str, int] = {}
    for name, _, _ in SOURCES:
        folder = name.rpartition("/")[0]
        folders[folder] = folders.get(folder, 0) + (not name.endswith("__init__.py"))
    assert {folder: count for folder, count in folders.items() if count > MOST_FILES} == {}


def test_names_answer_a_question() -> None:
    bad = [name for name, _, _ in SOURCES if FORBIDDEN_NAMES & set(name.removesuffix(".py").split("/"))]
    assert bad == []


def test_packages_hold_one_docstring() -> None:
    handing_on = {"classifier/__init__.py", "routing_rules/__init__.py", "classifier/places/__init__.py"}
    for name, tree, _ in SOURCES:
        if name.endswith("__init__.py") and name not in handing_on:
            assert len(tree.body) == 1 and ast.get_docstring(tree), name


def test_only_settings_reads_the_environment() -> None:
    readers = [
        name
        for name, tree, _ in SOURCES
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") and name != "hotline/settings.py"
    ]
    assert readers == []


def test_only_work_opens_a_writing_transaction() -> None:
    opened = {
        name
        for name, tree, _ in SOURCES
        if name.startswith("hotline/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("commit", "begin", "begin_nested")
    }
    assert opened <= WRITE_TRANSACTIONS, opened


def test_states_are_set_in_one_place() -> None:
    setters = {
        name
        for name, tree, _ in SOURCES
        if name.startswith("hotline/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state" and getattr(target.value, "id", "") == "ticket"
    }
    assert setters == {"hotline/casework/steps.py"}


def test_every_route_has_a_door(equipment: Equipment) -> None:
    app = create_app(equipment)
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints
    for endpoint in endpoints:
        assert door_of(endpoint), endpoint
    assert {endpoint.partition(".")[0] for endpoint in endpoints} == set(DOORS)
    assert {endpoint for endpoint, _ in MENU} | set(HOMES.values()) <= endpoints
    assert set(HOMES) == STAFF == set(Role) - {Role.SYSTEM, Role.REQUESTER}


def test_follow_ups_cover_every_action_and_every_job_exists() -> None:
    assert set(FOLLOW_UPS) == set(Action)
    named = {follow_up.job for row in FOLLOW_UPS.values() for follow_up in row} | {line.job for line in TIMETABLE}
    assert named <= set(JOBS)


def test_procfile_serves_exactly_the_lanes() -> None:
    lines = dict(line.split(":", 1) for line in (CHECKOUT / "Procfile").read_text().splitlines() if line.strip())
    served = [word for name in ("worker", "nightly") for word in lines[name].split("hotline.worker")[1].split()]
    assert sorted(served) == sorted(Lane)
    assert set(lines) == {"release", "web", "worker", "nightly", "clock"}


def test_every_record_is_a_register_and_the_head_is_the_newest_migration() -> None:
    kept = {record.__tablename__ for record in registers.REGISTERS}
    assert kept == set(registers.Record.metadata.tables)
    versions = sorted(path.name[:4] for path in (schema.MIGRATIONS / "versions").glob("*/0*.py"))
    assert schema.head() == versions[-1]
    assert versions == [f"{number:04d}" for number in range(1, len(versions) + 1)]


def test_models_hold_no_python_and_no_pickle() -> None:
    kept = [path.suffix for path in (CHECKOUT / "models").rglob("*") if path.is_file()]
    assert not {".py", ".pkl", ".joblib", ".npz"} & set(kept)
    assert tomllib.loads((CHECKOUT / "models" / "current.toml").read_text(encoding="utf-8"))["edition"]


@pytest.mark.parametrize("script", ["scripts/demo", "scripts/test", ".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    path = CHECKOUT / script
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0


def test_public_names_say_what_they_are() -> None:
    silent = [
        f"{name}:{node.name}"
        for name, tree, _ in SOURCES
        if "migrations" not in name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_tests_mirror_the_tree() -> None:
    beside = {"classifier/test_real_messages.py", "routing_rules/test_cases.py"}  # 真实留言、书面判例：不对应某一个模块
    for path in sorted((CHECKOUT / "tests").rglob("test_*.py")):
        mirrored = path.relative_to(CHECKOUT / "tests")
        if mirrored.parts[0] not in PACKAGES or mirrored.as_posix() in beside:
            continue
        name = mirrored.stem.removeprefix("test_")
        folder = CHECKOUT / mirrored.parent
        found = [folder / f"{name}.py", folder / name / "__init__.py", folder / f"__{name}__.py"]
        assert any(module.exists() for module in found), mirrored

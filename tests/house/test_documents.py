"""What the documents say must be what the code does (文档与代码一致): lifecycle, settings, glossary."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli.main import hotline
from hotline.domain.agency_requests import REQUESTS
from hotline.domain.lifecycle import MARKS, MOVES
from hotline.domain.picture import lifecycle_page
from hotline.domain.vocabulary import State
from hotline.settings import Settings

CHECKOUT = Path(__file__).parent.parent.parent
DOCS = CHECKOUT / "docs"
HOUSES = (
    "hotline/domain",
    "hotline/store",
    "hotline/casework",
    "hotline/knowledge",
    "hotline/analytics",
    "hotline/gateways",
    "classifier",
    "routing_rules",
)


def public_classes(house: str) -> Iterator[str]:
    for path in sorted((CHECKOUT / house).rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield node.name


def cells_of_first_column(page: str) -> set[str]:
    rows = (line for line in page.splitlines() if line.startswith("| "))
    return {row.split("|")[1].strip().strip("`") for row in rows}


def test_lifecycle_page_is_the_table() -> None:
    assert (DOCS / "lifecycle.md").read_text(encoding="utf-8") == lifecycle_page(), "请运行 hotline docs"


def test_lifecycle_page_shows_every_state_and_move() -> None:
    page = lifecycle_page()
    assert all(f'state "{state.label}" as {state.value}' in page for state in State)
    rows = len(MOVES) + len({mark.action for mark in MARKS}) + len(REQUESTS)
    assert page.count("\n| ") == rows + 3 * 2


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    target = tmp_path / "lifecycle.md"
    done = CliRunner().invoke(hotline, ["docs", "--output", str(target)])
    assert done.exit_code == 0, done.output
    assert target.read_text(encoding="utf-8") == lifecycle_page()


def test_every_setting_is_documented_and_no_other() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8").partition("\n## ")[0]
    wanted = {f"HOTLINE_{field.name.upper()}" for field in fields(Settings)}
    assert {cell for cell in cells_of_first_column(page) if cell.startswith("HOTLINE_")} == wanted


@pytest.mark.parametrize("house", HOUSES)
def test_every_public_class_stands_in_the_glossary(house: str) -> None:
    known = cells_of_first_column((DOCS / "glossary.md").read_text(encoding="utf-8"))
    assert set(public_classes(house)) - known == set()

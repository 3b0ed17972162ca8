"""What was measured stands beside ours; what was not keeps the issue's figure, and says so."""

import sys
from pathlib import Path

from sqlalchemy import text

from hotline.cli.bench.helpdesk.asking import LISTED, Figures
from hotline.cli.bench.helpdesk.beside import Reference, measured, version
from hotline.cli.bench.helpdesk.pouring import NAME

NOBODY = Path("/nowhere/python")


def test_measured_or_given_is_said():
    reference = Reference("2.6.1", {LISTED: Figures((6100, 25_900, 28_200))})
    assert reference.beside(LISTED, "6–28 s") == "25.9 s / 28.2 s（本次实测）"
    assert reference.beside("工单页", "190 ms") == "190 ms（参考值，非本次实测）"
    assert reference.beside("待派单", "–") == "–"
    assert "2.6.1" in reference.heading and Reference().heading == "django-helpdesk"


def test_where_it_is_not_installed_nothing_is_measured(equipment, capsys):
    assert version(NOBODY) == version(Path(sys.executable)) == ""
    assert measured(equipment, NOBODY, 1) == Reference()
    assert "--beside-helpdesk" in capsys.readouterr().out


def test_a_reference_that_breaks_does_not_end_our_own_run(equipment, tmp_path, capsys):
    python = tmp_path / "python"
    python.write_text(
        '#!/bin/sh\n[ "$1" = -c ] && echo 2.6.1 && exit 0\necho 没有这张表 >&2; exit 1\n', encoding="utf-8"
    )
    python.chmod(0o755)
    try:
        assert measured(equipment, python, 1) == Reference()
    finally:
        with equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"drop database {NAME} with (force)"))
    assert "没有这张表" in capsys.readouterr().err

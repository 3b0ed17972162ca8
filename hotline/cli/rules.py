"""`hotline rules` (规则): check and publish rule tables."""

from datetime import UTC, datetime
from pathlib import Path

import click

from hotline.casework.rule_editions import publish as publish_rules
from hotline.cli.at_hand import equipment_at_hand
from routing_rules import FOLDER, load, texts_in
from routing_rules.coverage import coverage


@click.group("rules", help="派单规则：校验、发布")
def group() -> None:
    """Commands about the rule tables."""


@group.command(help="校验一个文件夹里的规则表，一次报出全部差错")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
def check(folder: Path) -> None:
    """Check a folder of tables."""
    found = coverage(load(texts_in(folder), edition="待校验"), datetime.now(UTC))
    click.echo(f"0 处差错；{found.tried} 种组合，{found.share:.2%} 有承办单位，空档 {len(found.gaps)}")


@group.command(help="发布一个文件夹里的规则表为现行版本；各进程即时采用，不必重启")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
@click.option("--note", required=True, help="发布说明")
def publish(folder: Path, note: str) -> None:
    """Publish a folder of tables."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        edition = publish_rules(work, texts_in(folder), note)
        click.echo(f"现行规则版本 {edition.edition}（{edition.digest}）")

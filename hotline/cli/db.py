"""`hotline db` (数据库): bring the tables up to date, load what the service needs to begin."""

import click

from hotline.cli.at_hand import equipment_at_hand
from hotline.cli.loading import load_all
from hotline.store import schema


@click.group("db", help="数据库：升级表结构、装载初始数据")
def group() -> None:
    """Commands about the database."""


@group.command(help="升级表结构到最新")
def upgrade() -> None:
    """Run the migrations."""
    with equipment_at_hand() as equipment:
        schema.upgrade(equipment.engine)
        click.echo(f"表结构已是 {schema.current(equipment.engine)}")


@group.command(help="装载规则、单位、知识库与模型（可重复运行）")
def load() -> None:
    """Load rules, agencies, knowledge and the model."""
    with equipment_at_hand() as equipment:
        for line in load_all(equipment):
            click.echo(line)

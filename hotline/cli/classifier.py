"""`hotline classifier` (分类模型): train and promote an edition."""

import click

from hotline.cli.at_hand import equipment_at_hand
from hotline.cli.loading import ready_model


@click.group("classifier", help="分类模型：训练、启用")
def group() -> None:
    """Commands about the model."""


@group.command(help="启用 models/current.toml 所指的版本；本机没有权重时先训练")
def promote() -> None:
    """Make the edition of models/current.toml the current one."""
    with equipment_at_hand() as equipment:
        click.echo(f"分类模型 {ready_model(equipment)} 现行")

"""`hotline demo` (演示): set the house up, run the main job and serve; remove again what the demo brought."""

import sys

import click

from hotline.cli.at_hand import equipment_at_hand
from hotline.cli.demo import launcher, people
from hotline.cli.loading import load_all
from hotline.store import schema


@click.group("demo", help="演示：一键启动、清除演示数据")
def group() -> None:
    """Commands about the demo."""


group.add_command(launcher.run)


@group.command(help="升级表结构，装载规则、知识库、模型和演示人员（可重复运行）")
def prepare() -> None:
    """Bring the house to where the demo can begin."""
    with equipment_at_hand() as equipment:
        schema.upgrade(equipment.engine)
        for line in load_all(equipment):
            click.echo(f"  {line}")
        people.take_on(equipment)


@group.command(help="删除全部演示账号、演示工单和演示报告，并核对已删净")
def reset() -> None:
    """Remove what the demo brought, and prove it."""
    with equipment_at_hand() as equipment:
        left = people.remove(equipment)
        launcher.marker(equipment.settings).unlink(missing_ok=True)
    click.echo("，".join(f"{name} 剩 {count}" for name, count in left.items()))
    if any(left.values()):
        sys.exit("演示数据没有删净，请联系维护人员")


@group.command(help="列出演示账号和密码")
def accounts() -> None:
    """Say who can sign in, and with which password."""
    with equipment_at_hand() as equipment:
        click.echo(f"演示账号（密码都是 {people.demo_password(equipment.settings.state)}）：")
    for account, name, role, _, _ in people.PEOPLE:
        click.echo(f"  {account:<12}{name}　{role.label}")

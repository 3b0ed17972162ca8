"""`hotline deliveries` (待发事项): look at what failed, and have it tried again."""

from datetime import UTC, datetime

import click
from sqlalchemy import select

from hotline.cli.at_hand import equipment_at_hand
from hotline.store.audit import write_down
from hotline.store.deliveries import Delivery

SHOWN = 50


@click.group("deliveries", help="待发事项：查看失败的、让死信重发")
def group() -> None:
    """Commands about the outbox."""


@group.command("list", help="列出失败过而尚未完成的待发事项")
def failed() -> None:
    """List what failed and is not done."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        wanted = select(Delivery).where(Delivery.done_at.is_(None), Delivery.attempts > 0).order_by(Delivery.id)
        for row in work.session.scalars(wanted.limit(SHOWN)):
            standing = "死信" if row.dead_at else f"将于 {row.due_at:%m-%d %H:%M} 重试"
            click.echo(f"{row.id}　{row.job}　失败 {row.attempts} 次　{standing}　{row.last_error}")


@group.command(help="让全部死信从头再试")
def retry() -> None:
    """Have every dead letter tried again from the beginning."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        dead = work.session.scalars(select(Delivery).where(Delivery.dead_at.is_not(None)).with_for_update()).all()
        for row in dead:
            row.dead_at, row.queued_at, row.attempts, row.due_at = None, None, 0, datetime.now(UTC)
        write_down(work.session, work.now, work.person.account, "retry_deliveries", {"count": len(dead)})
        work.announce("deliveries", "retry")
    click.echo(f"{len(dead)} 件死信已重新排队")

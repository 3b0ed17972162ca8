"""`hotline deliveries` (待发事项): look at what failed, have it tried again, or give it up; as the screen 后台队列 does."""

import click
from sqlalchemy import select

from hotline.casework.upkeep import queues
from hotline.cli.at_hand import equipment_at_hand
from hotline.domain.deed_names import job_name
from hotline.store.deliveries import Delivery

SHOWN = 50


@click.group("deliveries", help="待发事项：查看失败的，重办或放弃")
def group() -> None:
    """Commands about the outbox."""


@group.command("list", help="列出失败过而尚未完成的待发事项")
def failed() -> None:
    """List what failed and is not done."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        wanted = select(Delivery).where(Delivery.done_at.is_(None), Delivery.attempts > 0).order_by(Delivery.id)
        for row in work.session.scalars(wanted.limit(SHOWN)):
            standing = "多次失败" if row.dead_at else f"将于 {row.due_at:%m-%d %H:%M} 重试"
            what = f"{row.id}　{row.job}　{job_name(row.job)}"
            click.echo(f"{what}　失败 {row.attempts} 次　{standing}　{row.last_error}")


@group.command(help="让多次失败的从头再试：全部，或写出序号只试一件")
@click.argument("number", type=int, required=False)
@click.option("--job", default="", help="只试这一种作业中多次失败的")
def retry(number: int | None, job: str) -> None:
    """Have dead letters tried again from the beginning."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        if number is not None:
            queues.retry(work, number)
        count = 1 if number is not None else queues.retry_dead(work, job)
    click.echo(f"{count} 件多次失败的事项已重新排队")


@group.command(help="放弃一件失败的待发事项，不再重试")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="为什么放弃，是否已另行处理；记入审计")
def drop(number: int, reason: str) -> None:
    """Give a failed job up."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        queues.drop(work, number, reason=reason)
    click.echo(f"第 {number} 件已放弃")

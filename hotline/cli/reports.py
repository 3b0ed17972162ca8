"""`hotline reports` (报告): draw up a week's report."""

from datetime import UTC, datetime

import click

from hotline.analytics.period import Week, last_week
from hotline.analytics.weekly_report import draw_up
from hotline.cli.at_hand import equipment_at_hand


@click.group("reports", help="报告：生成周报")
def group() -> None:
    """Commands about reports."""


@group.command(help="生成某周的周报快照；已生成的不再变动")
@click.option("--week", "starts_on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="那一周的星期一，默认上周")
@click.option("--region", default="15", show_default=True, help="区划代码")
def weekly(starts_on: datetime | None, region: str) -> None:
    """Draw up a week's report."""
    if starts_on and starts_on.weekday():
        raise click.ClickException(f"--week {starts_on:%Y-%m-%d} 不是星期一，请给出那一周星期一的日期")
    week = Week(starts_on.date()) if starts_on else last_week(datetime.now(UTC))
    with equipment_at_hand() as equipment, equipment.work() as work:
        rules = equipment.judgement(work.session).rules
        if region not in rules.directory.regions:
            raise click.ClickException(f"--region {region} 不在区划表中，请改用如 15、1501、150105 的代码")
        report = draw_up(work, rules, week, region)
        totals = report.figures["totals"]
    click.echo(f"{report.figures['title']} {week}：受理 {totals['received']} 件，企业诉求 {totals['enterprise']} 件")

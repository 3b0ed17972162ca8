"""`hotline reports` (报告): draw up reports; keep, rebuild and compare the roll-ups they are told from."""

from datetime import UTC, datetime

import click

from hotline.analytics import tallies
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.making import period_asked_for
from hotline.cli.at_hand import equipment_at_hand
from hotline.cli.history import export_history, import_history
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.moments import beijing

DAY = click.DateTime(["%Y-%m-%d"])
SHOWN = 20


@click.group("reports", help="报告：生成日报、周报、月报；日累计的重建与核对")
def group() -> None:
    """Commands about reports."""


group.add_command(import_history)
group.add_command(export_history)


@group.command("draw-up", help="生成一期报告的快照；已生成的不再变动")
@click.option("--kind", type=click.Choice([kind.value for kind in ReportKind]), default="weekly", show_default=True)
@click.option("--day", "day", type=DAY, default=None, help="统计期内的任一天，默认最近已过完的一期")
@click.option("--days", type=int, default=1, help="专报的天数，从 --day 起")
@click.option("--region", default="15", show_default=True, help="区划代码")
def drawn_up(kind: str, day: datetime | None, days: int, region: str) -> None:
    """Draw up a report."""
    about = {"kind": kind, "starts_on": day.date().isoformat() if day else "", "days": days}
    with equipment_at_hand() as equipment, equipment.work() as work:
        rules = equipment.rules(work.session)
        if region not in rules.directory.regions:
            raise click.ClickException(f"--region {region} 不在区划表中，请改用如 15、1501、150105 的代码")
        report = draw_up(work, rules, period_asked_for(about, rules, work.now), region)
        headline, doubts = report.figures["headline"], report.figures["doubts"]
        period = report.figures["period"]
    click.echo(f"{report.title} {period}：受理 {headline['受理']} 件，企业诉求 {headline['涉企受理']} 件")
    for doubt in doubts:
        click.echo(f"  不一致：{doubt}")


@group.command("rebuild", help="从台账重建日累计")
@click.option("--first", type=DAY, required=True, help="从哪一天")
@click.option("--last", type=DAY, default=None, help="到哪一天，默认今天")
def rebuild(first: datetime, last: datetime | None) -> None:
    """Count the roll-ups anew."""
    until = last.date() if last else beijing(datetime.now(UTC)).date()
    with equipment_at_hand() as equipment, equipment.work() as work:
        for day, cells in tallies.rebuild(work, equipment.rules(work.session), first.date(), until):
            click.echo(f"  已重建至 {day}，写 {cells:,} 格")


@group.command("compare", help="核对日累计与台账，不一致的逐格列出，并以退出码 1 结束")
@click.option("--first", type=DAY, required=True, help="从哪一天")
@click.option("--last", type=DAY, default=None, help="到哪一天，默认今天")
def compare(first: datetime, last: datetime | None) -> None:
    """Compare the roll-ups with the register."""
    until = last.date() if last else beijing(datetime.now(UTC)).date()
    with equipment_at_hand() as equipment, equipment.work() as work:
        found = tallies.compare(work, equipment.rules(work.session), first.date(), until)
    for one in found[:SHOWN]:
        where = f"{one.day} {one.facet} {one.region} {one.code}".strip()
        click.echo(f"  {where} {one.measure}：日累计 {one.kept}，台账 {one.counted}")
    if found:
        raise click.ClickException(f"共 {len(found)} 格不一致；可用 hotline reports rebuild 重建")
    click.echo("日累计与台账一致")

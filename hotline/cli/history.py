"""`hotline reports import-history` and `export-history` (历史工单): old tickets in, columns out."""

from pathlib import Path

import click

from hotline.analytics.history.importing import Taken, take_in
from hotline.cli.at_hand import equipment_at_hand
from hotline.store.history import exporting

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20


@click.command("import-history", help="导入别的系统的历史工单（CSV、XLSX）；逐行说明未导入的原因，同一文件再导入不重复")
@click.argument("file", type=FILE)
@click.option("--source", required=True, help="来源系统名称，如「某市原热线平台」；留在每件工单上")
@click.option(
    "--crosswalk-category", "categories", type=FILE, default=None, help="事项对照表：左为原分类，右为分类编码"
)
@click.option("--crosswalk-agency", "agencies", type=FILE, default=None, help="单位对照表：左为原单位，右为单位代码")
@click.option("--dry-run", "dry", is_flag=True, help="只核对，不写入")
def import_history(file: Path, source: str, categories: Path | None, agencies: Path | None, dry: bool) -> None:
    """Take old tickets in."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        _tell(take_in(work, file, source, categories, agencies, dry=dry), dry=dry)


def _tell(found: Taken, *, dry: bool) -> None:
    if found.known is not None:
        at = found.known.imported_at
        click.echo(
            f"此文件已于 {at:%Y-%m-%d} 导入过（{found.taken} 件，未导入 {found.refused} 件），这次没有写入任何内容"
        )
        return
    for one in found.refusals[:SHOWN]:
        click.echo(f"  第 {one.line} 行「{one.column}」：{one.reason}", err=True)
    if len(found.refusals) > SHOWN:
        click.echo(f"  ……共 {len(found.refusals)} 处，全部留在导入批次里", err=True)
    verb = "可导入" if dry else "已导入"
    click.echo(
        f"共 {found.rows} 行，{verb} {found.taken} 件，{'不能导入' if dry else '未导入'} {found.refused} 件"
        + ("（只核对，未写入）" if dry else "")
    )


@click.command("export-history", help="把改过的月份导出为历史底表（Parquet）；夜间自动进行")
def export_history() -> None:
    """Write the columns anew."""
    with equipment_at_hand() as equipment:
        folder = equipment.settings.state / "history"
        with exporting.alone(folder), equipment.work() as work:
            now = exporting.standing(work)
            months = exporting.months_to_write(work, folder, now)
            for month in months:
                click.echo(f"  {month:%Y年%m月} {exporting.write(work, folder, month):,} 件")
            exporting.remember(folder, now)
    click.echo(f"已导出 {len(months)} 个月")

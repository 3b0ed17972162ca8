"""`hotline rules` (规则): check, draft, replay, submit, approve, roll back, export; the same as the screens."""

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select

from hotline.casework.rules import drafts, publishing, replay
from hotline.cli.at_hand import equipment_at_hand
from hotline.domain.errors import NotFound
from hotline.domain.moments import BEIJING, beijing
from hotline.equipment import Equipment
from hotline.store.people import Staff
from hotline.store.queries.settings import rule_editions
from hotline.store.work import Person
from routing_rules import FOLDER, load, texts_in
from routing_rules.checking.coverage import coverage
from routing_rules.reading.workbook import workbook_of

AS = click.option("--as", "account", required=True, help="以哪个账号办理（系统管理员）")
FOLDERS = click.Path(exists=True, file_okay=False, path_type=Path)
MOMENTS = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.group("rules", help="派单规则：校验、起草、回放、送复核、批准、回退、导出")
def group() -> None:
    """Commands about the rule tables."""


@group.command(help="校验一个文件夹里的规则表，一次报出全部差错")
@click.argument("folder", type=FOLDERS, default=FOLDER)
def check(folder: Path) -> None:
    """Check a folder of tables."""
    found = coverage(load(texts_in(folder), edition="待校验"), beijing(datetime.now(UTC)).date())
    click.echo(f"0 处差错；{found.tried} 种组合，{found.share:.2%} 有承办单位，空档 {len(found.gaps)}")


@group.command(help="列出各版本及其状态")
def editions() -> None:
    """All editions, the newest first."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        for one in rule_editions(work):
            until = f" 至 {beijing(one.effective_until):%Y-%m-%d %H:%M}" if one.effective_until else ""
            since = f"　{beijing(one.effective_from):%Y-%m-%d %H:%M} 起{until}" if one.effective_from else ""
            click.echo(f"{one.edition}　{one.state.label}　{one.note}{since}")


@group.command(help="由一个文件夹里的规则表起草新版本，并在历史工单上回放")
@click.argument("folder", type=FOLDERS)
@click.option("--note", required=True, help="改了什么、为什么改")
@AS
def draft(folder: Path, note: str, account: str) -> None:
    """Start a draft from a folder and replay it."""
    with equipment_at_hand() as equipment:
        person = administrator(equipment, account)
        with equipment.work(person) as work:
            edition = drafts.start(work, note=note, texts=texts_in(folder))
            found = drafts.mistakes_of(edition.texts, work.now)
            name, digest = edition.edition, edition.digest
        for mistake in found:
            click.echo(str(mistake))
        if not found:
            with equipment.work() as work:
                replay.replay(work, name, digest)
        click.echo(f"草稿 {name}：{len(found)} 处差错" if found else f"草稿 {name}：0 处差错，已回放")


@group.command("replay", help="在历史工单上回放草稿，报告差异")
@click.argument("edition")
def replay_command(edition: str) -> None:
    """Replay a draft and print the differences."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        replay.replay(work, edition, drafts.edition_of(work, edition).digest)
        found = drafts.edition_of(work, edition).replay
        click.echo(f"回放 {found.get('tried', 0)} 件，去向改变 {found.get('moved', 0)} 件，")
        click.echo(f"可免退单 {found.get('avoided', 0)} 件，可能新增退单 {found.get('caused', 0)} 件")
        for one, other, count in found.get("ways", []):
            click.echo(f"  {one} → {other}　{count} 件")


@group.command(help="送复核")
@click.argument("edition")
@AS
def submit(edition: str, account: str) -> None:
    """Hand a draft to a second person."""
    with equipment_at_hand() as equipment, equipment.work(administrator(equipment, account)) as work:
        click.echo(f"{drafts.submit(work, edition).edition} 已送复核，须由另一人批准")


@group.command(help="批准：即刻生效，或到指定的时间（北京时间）生效、失效")
@click.argument("edition")
@click.option("--from", "starts", type=MOMENTS, help="生效时间")
@click.option("--until", "ends", type=MOMENTS, help="失效时间，到时回到上一版")
@AS
def approve(edition: str, starts: datetime | None, ends: datetime | None, account: str) -> None:
    """Approve an edition, as a second person."""
    since, until = (one.replace(tzinfo=BEIJING) if one else None for one in (starts, ends))
    with equipment_at_hand() as equipment, equipment.work(administrator(equipment, account)) as work:
        found = drafts.approve(work, edition, effective_from=since, effective_until=until)
        click.echo(f"{found.edition} {found.state.label}；各进程即时采用，不必重启")


@group.command(help="回退到上一版")
@click.option("--reason", required=True, help="为什么回退")
@AS
def rollback(reason: str, account: str) -> None:
    """Go back to the edition before."""
    with equipment_at_hand() as equipment, equipment.work(administrator(equipment, account)) as work:
        click.echo(f"现行规则版本 {publishing.roll_back(work, reason=reason).edition}")


@group.command(help="把一个版本导出成 XLSX 工作簿；不写版本即仓库自带的表")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--edition", help="版本")
def export(target: Path, edition: str | None) -> None:
    """Write an edition as a workbook."""
    if edition is None:
        target.write_bytes(workbook_of(texts_in(FOLDER)))
    else:
        with equipment_at_hand() as equipment, equipment.work() as work:
            target.write_bytes(workbook_of(drafts.edition_of(work, edition).texts))
    click.echo(f"已写入 {target}")


def administrator(equipment: Equipment, account: str) -> Person:
    """The person of that account, as who the command acts and is written down."""
    with equipment.work() as work:
        staff = work.session.scalar(select(Staff).where(Staff.account == account, Staff.active))
        if staff is None:
            raise NotFound(f"没有账号 {account}，或已停用")
        return Person(staff.account, staff.role, staff.region, staff.agency, name=staff.name)

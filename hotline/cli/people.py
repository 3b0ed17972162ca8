"""`hotline people` (人员): what the screen 人员岗位 does, and the auditors, whom no administrator may appoint."""

import click
from sqlalchemy import select

from hotline.casework import staff
from hotline.cli.at_hand import equipment_at_hand
from hotline.domain.errors import NotFound
from hotline.domain.vocabulary import Role
from hotline.store.people import Staff
from hotline.store.queries.upkeep.people import WantedPeople, people
from hotline.store.work import Work

ROLES = click.Choice([role.value for role in Role if role not in (Role.SYSTEM, Role.REQUESTER)])


@click.group("people", help="人员：新增、列出、变更、停用、恢复、重设密码；审计员只能在这里设立和变更")
def group() -> None:
    """Commands about staff."""


@group.command(help="新增一名工作人员；省略 --password 时从提示输入密码，不留在命令历史里")
@click.option("--account", required=True, help="登录账号")
@click.option("--name", required=True, help="姓名")
@click.option("--role", required=True, type=ROLES, help="岗位")
@click.option("--region", default="15", show_default=True, help="数据范围的区划代码")
@click.option("--agency", default=None, help="所在单位代码（承办人、分管领导必填）")
@click.option("--phone", default="", help="接收短信提醒的手机（承办人）；加密保存")
@click.password_option("--password", prompt="密码", confirmation_prompt="再输一遍", help="登录密码")
def create(account: str, name: str, role: str, region: str, agency: str | None, phone: str, password: str) -> None:
    """Take somebody on."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        staff.create(
            work,
            account=account,
            name=name,
            role=Role.coded(role),
            region=region,
            agency=agency,
            phone=phone,
            password=password,
        )
    click.echo(f"已新增 {name}（{account}，{Role.coded(role).label}）")


@group.command("list", help="列出工作人员")
@click.option("--words", default="", help="姓名、账号或单位中的几个字")
@click.option("--role", default=None, type=ROLES, help="岗位")
@click.option("--all", "everybody", is_flag=True, help="连已停用的一起列")
def listed(words: str, role: str | None, everybody: bool) -> None:
    """Who works here."""
    after: int | None = 0
    with equipment_at_hand() as equipment, equipment.work() as work:
        while after is not None:
            post, active = Role.coded(role) if role else None, None if everybody else True
            page = people(work, WantedPeople(words=words, role=post, active=active, after=after))
            for one in page.shown:
                standing = "在用" if one.active else "停用"
                click.echo(
                    f"{one.account}　{one.name}　{one.role.label}　{one.region}　{one.agency or '—'}　{standing}"
                )
            after = page.after


@group.command(help="变更一名工作人员的信息；没有写的各项不变")
@click.argument("account")
@click.option("--name", default=None, help="姓名")
@click.option("--role", default=None, type=ROLES, help="岗位")
@click.option("--region", default=None, help="数据范围的区划代码")
@click.option("--agency", default=None, help="所在单位代码；写「无」为不属于单位")
@click.option("--phone", default="", help="接收短信提醒的手机；写「无」为不再保存")
def change(
    account: str, name: str | None, role: str | None, region: str | None, agency: str | None, phone: str
) -> None:
    """Change what is known of somebody."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        known = of_account(work, account)
        unit = known.agency if agency is None else None if agency == "无" else agency
        staff.change(
            work,
            known.id,
            name=name or known.name,
            role=Role.coded(role) if role else known.role,
            region=region or known.region,
            agency=unit,
            phone="" if phone == "无" else phone,
            forget_phone=phone == "无",
        )
    click.echo(f"{account} 的信息已保存")


@group.command(help="停用一个账号：即刻退出，不能再登录，经办记录保留")
@click.argument("account")
def deactivate(account: str) -> None:
    """Close an account."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        staff.deactivate(work, of_account(work, account).id)
    click.echo(f"{account} 已停用")


@group.command(help="恢复一个已停用的账号")
@click.argument("account")
def reactivate(account: str) -> None:
    """Open an account again."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        staff.reactivate(work, of_account(work, account).id)
    click.echo(f"{account} 已恢复")


@group.command("reset-password", help="重设密码：给出一次性密码，三天内有效，登录后须先换掉")
@click.argument("account")
def reset_password(account: str) -> None:
    """Give a one-time password."""
    with equipment_at_hand() as equipment, equipment.work() as work:
        password = staff.reset_password(work, of_account(work, account).id)[1]
    click.echo(f"{account} 的一次性密码：{password}\n只显示这一次，请当面或用电话告诉本人")


def of_account(work: Work, account: str) -> Staff:
    """The person with that account; NotFound if there is none."""
    found = work.session.scalar(select(Staff).where(Staff.account == account))
    if found is None:
        raise NotFound(f"没有账号 {account}")
    return found

"""`hotline people` (人员): take people on."""

import click

from hotline.casework import staff
from hotline.cli.at_hand import equipment_at_hand
from hotline.domain.vocabulary import Role


@click.group("people", help="人员：新增工作人员")
def group() -> None:
    """Commands about staff."""


@group.command(help="新增一名工作人员；省略 --password 时从提示输入密码，不留在命令历史里")
@click.option("--account", required=True, help="登录账号")
@click.option("--name", required=True, help="姓名")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="岗位")
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

"""`hotline doctor` (体检): what stands between this installation and the real hotline."""

import sys

import click

from hotline.cli.at_hand import equipment_at_hand
from hotline.readiness import reasons_to_refuse
from hotline.settings import Settings
from hotline.store import schema
from hotline.store.audit import first_broken
from hotline.store.queries.settings import deliveries_by_standing


@click.command(help="体检：表结构、版本、待发事项、审计链、生产准入")
def doctor() -> None:
    """Look the installation over; exit status 1 if something must be mended."""
    settings = Settings.from_env()
    told = settings.unfit_for_production() if settings.in_production else []
    for reason in told:  # 先说：缺了密钥，下面的都查不了
        click.echo(f"生产准入：{reason}")
    with equipment_at_hand() as equipment:
        newest = schema.current(equipment.engine) == schema.head()
        click.echo(f"表结构：{'最新' if newest else '需要运行 hotline db upgrade'}")
        if not newest:
            sys.exit(1)
        with equipment.work() as work:
            judgement = equipment.judgement(work.session)
            click.echo(f"规则 {judgement.rules.edition}，模型 {judgement.model.edition}")
            standing = deliveries_by_standing(work)
            click.echo("待发事项：" + "，".join(f"{name} {count}" for name, count in standing.items()))
            broken = first_broken(work.session)
            click.echo("审计链：完整" if broken is None else f"审计链：第 {broken} 条起断裂")
        left = [reason for reason in reasons_to_refuse(equipment.settings) if reason not in told]
        for reason in left:
            click.echo(f"生产准入：{reason}")
    if broken is not None or told or left:
        sys.exit(1)

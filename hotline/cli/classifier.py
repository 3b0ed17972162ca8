"""`hotline classifier` (分类模型): learn from use, promote, roll back, and see how the model fares."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from hotline.analytics.drift import draw_up, editions_in
from hotline.analytics.period import Week, last_week
from hotline.casework.learning.lessons import LessonOfUse, heard
from hotline.cli.at_hand import equipment_at_hand
from hotline.cli.learning import BEGINNING, gather, learn, put_in_service, take_back, trained_in
from hotline.cli.loading import ready_model
from hotline.domain.errors import Conflict
from hotline.domain.moments import BEIJING, beijing
from hotline.store.audit import write_down

HEADINGS = ("id", "title", "text", "label", "group", "decided_at")
FORMULA = tuple("=+-@＝＋－＠\t\r\n")  # 以此开头的格，表格软件会当公式执行


@click.group("classifier", help="分类模型：从使用中学习、比较、启用、回退、看漂移")
def group() -> None:
    """Commands about the model."""


@group.command("promote", help="启用一个候选或历史版本；不给版本名则启用 models/current.toml 所指的，没有权重先训练")
@click.argument("edition", default="")
def promote(edition: str) -> None:
    """Make an edition the current one; running processes take it up at once."""
    with equipment_at_hand() as equipment:
        if edition:
            put_in_service(equipment, edition)
        click.echo(f"分类模型 {edition or ready_model(equipment)} 现行")


@group.command(help="回到上一个现行版本；各进程即时采用，不必重启")
def rollback() -> None:
    """Go back to the edition before the current one."""
    with equipment_at_hand() as equipment:
        left, now = take_back(equipment)
    click.echo(f"已从 {left} 回退，分类模型 {now} 现行")


@group.command("lessons", help="导出可用的训练样本（已脱敏）供人查看；保密、匿名、未成年人、医疗等不在其中")
@click.option("--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help="只要这一天以后定类的，默认全部")
@click.option("--demo", is_flag=True, help="演示工单也算（只在演示系统里用）")
def show_lessons(target: Path, since: datetime | None, demo: bool) -> None:
    """Write the lessons of use, masked, for people who want to look."""
    with equipment_at_hand() as equipment:
        start = since.replace(tzinfo=BEIJING) if since else BEGINNING
        gathered = gather(equipment, heard, demo=demo, since=start)
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows(_cells(one) for one in gathered.lessons)
        with equipment.work() as work:
            about = {"lessons": len(gathered.lessons)}
            write_down(work.session, work.now, work.person.account, "export_lessons", about)
    click.echo(f"训练样本 {len(gathered.lessons)} 件，其中改判 {gathered.corrected} 件，写入 {target}")
    click.echo(_spared(gathered.left_out))


@group.command("learn", help="用人定分类的工单训练一个新版本，与现行版本比较；只留作候选，不改变现行版本")
@click.option("--edition", default="", help="新版本的名字，默认 use-年.月.日")
@click.option("--demo", is_flag=True, help="演示工单也算（只在演示系统里用）")
def learn_from_use(edition: str, demo: bool) -> None:
    """Train a challenger and compare it with the champion; a worse one is refused with the table of why."""
    click.echo("收集、训练、比较，要一两分钟……", err=True)
    with equipment_at_hand() as equipment:
        learnt = learn(equipment, heard, edition=edition, demo=demo)
    gathered = learnt.gathered
    click.echo(f"可用工单 {len(gathered.lessons)} 件，其中改判 {gathered.corrected} 件")
    click.echo(_spared(gathered.left_out))
    for line in learnt.comparison.table():
        click.echo(line)
    if not learnt.comparison.better:
        raise Conflict(f"版本 {learnt.edition} 未通过比较，现行版本不变")
    click.echo(f"已留作候选；启用：hotline classifier promote {learnt.edition}")


@group.command("drift", help="看一周的模型漂移：拿不准的比例、被改判的比例、没见过的词；已出的不再变动")
@click.option("--week", "asked", default="", help="ISO 周，如 2026-W47；默认上周")
def show_drift(asked: str) -> None:
    """Show a week's drift report; one that is missing is drawn up."""
    now = datetime.now(UTC)
    week = _week(asked) if asked else last_week(now)
    if week.end > now:
        raise click.ClickException(f"{week} 还没有过完，漂移报告出了就不再变动，请下周一以后再看")
    with equipment_at_hand() as equipment, equipment.work() as work:
        models = editions_in(trained_in(equipment), equipment.settings.auto_accuracy)
        current = equipment.judgement(work.session).model
        found = draw_up(work, current, models, heard, week).figures
    for line in _drift_lines(found):
        click.echo(line)


def _cells(one: LessonOfUse) -> list[str]:
    cells = [one.number, one.title, one.text, one.category, one.group, f"{beijing(one.decided_at):%Y-%m-%d %H:%M:%S}"]
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]


def _spared(left_out: Counter[str]) -> str:
    told = "、".join(f"{reason} {count} 件" for reason, count in left_out.most_common())
    return f"不用的：{told}" if told else "没有不用的工单"


def _week(asked: str) -> Week:
    try:
        year, number = asked.upper().split("-W")
        return Week(date.fromisocalendar(int(year), int(number), 1))
    except ValueError:
        raise click.ClickException(f"--week {asked[:20]} 不是 ISO 周，请写成 2026-W47 这样") from None


def _drift_lines(found: dict[str, Any]) -> Iterator[str]:
    now, before = found["totals"], found["before"] or {}
    yield f"{found['week']}（第 {found['number']} 周）机器研判 {now['judged']} 件，上周 {before.get('judged', '—')} 件"
    for name, key in (
        ("拿不准的", "unsure_share"),
        ("人定后被改判的", "corrected_share"),
        ("平均置信度", "confidence"),
    ):
        yield f"{name}：{_told(now[key])}，上周 {_told(before.get(key))}"
    for part in found["level1"]:
        told = f"拿不准 {_told(part['unsure_share'])}，改判 {_told(part['corrected_share'])}"
        yield f"  {part['code']} {part['name']}：{part['judged']} 件，{told}，置信度 {_told(part['confidence'])}"
    words = "、".join(f"{one['word']}（{one['tickets']}，上周 {one['before']}）" for one in found["new_words"])
    yield f"没见过的词：{words or '无'}"


def _told(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"

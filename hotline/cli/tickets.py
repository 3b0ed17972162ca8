"""`hotline tickets` (工单): look demands over from a file, and import them."""

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from classifier.learning.training import train
from classifier.places import Gazetteer
from classifier.registry import ModelUnfit, current_edition
from classifier.registry import load as load_model
from hotline.casework import intake
from hotline.casework.judgement import Judgement
from hotline.casework.judging.facts import Given
from hotline.casework.judging.verdict import judge
from hotline.cli.at_hand import equipment_at_hand
from hotline.cli.triage_table import HEADINGS, line_of
from hotline.domain.errors import Conflict, HotlineError, Incomplete
from hotline.domain.vocabulary import Channel, Role
from hotline.settings import Settings
from hotline.store.agencies import RegionRecord
from hotline.store.work import Person
from routing_rules import FOLDER, load, texts_in

WANTED = ("id", "title", "text")
LONGEST_NAME, LONGEST_ID = 24, 32  # 与前缀合为来源编号，不超过 64 个字符


@click.group("tickets", help="工单：批量研判、批量导入")
def group() -> None:
    """Commands about tickets."""


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV with their lines; ClickException names a missing column or bytes that are no text."""
    csv.field_size_limit(10_000_000)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in WANTED if name not in (reader.fieldnames or ())]
            if missing:
                raise click.ClickException(
                    f"{path.name} 第 1 行缺少列 {'、'.join(missing)}；表头应含 id,title,text，可另有 phone"
                )
            for row in reader:
                yield reader.line_num, {name: row.get(name) or "" for name in (*WANTED, "phone")}
    except UnicodeDecodeError:
        raise click.ClickException(f"{path.name} 不是 UTF-8 文本，请在表格软件里另存为“CSV UTF-8”") from None


def judgement_of_files(settings: Settings) -> Judgement:
    """The judgement of edition 0: tables and model of this checkout, with no database."""
    edition, trained = current_edition(settings.models), settings.state / "models"
    try:
        model = load_model(trained, edition, settings.auto_accuracy)
    except ModelUnfit:
        train(edition, trained)
        model = load_model(trained, edition, settings.auto_accuracy)
    return Judgement(model, load(texts_in(FOLDER), edition="0"), Gazetteer())


@group.command("triage", help="逐条研判一个 CSV（id,title,text[,phone]），写出派单建议；不写数据库")
@click.option("--input", "source", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--region", default="", help="受理地区划代码：正文与来电都看不出地点时用它")
def look_over(source: Path, target: Path, region: str) -> None:
    """Look every row over, exactly as the screens do; nothing is written to the database."""
    judgement = judgement_of_files(Settings.from_env())
    if region and region not in judgement.rules.directory.regions:
        raise click.ClickException(f"--region {region} 不在区划表中，请改用如 1501、150105 的代码")
    now = datetime.now(UTC)
    demands = list(rows_of(source))
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        with click.progressbar(length=len(demands), label="研判", file=sys.stderr) as shown:
            for _, row in demands:
                given = Given(row["title"], row["text"].replace("\x00", ""), row["phone"], centre=region)
                writer.writerow(line_of(row["id"], judge(judgement, given, now), judgement))
                shown.update(1)
    click.echo(f"已研判 {len(demands)} 条，写入 {target}")


@group.command("import", help="把一个 CSV（id,title,text[,phone]）登记为工单；可重复运行，不会重复建单")
@click.option("--input", "source", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", required=True, help="受理地区划代码")
def take_in(source: Path, region: str) -> None:
    """Register every row; what is refused is named by line, field and remedy."""
    taken, refused = 0, 0
    with equipment_at_hand() as equipment:
        with equipment.work() as work:
            if work.session.get(RegionRecord, region) is None:
                raise click.ClickException(f"--region {region} 不在区划表中，请改用如 1501、150105 的代码")
        importer = Person("import", Role.AGENT, region=region)
        for line, row in rows_of(source):
            demand = intake.Demand(
                text=row["text"], title=row["title"], phone=row["phone"], channel=Channel.IMPORT,
                external_id=f"import-{source.stem[:LONGEST_NAME]}-{row['id']}",
            )  # fmt: skip
            try:
                _check_id(row["id"])
                with equipment.work(importer) as work:
                    ticket = intake.register(work, demand)
                if ticket.text != demand.text:
                    raise Conflict(f"此 id 先前已登记为工单 {ticket.number} 而内容不同，请换一个 id 或文件名")
                taken += 1
            except HotlineError as error:
                refused += 1
                click.echo(f"第 {line} 行（id {row['id']}）未受理：{error}", err=True)
    click.echo(f"受理 {taken} 条，未受理 {refused} 条")


def _check_id(key: str) -> None:
    """The id is what tells one row from another: without it, or cut short, rows would be taken for one."""
    if not key or len(key) > LONGEST_ID or "\x00" in key:
        raise Incomplete(f"id 应为 1–{LONGEST_ID} 个字符且不重复，请补上或缩短")

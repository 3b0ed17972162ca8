"""The command `hotline` (运维命令): one group a noun."""

import sys

import click

from hotline.cli import classifier, db, deliveries, docs, doctor, people, reports, rules, tickets
from hotline.cli.demo import commands as demo
from hotline.domain.errors import HotlineError
from hotline.equipment import NotReady
from hotline.settings import WrongSettings
from routing_rules import RuleTableError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def hotline() -> None:
    """12345 热线系统的运维命令。"""


for group in (
    db.group,
    people.group,
    rules.group,
    classifier.group,
    tickets.group,
    reports.group,
    deliveries.group,
    demo.group,
):
    hotline.add_command(group)
hotline.add_command(doctor.doctor)
hotline.add_command(docs.docs)


def main() -> None:
    """Run a command; a refusal is one sentence and exit status 1, never a trace."""
    try:
        hotline()
    except (HotlineError, NotReady, WrongSettings) as refusal:
        sys.exit(f"{refusal}")
    except RuleTableError as refusal:
        sys.exit(f"规则表有 {len(refusal.mistakes)} 处差错：\n{refusal}")


if __name__ == "__main__":
    main()

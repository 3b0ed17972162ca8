"""`python -m routing_rules check | decide | bench`: an official or an auditor can try the tables with no database."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from routing_rules.bench import figures
from routing_rules.calendar import BEIJING
from routing_rules.checking.coverage import coverage
from routing_rules.columns import DEMAND_TYPES, REQUESTERS, URGENCIES
from routing_rules.engine import Demand, RuleBook
from routing_rules.errors import RuleTableError
from routing_rules.explain import Explanation, explain
from routing_rules.loader import FOLDER, load_folder

SHOWN = 20


def main(words: list[str] | None = None) -> int:
    """Read the command, answer with an exit status: 0 good, 1 the tables have mistakes, 2 a wrong call."""
    options = _parser().parse_args(words)
    if options.command == "bench":
        return figures.run(options.rows, options.tickets)
    if not options.folder.is_dir():
        print(f"找不到规则表文件夹 {options.folder}，请检查路径", file=sys.stderr)
        return 2
    try:
        book = load_folder(options.folder)
    except RuleTableError as error:
        print(f"规则表有 {len(error.mistakes)} 处差错：\n{error}", file=sys.stderr)
        return 1
    return _check(book) if options.command == "check" else _decide(book, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m routing_rules", description="派单规则表：校验与试判")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="校验全部规则表并报告覆盖率")
    check.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="规则表文件夹")
    decide = commands.add_parser("decide", help="试判一件诉求派给谁、何时到期、依据哪一行")
    decide.add_argument("--folder", type=Path, default=FOLDER, help="规则表文件夹")
    decide.add_argument("--category", required=True, help="事项分类编码，如 0301")
    decide.add_argument("--region", required=True, help="区划代码，如 150105")
    decide.add_argument("--requester", choices=REQUESTERS, default="个人", help="诉求主体")
    decide.add_argument("--type", choices=DEMAND_TYPES, default="求助", dest="demand_type", help="诉求类型")
    decide.add_argument("--urgency", choices=URGENCIES, default="普通", help="紧急程度")
    decide.add_argument("--text", default="", help="诉求正文，供判定例外表使用")
    measured = commands.add_parser("bench", help="速度比照：判定、说明、校验、回放，与 zen-engine 同表相比（装了才比）")
    measured.add_argument("--rows", type=int, default=5000, help="权责清单的行数")
    measured.add_argument("--tickets", type=int, default=100_000, help="回放的工单数")
    return parser


def _check(book: RuleBook) -> int:
    found = coverage(book, datetime.now(BEIJING).date())
    print(
        f"规则表校验通过：0 处差错；权责清单 {len(book.rules)} 条，例外 {len(book.exceptions)} 条，"
        f"交叉职责判定 {len(book.cross_duties)} 条"
    )
    print(f"覆盖：{found.tried} 种组合（末级分类 × 旗县 × 主体），{found.share:.2%} 有承办单位")
    for demand in found.gaps[:SHOWN]:
        print(f"  空档：{demand.category} {demand.region} {demand.requester}")
    if found.dead:
        print(f"从未胜出的规则 {len(found.dead)} 条（多为上级兜底）：{'、'.join(found.dead)}")
    return 0


def _decide(book: RuleBook, options: argparse.Namespace) -> int:
    for code, known, name in (
        (options.category, book.categories, "事项分类"),
        (options.region, book.directory.regions, "区划代码"),
    ):
        if code not in known:
            print(
                f"「{name}」{code} 查无此项，请核对 {'categories' if name == '事项分类' else 'regions'}.csv",
                file=sys.stderr,
            )
            return 2
    demand = Demand(
        options.category, options.region, options.requester, options.demand_type, options.urgency, options.text
    )
    found = explain(book, demand, datetime.now(BEIJING))
    print(_told(found) if found else "没有规则可用：转派单岗人工判定")
    return 0


def _told(found: Explanation) -> str:
    decision = found.decision
    agency, limit = decision.agency, decision.limit
    lines = [
        f"主办：{agency.name}（{agency.code}，名称依据等级 {agency.grade}）",
        f"协办：{'、'.join(other.name for other in decision.co_handlers) or '无'}",
        f"依据：{found.matched}；{decision.basis}（{decision.grade}）",
        f"时限：{limit}（{limit.number}，{limit.basis}）",
        f"到期：{found.deadline.at:%Y-%m-%d %H:%M}{'（含暂定日历）' if found.deadline.provisional else ''}",
        *(f"　　{span}" for span in found.deadline.spans),
    ]
    if runner_up := found.runner_up:
        lines.append(f"次优：{runner_up.rule} {runner_up.agency}，败于「{runner_up.column}」：{runner_up.why}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

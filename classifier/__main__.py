"""`python -m classifier train | evaluate | classify` (训练、评价、分类)."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from classifier import corpus
from classifier.estimator import DemandClassifier
from classifier.learning.evaluation import Figures, crosswalk, figures, held_out, on_board, read_messages
from classifier.learning.training import train
from classifier.registry import ModelUnfit, current_edition, load

_CHECKOUT = Path(__file__).parent.parent
_EDITIONS = _CHECKOUT / "models"
_TRAINED = _CHECKOUT / ".state" / "models"


def main(arguments: Sequence[str] | None = None) -> int:
    """Obey one command line (命令行)."""
    told = _parser().parse_args(arguments)
    try:
        return {"train": _train, "evaluate": _evaluate, "classify": _classify}[told.command](told)
    except ModelUnfit as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m classifier", description="诉求分类模型：训练、评价、试分类")
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train", help="训练一个版本")
    training.add_argument("--out", type=Path, required=True, help="写到哪个文件夹")
    training.add_argument("--edition", default="", help="版本名，默认取 models/current.toml")
    evaluation = commands.add_parser("evaluate", help="交叉验证，或用外部留言评价")
    evaluation.add_argument("--data", type=Path, help="含 label,title,text 三列的 CSV")
    evaluation.add_argument("--split", default="", help="只用 split 列等于此值的行")
    trial = commands.add_parser("classify", help="试分类一段文字")
    trial.add_argument("text", help="诉求文字")
    for one in (evaluation, trial):
        one.add_argument("--models", type=Path, default=_TRAINED, help="训练好的版本所在文件夹")
        one.add_argument("--edition", default="", help="版本名，默认取 models/current.toml")
    return parser


def _edition(told: argparse.Namespace) -> str:
    return told.edition or current_edition(_EDITIONS)


def _train(told: argparse.Namespace) -> int:
    edition = _edition(told)
    _tell(train(edition, told.out))
    print(f"已写入 {told.out / edition}")
    return 0


def _evaluate(told: argparse.Namespace) -> int:
    if told.data is None:
        _tell(figures(held_out(corpus.read(), corpus.cues(), DemandClassifier())))
        return 0
    messages = read_messages(told.data, told.split)
    if not messages:
        print(f"{told.data} 里没有可评价的行", file=sys.stderr)
        return 1
    found = on_board(load(told.models, _edition(told)), messages, crosswalk())
    print(
        f"{found.messages} 条：准确率 {found.accuracy:.4f}  宏平均F1 {found.macro_f1:.4f}  "
        f"前二位 {found.top2:.4f}  ECE {found.ece:.4f}"
    )
    return 0


def _classify(told: argparse.Namespace) -> int:
    model = load(told.models, _edition(told))
    answer = model.classify("", told.text)
    if not answer.candidates:
        print("没有可判断的内容")
    for one in answer.candidates:
        print(f"{one.category} {model.labels[one.category]}  {one.confidence:.2f}")
    if answer.level1:
        print(f"一级 {answer.level1.category} {model.labels[answer.level1.category]}  {answer.level1.confidence:.2f}")
        print("可自动派单" if answer.sure else "请人判断")
    return 0


def _tell(found: Figures) -> None:
    print(
        f"交叉验证 {found.demands} 条 {found.categories} 类：首位 {found.top1:.4f}  前三位 {found.top3:.4f}  "
        f"一级 {found.level1:.4f}  宏平均F1 {found.macro_f1:.4f}  ECE {found.ece:.4f}"
    )
    print(f"阈值 {found.threshold:.3f}：覆盖 {found.coverage:.4f}，其中准确 {found.accuracy_answered:.4f}")


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m classifier train | evaluate | classify | explain | topics | matters | bench` (训练、评价、分类、理由、热点、重学查重、比照)."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from classifier.commands import bench, classify, evaluate, explain, matters, topics, train
from classifier.commands.editions import CURRENT
from classifier.registry import ModelUnfit
from classifier.tables import TableUnfit


def main(arguments: Sequence[str] | None = None) -> int:
    """Obey one command line (命令行)."""
    told = _parser().parse_args(arguments)
    deeds = {
        "train": lambda: train.run(told.input, told.output),
        "evaluate": lambda: evaluate.run(told.model, told.input, told.crosswalk, told.split),
        "classify": lambda: classify.run(told.model, told.input, told.output, told.crosswalk),
        "topics": lambda: topics.run(told.input, told.output),
        "explain": lambda: explain.run(told.model, told.text, told.title),
        "matters": lambda: matters.run(told.model),
        "bench": lambda: bench.run(told.data, told.folds, told.million),
    }
    try:
        return deeds[told.command]()
    except (ModelUnfit, TableUnfit) as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m classifier", description="诉求分类模型：训练、评价、分类、说理由、找热点"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train", help="训练一个版本")
    training.add_argument("--input", type=Path, help="id,title,text,label[,group,split,form]；不给则用自带语料")
    training.add_argument("--output", type=Path, required=True, help="写成哪个文件夹，文件夹名即版本名")
    evaluation = commands.add_parser("evaluate", help="用标注文本评价；不给 --input 则交叉验证自带语料")
    evaluation.add_argument("--input", type=Path, help="含 title,text,label 的表")
    evaluation.add_argument("--split", default="", help="只用 split 列等于此值的行")
    batch = commands.add_parser("classify", help="批量分类，写出每一类的概率")
    batch.add_argument("--input", type=Path, required=True, help="含 id,title,text 的表")
    batch.add_argument("--output", type=Path, required=True, help="写到哪个 CSV")
    reason = commands.add_parser("explain", help="一段文字分到哪类，凭哪些词")
    reason.add_argument("--text", required=True, help="诉求正文")
    reason.add_argument("--title", default="", help="标题")
    hot = commands.add_parser("topics", help="从一批留言里找热点话题")
    hot.add_argument("--input", type=Path, required=True, help="含 id,user,time,title,text,likes 的表")
    hot.add_argument("--output", type=Path, required=True, help="写到哪个 CSV")
    duplicates = commands.add_parser("matters", help="语料、词组表或成对诉求改过之后，重学查重的两张表")
    compared = commands.add_parser("bench", help="质量与速度，各与同一次运行里的参照相比")
    compared.add_argument("--data", type=Path, help="标注留言与留言流所在文件夹，默认 ../shared/data；没有的表略去")
    compared.add_argument("--folds", action="store_true", help="也做自带语料 5 折，要几分钟")
    compared.add_argument("--million", action="store_true", help="也训练一百万行、找十五万条留言的热点，要十几分钟")
    for one in (evaluation, batch, reason, duplicates):
        one.add_argument("--model", default=CURRENT, help="版本文件夹，或 current（现行版本）")
    for one in (evaluation, batch):
        one.add_argument("--crosswalk", default="", help="类目对照表的名字或文件，如 petition-2020")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m classifier evaluate` (评价)."""

from collections.abc import Iterator
from pathlib import Path

from classifier.commands.editions import model_of
from classifier.crosswalks import crosswalk
from classifier.learning.evaluation import evaluate, own_figures, read_labelled
from classifier.learning.measures import Figures

_MOST_CONFUSIONS = 8


def run(named: str, source: Path | None, table: str, split: str) -> int:
    """Print the figures of an edition on a labelled table (评价); without a table, folds of the project's own corpus."""
    if source is None:
        for name, found in own_figures().items():
            print(f"【{name}】")
            print("\n".join(told(found)))
        return 0
    found = evaluate(model_of(named), read_labelled(source, split), crosswalk(table) if table else None)
    print("\n".join(told(found)))
    return 0


def told(found: Figures) -> Iterator[str]:
    """Figures as lines to read (指标)."""
    yield (
        f"{found.texts} 条 {found.classes} 类：macro-F1 {found.macro_f1:.4f}  准确率 {found.accuracy:.4f}  "
        f"前二 {found.top2:.4f}  前三 {found.top3:.4f}  一级 {found.level1:.4f}"
    )
    yield f"最弱一类 {found.worst_class} F1 {found.worst_f1:.4f}  ECE {found.ece:.4f}"
    yield f"置信度 ≥ 0.90：{found.confident:.4f}，其中准确 {found.confident_accuracy:.4f}"
    yield "覆盖率—准确率：" + "  ".join(
        f"{one.threshold:.2f} {one.coverage:.3f}/{one.accuracy:.3f}" for one in found.curve[::2]
    )
    yield "最常混淆：" + "  ".join(
        f"{one.truth}→{one.answer} {one.texts}" for one in found.confusions[:_MOST_CONFUSIONS]
    )

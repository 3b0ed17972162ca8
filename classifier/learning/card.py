"""The model card (模型说明): what an edition can do and what it cannot, in plain Chinese."""

from classifier.learning.measures import Figures
from classifier.model import PROMISE
from classifier.thresholds import NEVER, Outcomes, Thresholds, thresholds

_WEAKEST = 10
_PROMISES = (0.90, 0.95, PROMISE, 0.99)


def card(edition: str, measured: Figures, outcomes: Outcomes, learnt: tuple[str, int]) -> str:
    """The card of one edition (模型说明).

    Args:
        learnt: what it was trained on, and how many features it has.
    """
    parts = [*_what(edition, measured, *learnt), *_how_good(measured), *_promises(outcomes), *_limits()]
    return "\n\n".join(parts) + "\n"


def _what(edition: str, measured: Figures, learnt_from: str, width: int) -> list[str]:
    return [
        f"# 模型说明：{edition}",
        f"把一件诉求归入 {measured.classes} 个分类之一，给出前几位候选和置信度，供坐席与派单岗参考。",
        "## 用什么训练",
        f"{learnt_from}。",
        "## 怎样判断",
        f"分词后取单词、词对、一到三字串和开头字串，共 {width} 个特征，只存编号不存文字；层次贝叶斯与加权间隔两种打分，"
        "按留出文本上的对数损失混合，混合的同时校准置信度。装载不执行任何代码，权重是普通数组。",
    ]


def _how_good(measured: Figures) -> list[str]:
    table = ["| 置信度不低于 | 覆盖率 | 其中准确率 |", "| --- | --- | --- |"]
    table += [f"| {one.threshold:.2f} | {one.coverage:.1%} | {one.accuracy:.1%} |" for one in measured.curve[::2]]
    weakest = sorted(measured.by_class.items(), key=lambda item: (item[1], item[0]))[:_WEAKEST]
    confused = [f"{one.truth}→{one.answer} {one.texts} 件" for one in measured.confusions[:_WEAKEST]]
    return [
        f"## 有多准（{measured.texts} 条从未参加训练的文本）",
        f"首位准确率 {measured.accuracy:.1%}，前三位 {measured.top3:.1%}，一级分类 {measured.level1:.1%}，"
        f"宏平均 F1 {measured.macro_f1:.3f}，校准误差 ECE {measured.ece:.3f}；"
        f"置信度不低于 0.90 的占 {measured.confident:.1%}，其中 {measured.confident_accuracy:.1%} 分对。",
        "\n".join(table),
        "最弱的类别（F1）：" + "、".join(f"{code} {score:.2f}" for code, score in weakest) + "。",
        "最常混淆：" + "、".join(confused) + "。",
    ]


def _promises(outcomes: Outcomes) -> list[str]:
    table = [
        "| 承诺准确率 | 可自动派单的比例 | 其中准确率（就在这些校准件上） | 全体阈值 | 一级阈值 |",
        "| --- | --- | --- | --- | --- |",
    ]
    table += [_promise_row(outcomes, thresholds(outcomes, promise)) for promise in _PROMISES]
    return [
        "## 自动派单阈值",
        "每个分类各有阈值：验证件少的分类向全体水平借用样本，不足以守住承诺的分类不自动派单。"
        "承诺准确率由设置 HOTLINE_AUTO_ACCURACY 决定，默认 97%。",
        "\n".join(table),
    ]


def _promise_row(outcomes: Outcomes, chosen: Thresholds) -> str:
    answered = [
        sure >= chosen.of(answer) for sure, answer in zip(outcomes.sure, outcomes.answers.tolist(), strict=True)
    ]
    right = [bool(hit) for hit, told in zip(outcomes.right, answered, strict=True) if told]
    accuracy = f"{sum(right) / len(right):.1%}" if right else "—"
    share = f"{len(right) / max(1, len(answered)):.1%}"
    return f"| {chosen.promise:.0%} | {share} | {accuracy} | {_step(chosen.overall)} | {_step(chosen.level1)} |"


def _step(threshold: float) -> str:
    return "不自动" if threshold >= NEVER else f"{threshold:.3f}"


def _limits() -> list[str]:
    return [
        "## 不能做什么",
        "- 训练文本里各类的多少，不等于真实来电的多少；上线后应当用本地人工改判的结果重新训练和校准。\n"
        "- 一件诉求说两件事时只给一个首位答案，请看前三位。\n"
        "- 不识传统蒙古文；整篇蒙古文不给候选，由人处理。\n"
        "- 写得极短、只报地名或只有情绪的文字往往不可靠。\n"
        "- 它不判断紧急程度，也不决定由谁承办。",
    ]

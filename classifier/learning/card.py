"""The model card (模型说明): what an edition can do and what it cannot, in plain Chinese."""

from classifier.learning.evaluation import Figures


def card(edition: str, measured: Figures, cues: int, width: int) -> str:
    """The card of one edition (模型说明)."""
    return "\n\n".join([*_what(edition, measured, cues, width), *_how_good(measured), *_limits()]) + "\n"


def _what(edition: str, measured: Figures, cues: int, width: int) -> list[str]:
    return [
        f"# 模型说明：{edition}",
        f"把一件诉求归入 {measured.categories} 个二级事项分类，给出前几位候选和置信度，供坐席与派单岗参考。",
        "## 用什么训练",
        f"本项目自己编写的 {measured.demands} 条诉求（每类相同条数，含短消息、来信、坐席记录、语音转写四种体裁）"
        f"和 {cues} 个提示词。全部是编写的文字，没有一条真实来电，也没有个人信息。",
        "## 怎样判断",
        f"结巴分词后取单词、词对、二到四字串和开头字串，共 {width} 个特征；层次贝叶斯与线性间隔两种打分各占一半，"
        "合成一张权重表，再用折外得分做温度校准，得到置信度。没有任何特征能联网或执行代码，权重是普通数组。",
    ]


def _how_good(measured: Figures) -> list[str]:
    table = ["| 置信度不低于 | 覆盖率 | 其中准确率 |", "| --- | --- | --- |"]
    table += [f"| {one.threshold:.2f} | {one.coverage:.1%} | {one.accuracy:.1%} |" for one in measured.curve[::2]]
    weakest = sorted(measured.by_category.items(), key=lambda item: (item[1]["f1"], item[0]))[:8]
    return [
        f"## 有多准（{measured.folds} 折交叉验证）",
        f"首位准确率 {measured.top1:.1%}，前三位 {measured.top3:.1%}，一级分类 {measured.level1:.1%}，"
        f"宏平均 F1 {measured.macro_f1:.3f}，校准误差 ECE {measured.ece:.3f}。",
        "提示词与语料出自同一批作者。验证时，凡在留出文本里出现过的提示词都从训练中撤下，"
        "所以上面的数字偏保守；若不撤下，会虚高约十五个百分点。",
        _threshold_told(measured),
        "\n".join(table),
        "最弱的类别（F1）：" + "、".join(f"{code} {told['f1']:.2f}" for code, told in weakest) + "。",
    ]


def _threshold_told(measured: Figures) -> str:
    if measured.threshold >= 1:
        return "交叉验证里没有哪个置信度能让准确率达到 90%，因此不建议自动派单。"
    return (
        f"建议的自动派单阈值是 {measured.threshold:.3f}：验证中有 {measured.coverage:.1%} 的诉求达到它，"
        f"其中 {measured.accuracy_answered:.1%} 分对。其余必须由人判断。"
    )


def _limits() -> list[str]:
    return [
        "## 不能做什么",
        "- 各类在训练语料里一样多，真实来电不是这样；上线后应当用本地人工改判的结果重新校准。\n"
        "- 一件诉求说两件事时只给一个首位答案，请看前三位。\n"
        "- 不识传统蒙古文；整篇蒙古文不给候选，由人处理。\n"
        "- 写得极短、只报地名或只有情绪的文字往往不可靠。\n"
        "- 它不判断紧急程度，也不决定由谁承办。",
    ]

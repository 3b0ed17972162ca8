"""`python -m classifier explain` (说明理由)."""

from classifier.commands.editions import model_of
from classifier.reasons import Reason, reasons
from classifier.text import document


def run(named: str, text: str, title: str = "") -> int:
    """Print the likeliest categories of one text and the words that decided (说明理由)."""
    model = model_of(named)
    answer, why = model.classify(title, text, top=5), reasons(model, document(title, text))
    if why is None:
        print("没有可判断的内容")
        return 0
    for one in answer.candidates:
        print(f"{one.category} {model.labels.get(one.category, '')}  {one.confidence:.3f}")
    if answer.level1:
        print(
            f"一级 {answer.level1.category} {model.labels.get(answer.level1.category, '')}  {answer.level1.confidence:.3f}"
        )
    print(_verdict(answer.sure, answer.level1_sure))
    print(f"支持 {why.chosen}：{_told(why.speaking_for)}")
    print(f"支持 {why.runner_up}：{_told(why.speaking_against)}")
    return 0


def _verdict(sure: bool, level1_sure: bool) -> str:
    if sure:
        return "有把握，可自动派单"
    return "只对一级分类有把握，请人选定二级" if level1_sure else "把握不足，请人判断"


def _told(words: tuple[Reason, ...]) -> str:
    return "、".join(f"{one.word}（{one.weight:.2f}）" for one in words) or "无"

"""What is wrong with the tables of how tickets are handled."""

import pytest

from routing_rules import load
from routing_rules.columns import REDISPATCHES
from routing_rules.practice import ALL_TERMS, CHOICES


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("guidance.csv", "着火了", "", "分类处理指引 第 2 行：「触发词」G1 是转紧急热线，必须写触发词，请补上"),
        ("guidance.csv", "机密文件", "", "分类处理指引 第 4 行：「触发词」G3 是保密处理，必须写触发词，请补上"),
        ("guidance.csv", "诉讼,,0201", "诉讼,,", "分类处理指引 第 3 行：「事项分类」G2 是告知途径，必须写事项分类，请补上"),
        ("terms.csv", "延期次数,3", "延期次数,三次", "办理规范表：「数值」「延期次数」应为不大的整数，现为「三次」，请填数字"),
        ("terms.csv", "延期次数,3", "延期次数,-1", "办理规范表：「数值」「延期次数」应为不大的整数，现为「-1」，请填数字"),
        ("terms.csv", "延期次数,3", "延期次数,100001", "办理规范表：「数值」「延期次数」应为不大的整数，现为「100001」，请填数字"),
        ("terms.csv", "延期次数,3", "延期次数,３", "办理规范表：「数值」「延期次数」应为不大的整数，现为「３」，请填数字"),
        ("terms.csv", "短信告知后办结", "算了", "办理规范表：「数值」「回访未接通处理」不能是「算了」，只能是：短信告知后办结、转审核督办核定"),
        ("redispatch.csv", "至少,2,工作日", "至少,,", "改派时钟表：「数量」「重办」写了至少，却没有写数量和时钟，请补上"),
        ("redispatch.csv", "至少,2,工作日", "至少,2,", "改派时钟表：「数量」「重办」写了至少，却没有写数量和时钟，请补上"),
    ],
)  # fmt: skip
def test_a_row_that_leaves_something_open_is_told(texts, told, edited, file, old, new, expected):
    assert told(edited(texts, file, old, new)) == [expected]


def without(text, key):
    return "\n".join(line for line in text.splitlines() if not line.startswith(f"{key},")) + "\n"


@pytest.mark.parametrize("name", ALL_TERMS)
def test_every_term_must_be_there(texts, told, name):
    assert told({**texts, "terms.csv": without(texts["terms.csv"], name)}) == [
        f"办理规范表：「参数」缺少「{name}」，请补上这一行"
    ]


@pytest.mark.parametrize("case", REDISPATCHES)
def test_every_kind_of_redispatch_must_be_there(texts, told, case):
    assert told({**texts, "redispatch.csv": without(texts["redispatch.csv"], case)}) == [
        f"改派时钟表：「情形」缺少「{case}」，请补上这一行"
    ]


def test_a_term_that_nobody_knows_is_told_with_those_that_are_known(texts, told, edited):
    found = told(edited(texts, "terms.csv", "", "午休小时,2,,,据,D"))
    assert found == [f"办理规范表：「参数」不认识「午休小时」，只能是：{'、'.join(ALL_TERMS)}"]


@pytest.mark.parametrize(("name", "choice"), [(name, one) for name, choices in CHOICES.items() for one in choices])
def test_each_choice_may_be_made(texts, edited, name, choice):
    line = next(line for line in texts["terms.csv"].splitlines() if line.startswith(name))
    assert (
        load(edited(texts, "terms.csv", line, f"{name},{choice},,,据,D"), edition="1").practice.choice(name) == choice
    )

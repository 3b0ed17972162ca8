"""Every deed that the code writes down, and every job of the roster, has a name that people can read."""

import ast
from collections.abc import Iterator

from hotline.domain.deed_names import DEEDS, JOBS, OTHERWISE, PARTICULARS, deed_name, job_name, particulars
from hotline.jobs.roster import JOBS as ROSTER
from hotline.settings import CHECKOUT

WRITER = {"write_down": (3, "deed")}  # 记入审计的函数：行为是它的第几个参数、叫什么


def enclosing(tree: ast.Module) -> dict[int, ast.FunctionDef]:
    """The function in which every node stands, the innermost."""
    outers = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {id(node): outer for outer in outers for node in ast.walk(outer)}


def deeds_given(tree: ast.Module, writers: dict[str, tuple[int, str]]) -> Iterator[tuple[ast.Call, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place, name = writers.get(getattr(node.func, "id", getattr(node.func, "attr", "")), (-1, ""))
            named = [one.value for one in node.keywords if one.arg == name]
            if named or 0 <= place < len(node.args):
                yield node, (named or [node.args[place]])[0]


def writers_of(tree: ast.Module) -> dict[str, tuple[int, str]]:
    """The functions of a module that hand a deed of their callers on, and where it stands among their parameters."""
    inside, found = enclosing(tree), dict(WRITER)
    while True:
        before = len(found)
        for call, given in list(deeds_given(tree, found)):
            outer = inside.get(id(call))
            known = [one.arg for one in outer.args.args] if outer else []
            if outer and isinstance(given, ast.Name) and given.id in known:
                found[outer.name] = (known.index(given.id), given.id)
        if len(found) == before:
            return found


def words_in(node: ast.AST, named: dict[str, list[ast.expr]]) -> set[str]:
    """The texts that an expression may be: itself, either branch, what its name was ever set to, a table's values."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return words_in(node.body, named) | words_in(node.orelse, named)
    if isinstance(node, ast.Name):
        return {word for one in named.get(node.id, []) for word in words_in(one, named)}
    return set()


def deeds_written_down() -> dict[str, set[str]]:
    """File and line of every call → the deeds that it may write; empty where that cannot be told."""
    found: dict[str, set[str]] = {}
    for path in sorted((CHECKOUT / "hotline").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    named.setdefault(getattr(target, "id", ""), []).append(node.value)
        inside = enclosing(tree)
        for call, given in deeds_given(tree, writers_of(tree)):
            outer = inside.get(id(call))
            if not (outer and getattr(given, "id", "") in {one.arg for one in outer.args.args}):  # 转手的看其调用者
                found[f"{path.relative_to(CHECKOUT)}:{call.lineno}"] = words_in(given, named)
    return found


def test_every_deed_that_is_written_down_has_a_name() -> None:
    written = deeds_written_down()
    assert len(written) > 20
    assert {where for where, deeds in written.items() if not deeds} == set()
    assert set().union(*written.values()) - set(DEEDS) == set()


def test_every_job_of_the_roster_has_a_name() -> None:
    assert set(ROSTER) - set(JOBS) == set()


def test_no_two_deeds_or_jobs_share_a_name_and_all_are_chinese() -> None:
    for table in (DEEDS, JOBS):
        assert len(set(table.values())) == len(table)
        assert all(any("\u4e00" <= one <= "\u9fff" for one in name) for name in table.values())
    assert deed_name("unheard_of") == job_name("unheard_of") == OTHERWISE


def test_what_an_entry_tells_is_in_words() -> None:
    about = {"account": "wang", "role": "clerk", "changed": ["岗位"], "secret": True, "job": "triage", "agency": None}
    told = dict(particulars(about))
    assert told == {"账号": "wang", "岗位": "承办人", "变更项": "岗位", "要求保密": "是", "后台作业": "工单研判"}
    assert particulars({"wanted": {"words": "", "state": "closed"}}) == [("检索条件", "已办结")]
    assert particulars({"tables": ["a.csv"]}, {"a.csv": "甲表"}) == [("规则表", "甲表")]
    assert particulars({"unknown": 3}) == [(OTHERWISE, "3")]
    assert set(PARTICULARS) >= set(about)

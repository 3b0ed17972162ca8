"""The command line as an operator meets it: one sentence when something is refused, never a trace."""

import pytest

from hotline.cli.main import hotline


def test_every_group_and_every_command_explains_itself(type_in):
    assert {"db", "people", "rules", "classifier", "tickets", "reports", "demo", "doctor"} <= set(hotline.commands)
    for name, group in hotline.commands.items():
        for sub in ["", *getattr(group, "commands", {})]:
            answer = type_in(*([name, sub] if sub else [name]), "--help")
            assert answer.code == 0
            assert any("一" <= sign <= "鿿" for sign in answer.out)


def test_a_refusal_of_a_process_is_one_sentence_and_exit_status_1(in_a_process):
    answer = in_a_process("reports", "draw-up", HOTLINE_WORKERS="many")
    assert answer.code == 1
    assert answer.err.strip() == "HOTLINE_WORKERS 应为大于 0 的整数，现为「many」"
    assert answer.out == ""


@pytest.mark.parametrize("words", [("nonsense",), ("tickets", "triage"), ("people", "create", "--role", "king")])
def test_what_was_typed_wrong_is_told_with_exit_status_2(type_in, words):
    answer = type_in(*words)
    assert answer.code == 2
    assert "Traceback" not in answer.err and answer.err

"""`python -m classifier train` and the other commands, from the command line (命令)."""

import csv

import pytest

from classifier.__main__ import main

TAUGHT = "id,title,text,label\n" + "".join(
    f"{n},,{word}{end},{label}\n"
    for n, (word, label, end) in enumerate(
        (word, label, end)
        for label, words in {"供水": ["停水", "水管", "水压"], "路灯": ["路灯", "灯杆", "灯泡"]}.items()
        for word in words
        for end in ("坏了", "三天没人管", "什么时候修", "请尽快处理")
    )
)


@pytest.fixture
def edition(tmp_path, capsys):
    (tmp_path / "in.csv").write_text(TAUGHT, encoding="utf-8")
    assert main(["train", "--input", str(tmp_path / "in.csv"), "--output", str(tmp_path / "m" / "small")]) == 0
    assert "macro-F1" in capsys.readouterr().out
    return tmp_path / "m" / "small"


def test_what_was_trained_classifies_every_row(edition, tmp_path, capsys):
    (tmp_path / "new.csv").write_text("id,title,text\na,,楼里停水\nb,,灯杆倒了\nc,,？？\n", encoding="utf-8")
    given = ["--model", str(edition), "--input", str(tmp_path / "new.csv"), "--output", str(tmp_path / "out.csv")]
    assert main(["classify", *given]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert set(rows[0]) == {"id", "供水", "路灯"}
    assert float(rows[0]["供水"]) > 0.5 > float(rows[1]["供水"])
    assert all(abs(float(row["供水"]) + float(row["路灯"]) - 1) < 1e-4 for row in rows)
    assert "已分类 3 条" in capsys.readouterr().out


def test_what_was_trained_is_evaluated_and_explains_itself(edition, tmp_path, capsys):
    assert main(["evaluate", "--model", str(edition), "--input", str(tmp_path / "in.csv")]) == 0
    assert "24 条 2 类：macro-F1 1.0000" in capsys.readouterr().out
    assert main(["explain", "--model", str(edition), "--text", "路灯坏了"]) == 0
    told = capsys.readouterr().out
    assert "支持 路灯：路灯" in told
    assert main(["explain", "--model", str(edition), "--text", "？"]) == 0
    assert "没有可判断的内容" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("id,text\n", "缺少列 title、label"),
        ("id,title,text,label\n1,,水,a\n2,,水,a\n3,,灯,b\n", "第 4 行「label」列：标签「b」只有 1 条"),
        ("", "是空文件"),
    ],
)
def test_a_table_that_cannot_be_learnt_is_one_sentence_and_leaves_nothing(tmp_path, capsys, content, told):
    (tmp_path / "in.csv").write_text(content, encoding="utf-8")
    assert main(["train", "--input", str(tmp_path / "in.csv"), "--output", str(tmp_path / "m")]) == 1
    captured = capsys.readouterr()
    assert told in captured.err
    assert captured.err.count("\n") == 1
    assert not (tmp_path / "m").exists()


def test_a_foreign_folder_is_no_edition(tmp_path, capsys):
    (tmp_path / "in.csv").write_text("id,title,text\n1,,水\n", encoding="utf-8")
    given = ["--model", str(tmp_path), "--input", str(tmp_path / "in.csv"), "--output", str(tmp_path / "out.csv")]
    assert main(["classify", *given]) == 1
    assert "请先训练" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()

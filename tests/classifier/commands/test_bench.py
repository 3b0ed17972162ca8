"""`python -m classifier bench` on tiny inputs: every table is there, or says in one line why it is not."""

import csv
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from classifier import corpus
from classifier.commands import bench
from classifier.commands.bench_tables import speed
from classifier.corpus import CALIBRATION, Labelled

KINDS = {"0301": ["停暖", "暖气不热", "供热", "暖气片冰凉"], "0102": ["路灯不亮", "灯杆倒了", "灯泡坏了", "照明太暗"]}
PAIR_COLUMNS = ("caller", "time", "region", "title", "text")
ENDS = ("三天了", "没人管", "什么时候修", "影响出行", "请尽快处理", "打电话没人接")
ROWS = [
    (code, f"{word}{end}", place, number)
    for code, words in KINDS.items()
    for place, word in enumerate(words)
    for number, end in enumerate(ENDS)
]


class Here:
    """Does at once, and here, what processes apart would do."""

    def submit(self, deed, *given):
        done = Future()
        done.set_result(deed(*given))
        return done


@contextmanager
def here():
    yield Here()


def write(file, heading, rows):
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines).writerows([heading, *rows])


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A corpus, sets and an absent edition that are trained and asked within seconds."""
    own = [Labelled(code, "求助", "个人", "短消息", "", text, "2") for code, text, _, _ in ROWS]
    apart = [Labelled(code, "求助", "个人", "短消息", "", f"我家{text}", "校准") for code, text, _, n in ROWS if n < 2]
    monkeypatch.setattr(corpus, "read", lambda folder=None: apart if folder == CALIBRATION else own)
    monkeypatch.setattr(corpus, "lexicon", lambda: [("0301", "锅炉房"), ("0102", "路灯杆")])
    monkeypatch.setattr(bench, "apart", here)
    monkeypatch.setattr(bench, "TRAINED", tmp_path / "none")
    monkeypatch.setattr(speed, "ROUNDS", 1)
    sets = tmp_path / "sets"
    sets.mkdir()
    monkeypatch.setattr(bench, "SETS", sets)
    return sets


def fill(sets, data):
    data.mkdir()
    labels = {"0301": "城乡建设", "0102": "交通运输"}
    write(
        data / "messages_labelled.csv",
        ["id", "split", "group", "label", "form", "title", "text"],
        [
            [f"{code}{place}{n}", "dev" if n == 0 else "train", f"{code}{place}{n}", labels[code], "raw", "", text]
            for code, text, place, n in ROWS
        ],
    )
    write(
        data / "messages_stream.csv",
        ["id", "user", "time", "title", "text", "likes"],
        [[f"{code}{place}{n}", n, "2026-01-05 11:25:05", text, text, "1"] for code, text, place, n in ROWS],
    )
    write(
        sets / "demands.csv",
        ["分类编码", "体裁", "标题", "正文", "区划代码"],
        [[code, "短消息", "", f"赛罕区{text}", "150105"] for code, text, _, n in ROWS if n == 1],
    )
    moment, other = "2026-11-03T11:02", "2026-11-05T11:36"
    write(
        sets / "pairs.csv",
        ["id", "same", "kind", *(f"{name}_{side}" for side in "ab" for name in PAIR_COLUMNS)],
        [
            [
                "1",
                "1",
                "本人重复",
                "甲",
                moment,
                "150105",
                "",
                "锦绣小区停暖了",
                "甲",
                other,
                "150105",
                "",
                "锦绣小区又停暖了",
            ],
            [
                "2",
                "0",
                "无关",
                "甲",
                moment,
                "150105",
                "",
                "锦绣小区停暖了",
                "乙",
                other,
                "150203",
                "",
                "解放路路灯不亮",
            ],
        ],
    )
    write(
        sets / "urgency.csv",
        ["id", "urgency", "kind", "title", "text"],
        [["1", "转紧急热线", "火灾", "", "楼里着火了，有人被困"], ["2", "普通", "常规", "", "老年证怎么办"]],
    )


def test_every_table_is_printed(small, tmp_path, capsys):
    fill(small, tmp_path / "data")
    assert bench.run(tmp_path / "data", folds=True) == 0
    told = capsys.readouterr()
    titles = [line.split()[1].rstrip("：") for line in told.out.splitlines() if line.startswith("### ")]
    assert titles == ["1", "2", "3", "3.1", "3.2", "4", "5", "6", "6.1", "7", "7.1", "8.1", "8.2", "8.3"]
    rows = {line.split("|")[1].strip(): line for line in told.out.splitlines() if line.startswith("|")}
    assert "1.0000" in rows["dev macro-F1"]
    assert "100.0%" in rows["首位正确"]
    assert "100.0%" in rows["点了地方的，判对"]
    assert "用本次训练的代替" in told.err
    assert "2 条另写的诉求，其中普通 1 条" in told.out
    assert "略" not in told.out


def test_without_data_the_tables_that_need_it_say_so_in_a_line(small, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("classifier.commands.bench.FASTTEXT", None)
    assert bench.run(tmp_path / "nowhere") == 0
    told = capsys.readouterr().out
    for number in ("1、2", "3", "4", "5", "7", "8.1", "8.2"):
        assert sum(line.startswith(f"{number} 略") for line in told.splitlines()) == 1, number
    assert "### 6 " in told
    assert "未安装" in told

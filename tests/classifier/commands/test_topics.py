"""`python -m classifier topics`."""

import csv
import math
from pathlib import Path

import pytest

from classifier.commands.topics import run
from classifier.tables import TableUnfit

STREAM = Path(__file__).parents[4] / "shared" / "data" / "messages_stream.csv"
HEADING = ["id", "user", "time", "title", "text", "likes"]
ROWS = [
    ["1", "甲", "2026-01-05 11:25:05", "锦绣家园小区暖气不热", "供暖以来家里十二度，热力公司推诿", "2"],
    ["2", "乙", "2026/1/6 9:06", "锦绣家园暖气不热谁来管", "供暖后家里十二度，找热力公司没人理", ""],
    ["3", "丙", "2026年1月7日", "投诉锦绣家园暖气不热", "供暖温度十二度，热力公司不来", "0"],
    ["4", "丁", "2026/01/08 17:06:14", "想办理老年证", "请问带哪些材料", "1.0"],
]


def write(file: Path, rows: list[list[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([HEADING, *rows])
    return file


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_message_of_a_topic_has_one_row(tmp_path, capsys):
    assert run(write(tmp_path / "in.csv", ROWS), tmp_path / "out.csv") == 0
    told = read(tmp_path / "out.csv")
    assert list(told[0]) == ["id", "topic", "name", "rank", "heat"]
    assert {row["id"] for row in told} == {"1", "2", "3"}
    assert len({row["topic"] for row in told}) == 1
    assert {row["name"] for row in told} == {"锦绣家园 暖气不热 热力公司"}
    assert {(row["rank"], row["heat"]) for row in told} == {("1", str(round(3 + 2 * math.log(3), 2)))}
    assert "1 个话题，共 3 条留言" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (2, "昨天", "第 3 行 time 列「昨天」"),
        (2, "2026-02-30 10:00", "第 3 行 time 列「2026-02-30 10:00」"),
        (2, "2026-01-05 25:00:00", "第 3 行 time 列"),
        (2, "", "第 3 行 time 列「」"),
        (5, "很多", "第 3 行 likes 列「很多」"),
        (5, "-3", "第 3 行 likes 列「-3」"),
        (5, "1.5", "第 3 行 likes 列"),
    ],
)
def test_mistakes_are_named_with_row_and_column(tmp_path, column, value, told):
    rows = [list(row) for row in ROWS]
    rows[1][column] = value
    with pytest.raises(TableUnfit, match=told):
        run(write(tmp_path / "in.csv", rows), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "in.csv").write_text("id,title,text\n1,停暖,冷\n", encoding="utf-8")
    with pytest.raises(TableUnfit, match="user、time、likes"):
        run(tmp_path / "in.csv", tmp_path / "out.csv")


def test_a_table_without_topics_gives_a_table_without_rows(tmp_path):
    assert run(write(tmp_path / "in.csv", ROWS[:1]), tmp_path / "out.csv") == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "id,topic,name,rank,heat\n"


@pytest.mark.real_messages
@pytest.mark.skipif(not STREAM.exists(), reason="本机没有真实留言数据")
def test_the_known_hot_topics_of_a_real_stream_come_first(tmp_path):
    assert run(STREAM, tmp_path / "out.csv") == 0
    told = read(tmp_path / "out.csv")
    names = {int(row["rank"]): row["name"] for row in told}
    first = " ".join(names[rank] for rank in range(1, 6))
    for word in ("丽发新城", "伊景园", "购房补贴", "58车贷", "万境"):
        assert word in first
    sizes = {rank: sum(row["rank"] == str(rank) for row in told) for rank in (1, 2)}
    assert all(50 <= size <= 65 for size in sizes.values())
    assert 500 < len(names) < 1100

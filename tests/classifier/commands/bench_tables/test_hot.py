"""Hot topics beside average linkage (表 7)."""

import csv

from classifier.commands.bench_tables.apart import Spent
from classifier.commands.bench_tables.hot import Hot, hot_table, many_table, ours, overlap, recombined_stream, theirs

HEADING = ["id", "user", "time", "title", "text", "likes"]
STREAM = [
    *(
        [f"w{n}", f"u{n}", "2026-01-05 11:25:05", "锦绣家园暖气不热", f"供暖以来家里十二度，热力公司推诿{n}", "2"]
        for n in range(4)
    ),
    *(
        [f"n{n}", f"v{n}", "2026/1/6 9:06", "丽景新城搅拌站噪音", f"夜里搅拌站噪音扰民，粉尘大{n}", ""]
        for n in range(3)
    ),
    ["x", "y", "2026-01-08 17:06:14", "老年证", "请问带哪些材料", "0"],
]


def write(file):
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([HEADING, *STREAM])
    return file


def test_both_find_the_same_topics(tmp_path, capsys):
    stream = write(tmp_path / "in.csv")
    mine, other = ours(stream, tmp_path / "out.csv"), theirs(stream)
    expected = [{"w0", "w1", "w2", "w3"}, {"n0", "n1", "n2"}]
    assert [set(one.members) for one in mine] == [set(one.members) for one in other] == expected
    assert "暖气" in other[0].name
    assert other[0].heat > other[1].heat == 3
    assert capsys.readouterr().out == ""
    lines = list(hot_table(len(STREAM), Spent(mine, 1.0, 1.0, 100.0), Spent(other, 2.0, 2.0, None)))
    assert any("F1 平均 1.00" in line for line in lines)
    assert sum("重合 1.00" in line for line in lines) == 2


def test_overlap_is_the_f1_of_the_members():
    assert overlap(frozenset("abcd"), frozenset("cdef")) == 0.5
    assert overlap(frozenset("ab"), frozenset("cd")) == 0


def test_a_recombined_stream_is_a_stream_and_always_the_same(tmp_path):
    for name in ("a.csv", "b.csv"):
        recombined_stream(tmp_path / name, 20)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    found = ours(tmp_path / "a.csv", tmp_path / "out.csv")
    assert isinstance(found, list)
    lines = list(many_table(Spent([Hot("名", 2.0, frozenset("ab"))], 3.0, 2.5, 200.0)))
    assert any("最大的话题，条" in line and " 2 " in line for line in lines)

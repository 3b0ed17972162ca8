"""Tables are read whole or refused with row and column (文本表)."""

import pytest

from classifier.tables import TableUnfit, read_table, write_table

NEEDED = ("id", "text")


def _read(file):
    return list(read_table(file, NEEDED))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_usual_encodings_and_chinese_headings_are_read(tmp_path, encoding):
    file = tmp_path / "t.csv"
    file.write_text('编号,正文,其他\n1,路灯不亮,甲\n\n2,"停水\n三天"\n', encoding=encoding)
    assert _read(file) == [
        (2, {"id": "1", "text": "路灯不亮", "其他": "甲"}),
        (5, {"id": "2", "text": "停水\n三天", "其他": ""}),
    ]


def test_a_very_long_text_is_read(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("id,text\n1," + "水" * 300_000 + "\n", encoding="utf-8")
    assert len(_read(file)[0][1]["text"]) == 300_000


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "是空文件"),
        (b"id,words\n1,x\n", "第 1 行缺少列 text；现有列：id、words"),
        ("id,text\n1,路灯\n".encode() + b"2,\xff\xfe\xfa\n", "第 3 行不是 UTF-8"),
        ("id,text\n1,路灯\n".encode() + "2,供热".encode("gb18030") + b"\n3,\xe8\xb7\xaf\xff\n", "第 3 行不是 UTF-8"),
        (b"id,text\n1,\x00\x01\x02\n", "第 2 行不是 UTF-8"),
        ("id,text\n1,路灯,不亮,三天\n".encode(), "第 2 行有 4 格，多于 2 列"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, content, told):
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    with pytest.raises(TableUnfit, match=told):
        _read(file)


def test_a_missing_file_and_a_false_workbook_are_named(tmp_path):
    with pytest.raises(TableUnfit, match="找不到文件"):
        _read(tmp_path / "none.csv")
    (tmp_path / "t.xlsx").write_text("no workbook")
    with pytest.raises(TableUnfit, match="不是可读的 XLSX"):
        _read(tmp_path / "t.xlsx")


def test_a_table_half_written_has_no_name(tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("old")

    def rows():
        yield ["1"]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_table(file, ["id"], rows())
    assert file.read_text() == "old"
    assert write_table(file, ["id"], iter([["1"], ["2"]])) == 2
    assert file.read_text(encoding="utf-8") == "id\n1\n2\n"

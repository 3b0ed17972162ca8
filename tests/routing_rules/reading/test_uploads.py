"""What a person uploads, odd as it may be: told clearly, nothing guessed, nothing raised."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from routing_rules import load
from routing_rules.columns import RESPONSIBILITY, TABLES
from routing_rules.errors import Mistake
from routing_rules.reading.spreadsheet import MOST_ROWS
from routing_rules.reading.uploads import FILE, FORMULAS_SHOWN, read_upload
from routing_rules.reading.workbook import workbook_of

R = RESPONSIBILITY.file


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(text, title="权责清单"):
    book = Workbook()
    book.active.title = title
    for row in csv.reader(io.StringIO(text, newline="")):
        book.active.append(row)
    return book


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


def refusal(name, data):
    found = read_upload(name, data)
    assert found.texts == {}
    assert len(found.mistakes) == 1
    assert (found.mistakes[0].table, found.mistakes[0].line) == (FILE, 0)
    return f"{found.mistakes[0].why}，{found.mistakes[0].remedy}"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("空.csv", b"", "「空.csv」是空文件，请重新选择文件"),
        ("图.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "「图.png」不是表格文件，请上传 CSV（UTF-8 或 GBK）或 XLSX"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "「旧.xls」是旧格式的 XLS 或加密的文件，请另存为不加密的 XLSX 再上传"),
        ("文.docx", zipped(word__document_xml="<w/>"), "「文.docx」是压缩包或别的文档，不是工作簿，请上传 XLSX 或 CSV"),
        ("宏.xlsm", zipped(xl__workbook_xml="<w/>", xl__vbaProject_bin="x"), "「宏.xlsm」含有宏，请另存为不含宏的 XLSX（*.xlsx）再上传"),
        ("坏.xlsx", b"PK\x03\x04rubbish", "「坏.xlsx」不是完好的 XLSX 工作簿，请用表格软件打开后另存为 XLSX 再上传"),
        ("缺.xlsx", zipped(xl__workbook_xml="<w"), "「缺.xlsx」不是完好的 XLSX 工作簿，请用表格软件打开后另存为 XLSX 再上传"),
        ("别.csv", "姓名,电话\n张三,1\n".encode(), "「别.csv」的表头不像任何一张规则表，第一行应是表头，如：规则编号、事项分类、行政区划、诉求主体"),
        ("白.xlsx", saved(Workbook()), "「白.xlsx」里没有一张规则表，每张表一个工作表，第一行是表头"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told(name, data, why):
    assert refusal(name, data) == why


def test_a_workbook_with_a_macro_added_is_refused(texts):
    out = io.BytesIO(workbook_of(texts))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00")
    assert "含有宏" in refusal("规则.xlsx", out.getvalue())


def test_a_sheet_with_fifty_thousand_rows_is_refused_before_it_is_read():
    book = Workbook(write_only=True)
    sheet = book.create_sheet("权责清单")
    for number in range(50_000):
        sheet.append([f"R{number}"])
    told = refusal("大.xlsx", saved(book))
    assert told == f"「大.xlsx」有一张表多达 50000 行，最多 {MOST_ROWS} 行，请核对是否选错了文件，或删去空白行"


def test_a_csv_with_fifty_thousand_rows_is_told_when_it_is_loaded(texts, told):
    found = read_upload("权责.csv", (texts[R].splitlines()[0] + "\nR,01,,,ZJ,旗县,,,据,D,," * 50_000).encode())
    assert told({**texts, **found.texts}) == [f"权责清单：有 50000 行，最多 {MOST_ROWS} 行，请核对是否选错了文件"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_is_known_by_its_headings_in_any_encoding_of_chinese_spreadsheets(texts, encoding):
    found = read_upload("随便什么名字.csv", texts[R].encode(encoding))
    assert (found.texts, found.mistakes, found.notices) == ({R: texts[R]}, [], [])


@pytest.mark.parametrize("file", [table.file for table in TABLES])
def test_each_shipped_table_is_known_by_its_headings(shipped, file):
    assert list(read_upload("x.csv", shipped[file].encode()).texts) == [file]


def test_a_missing_column_is_told_with_its_name(texts, told):
    text = texts[R].replace("主办层级", "层级名")
    found = read_upload("权责.csv", text.encode())
    assert told({**texts, **found.texts}) == ["权责清单 第 1 行：「主办层级」这一列缺失，请按模板补齐表头"]
    found = read_upload("权责.xlsx", saved(sheet_of(text)))
    assert told({**texts, **found.texts}) == ["权责清单 第 1 行：「主办层级」这一列缺失，请按模板补齐表头"]


def test_merged_cells_are_told_with_their_place(texts):
    book = sheet_of(texts[R])
    book.active.merge_cells("B3:B4")
    mistakes = read_upload("权责.xlsx", saved(book)).mistakes
    assert mistakes == [Mistake("权责清单", 3, "", "有合并单元格 B3:B4", "请取消合并，每格各自填写")]


def test_a_formula_is_told_with_row_and_column_and_only_the_first_few(texts):
    book = sheet_of(texts[R])
    book.active["B3"] = '=TEXT(101,"0000")'
    found = read_upload("权责.xlsx", saved(book)).mistakes
    assert found == [Mistake("权责清单", 3, "事项分类", "是公式", "请粘贴为数值")]
    for row in range(2, 40):
        book.active.cell(row, 3, "=A1")
    assert len(read_upload("权责.xlsx", saved(book)).mistakes) == FORMULAS_SHOWN


def test_spaces_at_the_ends_are_taken_off_and_said(texts):
    text = texts[R].replace("R1,01,", "R1 , 01,")
    for found in (read_upload("权责.csv", text.encode()), read_upload("权责.xlsx", saved(sheet_of(text)))):
        assert found.notices == ["权责清单：已去掉 2 个单元格首尾的空格"]
        assert load({**texts, **found.texts}, edition="1").rules == load(texts, edition="1").rules


def test_full_width_digits_are_told_with_the_half_width_ones(texts, told):
    found = read_upload("权责.xlsx", saved(sheet_of(texts[R].replace("R4,02,", "R4,０２,"))))
    assert told({**texts, **found.texts}) == ["权责清单 第 5 行：「事项分类」「０２」含全角字符，请改为半角的「02」"]


def test_a_date_as_text_is_told_and_a_real_date_is_read(texts, told):
    written = read_upload("权责.xlsx", saved(sheet_of(texts[R].replace("丁,D,,", "丁,D,2026年1月31日,"))))
    assert told({**texts, **written.texts}) == [
        "权责清单 第 5 行：「生效日期」应写成 2026-01-31 这样的日期，现为「2026年1月31日」，"
        "请把单元格改成日期格式，或照此写法"
    ]
    book = sheet_of(texts[R])
    book.active["K5"], book.active["L5"] = date(2026, 1, 31), datetime(2026, 12, 31)
    read = read_upload("权责.xlsx", saved(book))
    rule = load({**texts, **read.texts}, edition="1").rules[3]
    assert (rule.valid_from, rule.valid_until) == (date(2026, 1, 31), date(2026, 12, 31))


def test_numbers_and_line_breaks_in_cells_are_read_as_words(texts):
    book = sheet_of(texts["time_limits.csv"], "时限表")
    book.active["H2"], book.active["C2"], book.active["K2"] = 2, 10.0, "第一行\n第二行"
    limit = load({**texts, **read_upload("时限.xlsx", saved(book)).texts}, edition="1").limits["办结"][0]
    assert (limit.limit.amount, limit.precedence, limit.basis) == (2, 10, "第一行 第二行")


def test_a_sheet_is_known_by_its_title_or_its_headings_and_others_are_named(texts):
    book = sheet_of(texts[R], "Sheet1")
    book.create_sheet("说明").append(["这里写说明"])
    book.create_sheet("空白")
    found = read_upload("x.xlsx", saved(book))
    assert list(found.texts) == [R]
    assert found.notices == ["工作表「说明」不是规则表，没有读取"]


def test_the_shipped_book_goes_through_a_workbook_unchanged(book, shipped):
    found = read_upload("全部.xlsx", workbook_of(shipped))
    assert (found.mistakes, found.notices) == ([], [])
    assert list(found.texts) == [table.file for table in TABLES]
    assert load(found.texts, edition=book.edition) == book


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=80),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", "规则编号,".encode(), b'"', b"\xef\xbb\xbf"]),
)
def test_any_bytes_give_tables_or_mistakes_and_never_an_exception(body, start):
    found = read_upload("x", start + body)
    assert bool(found.texts) != bool(found.mistakes)
    assert all(mistake.why and mistake.remedy for mistake in found.mistakes)

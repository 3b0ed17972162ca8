"""Demands from a file: looked over without a trace, or imported without doubling."""

import csv
import io

import pytest
from sqlalchemy import func, select

from factories import HEATING
from hotline.cli.tickets import LONGEST_ID
from hotline.cli.triage_table import HEADINGS
from hotline.domain.vocabulary import Channel, State
from hotline.store.deliveries import Delivery
from hotline.store.tickets import Ticket

STRANGE = {
    "clear": HEATING,
    "empty": "",
    "long": HEATING + "暖气不热" * 12_500,
    "nul": "暖气\x00不热\x00",
    "emoji": "🔥🔥🔥暖气不热😡",
    "mongolian": "ᠬᠥᠬᠡᠬᠣᠲᠠ ᠳᠤᠯᠠᠭᠠᠨ",
    "cyrillic": "Халуун усгүй байна",
    "lines": '第一行\n第二行，"引号"，逗号',
    "formula": "=1+1",
    "emergency": "着火了，楼里有人被困，快来救火",
}


def written(path, rows, head="id,title,text", encoding="utf-8"):
    with io.StringIO(newline="") as text:
        csv.writer(text).writerows(rows)
        path.write_bytes((head + "\r\n" + text.getvalue()).encode(encoding))
    return path


def triage(type_in, source, target, *more):
    return type_in("tickets", "triage", "--input", str(source), "--output", str(target), *more)


def take_in(type_in, source, region="1501"):
    return type_in("tickets", "import", "--input", str(source), "--region", region)


def tickets(house):
    with house.equipment.work() as work:
        return list(work.session.scalars(select(Ticket).order_by(Ticket.id)))


def test_every_row_is_answered_in_the_promised_form_and_no_database_is_touched(type_in, tmp_path, monkeypatch):
    monkeypatch.setenv("HOTLINE_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    source = written(tmp_path / "in.csv", [(key, "", text) for key, text in STRANGE.items()])
    answer = triage(type_in, source, tmp_path / "out.csv", "--region", "150105")
    assert answer.code == 0, answer.err
    assert f"已研判 {len(STRANGE)} 条" in answer.out
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert tuple(lines[0]) == HEADINGS
    rows = [dict(zip(HEADINGS, line, strict=True)) for line in lines[1:]]
    assert [row["id"] for row in rows] == list(STRANGE)
    by_id = {row["id"]: row for row in rows}
    assert {row["decision"] for row in rows} == {"auto", "person"}
    assert all(row["reason"] for row in rows if row["decision"] == "person")
    assert all(row["agency"] and row["due_at"] and row["rule"] for row in rows if row["decision"] == "auto")
    assert by_id["clear"]["decision"] == "auto"
    assert (by_id["clear"]["category"], by_id["clear"]["region"], by_id["clear"]["rule"]) == ("0301", "150105", "J58")
    assert by_id["empty"]["decision"] == by_id["emergency"]["decision"] == "person"
    assert by_id["emergency"]["urgency"] == "转紧急热线"
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows if row["confidence"])


def test_the_real_register_stays_as_it_was(house, type_in, tmp_path):
    source = written(tmp_path / "in.csv", [("1", "", HEATING)])
    assert triage(type_in, source, tmp_path / "out.csv").code == 0
    assert tickets(house) == []
    with house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(Delivery)) == 0


def test_a_file_with_no_rows_gives_a_table_with_no_rows(type_in, tmp_path):
    assert triage(type_in, written(tmp_path / "in.csv", []), tmp_path / "out.csv").code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").strip() == ",".join(HEADINGS)


def test_a_region_that_is_none_is_refused_and_nothing_is_written(type_in, tmp_path):
    answer = triage(type_in, written(tmp_path / "in.csv", [("1", "", HEATING)]), tmp_path / "out.csv", "--region", "9")
    assert answer.code == 1
    assert "--region 9 不在区划表中" in answer.err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("command", ["triage", "import"])
def test_a_wrong_column_is_named_with_its_line_and_what_is_wanted(house, type_in, tmp_path, command):
    source = written(tmp_path / "in.csv", [("1", "", HEATING)], head="id,标题,text")
    answer = triage(type_in, source, tmp_path / "o.csv") if command == "triage" else take_in(type_in, source)
    assert answer.code == 1
    assert "in.csv 第 1 行缺少列 title；表头应含 id,title,text" in answer.err
    assert tickets(house) == []


@pytest.mark.parametrize("command", ["triage", "import"])
def test_a_file_that_is_not_utf_8_is_refused_with_the_remedy(house, type_in, tmp_path, command):
    source = written(tmp_path / "in.csv", [("1", "", HEATING)], encoding="gb18030")
    answer = triage(type_in, source, tmp_path / "o.csv") if command == "triage" else take_in(type_in, source)
    assert answer.code == 1
    assert "不是 UTF-8 文本" in answer.err and "CSV UTF-8" in answer.err
    assert tickets(house) == []


def test_rows_are_registered_and_running_it_again_doubles_nothing(house, type_in, tmp_path):
    rows = [(str(index), f"标题{index}", f"{HEATING}{index}") for index in range(5)]
    source = written(tmp_path / "in.csv", rows)
    for _ in range(2):
        answer = take_in(type_in, source)
        assert (answer.code, answer.out.strip()) == (0, "受理 5 条，未受理 0 条")
    found = tickets(house)
    assert [(ticket.title, ticket.text) for ticket in found] == [(row[1], row[2]) for row in rows]
    assert {(ticket.channel, ticket.state, ticket.region) for ticket in found} == {
        (Channel.IMPORT, State.REGISTERED, "1501"),
    }  # fmt: skip
    with house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(Delivery)) == 5


def test_what_is_refused_is_named_by_line_field_and_remedy_and_the_rest_is_taken(house, type_in, tmp_path):
    rows = [
        ("ok", "", HEATING, ""), ("nul", "", "暖气\x00", ""), ("phone", "", HEATING, "123"), ("", "", HEATING, ""),
        ("long", "", "字" * 50_001, ""), ("x" * (LONGEST_ID + 1), "", HEATING, ""), ("title", "题" * 201, HEATING, ""),
        ("empty", "", "", ""), ("last", "", HEATING, "13947112233"),
    ]  # fmt: skip
    answer = take_in(type_in, written(tmp_path / "in.csv", rows, head="id,title,text,phone"))
    complaints = answer.err.strip().splitlines()
    taken = [ticket.external_id for ticket in tickets(house)]
    assert taken[0] == "import-in-ok" and taken[-1] == "import-in-last"
    assert answer.out.strip() == f"受理 {len(taken)} 条，未受理 {len(complaints)} 条"
    assert len(taken) + len(complaints) == len(rows)
    for line, said in (
        (3, "纯文本"),
        (4, "「联系电话」"),
        (5, "id 应为"),
        (6, "最多 50000 字"),
        (7, "id 应为"),
        (8, "「标题」"),
    ):
        assert any(told.startswith(f"第 {line} 行（id ") and said in told for told in complaints), (line, complaints)


def test_two_rows_of_one_id_are_not_taken_for_one(house, type_in, tmp_path):
    answer = take_in(type_in, written(tmp_path / "in.csv", [("1", "", HEATING), ("1", "", "路灯不亮三天了")]))
    assert answer.out.strip() == "受理 1 条，未受理 1 条"
    (ticket,) = tickets(house)
    assert f"第 3 行（id 1）未受理：此 id 先前已登记为工单 {ticket.number} 而内容不同" in answer.err


def test_a_long_name_of_a_file_does_not_make_its_rows_one(house, type_in, tmp_path):
    source = written(tmp_path / ("长" * 60 + ".csv"), [(str(index), "", f"{HEATING}{index}") for index in range(3)])
    assert take_in(type_in, source).out.strip() == "受理 3 条，未受理 0 条"
    assert len(tickets(house)) == 3


def test_a_centre_that_is_no_region_is_refused(house, type_in, tmp_path):
    answer = take_in(type_in, written(tmp_path / "in.csv", [("1", "", HEATING)]), region="9999")
    assert answer.code == 1
    assert "--region 9999 不在区划表中" in answer.err
    assert tickets(house) == []

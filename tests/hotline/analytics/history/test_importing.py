"""Old tickets come in whole, are counted everywhere, and what is refused is named by line, column and reason."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from hotline.analytics import tallies
from hotline.analytics.history.importing import WORDS, take_in
from hotline.domain.errors import Incomplete
from hotline.domain.numbering import well_formed
from hotline.domain.vocabulary import Channel, RequesterKind, Satisfaction, Solved, State
from hotline.store.analysis.history import HistoryImport
from hotline.store.audit import AuditEntry
from hotline.store.queries.figures import rolled
from hotline.store.queries.figures.tallying import By, tally
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM, Work

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HEADINGS = "工单编号,登记时间,区划,办结时间,事项分类,承办单位,派单时间,签收时间,办理时限,答复时间,渠道,诉求主体,满意度,是否解决,重办次数\n"
GOOD = (
    "A1,2024-03-01 09:30,150105,2024-03-05 10:00,老供热,赛罕区住建,2024-03-01 10:00,2024-03-01 12:00,2024-03-08,2024-03-04 09:00,电话,个人,满意,已解决,0\n"
    "A2,2024/3/2 8:05,呼和浩特市,2024年3月3日 12:00,0301,,,,,,微信,企业,,,1\n"
)
CATEGORIES, AGENCIES = "原分类,编码\n老供热,0302\n", "原单位,代码\n赛罕区住建,ZJ-150105\n"


@pytest.fixture
def work(equipment):
    """A piece of work that is never committed."""
    with equipment.engine.connect() as connection:
        begun = connection.begin()
        session = Session(connection, join_transaction_mode="create_savepoint")
        yield Work(session, SYSTEM, NOW, equipment.vault, equipment.rules)
        session.close()
        begun.rollback()


@pytest.fixture
def files(tmp_path):
    """A hand that writes files."""
    (tmp_path / "c.csv").write_text(CATEGORIES, encoding="utf-8-sig")
    (tmp_path / "a.csv").write_text(AGENCIES, encoding="gb18030")

    def written(rows, name="old.csv", encoding="utf-8-sig"):
        (tmp_path / name).write_bytes((HEADINGS + rows).encode(encoding))
        return tmp_path / name

    return SimpleNamespace(write=written, categories=tmp_path / "c.csv", agencies=tmp_path / "a.csv", folder=tmp_path)


def take(work, files, path, source="老平台", **more):
    return take_in(work, path, source, files.categories, files.agencies, **more)


def told(found):
    return {(one.line, one.column): one.reason for one in found.refusals}


def test_old_tickets_are_archived_tickets_and_every_figure_knows_them(work, files):
    found = take(work, files, files.write(GOOD))
    assert (found.rows, found.taken, found.refused, found.refusals) == (2, 2, 0, [])
    first, other = work.session.query(Ticket).filter(Ticket.external_id.like("老平台:%")).order_by(Ticket.id)
    assert (first.state, first.text, first.category, first.agency) == (State.ARCHIVED, WORDS, "0302", "ZJ-150105")
    assert first.registered_at == datetime(2024, 3, 1, 1, 30, tzinfo=UTC) and well_formed(first.number)
    assert (other.region, other.redone, other.agency, "老平台" in other.basis) == ("1501", 1, None, True)
    stretch = rolled.stretch_of(date(2024, 3, 1), date(2024, 3, 31), 0)
    whole = tally(work, stretch)[()]
    expected = {
        "受理": 2,
        "涉企受理": 1,
        "转派": 1,
        "到期": 1,
        "按时办结": 1,
        "办结": 2,
        "满意评价": 1,
        "已解决": 1,
        "派单次数": 1,
        "按时签收": 1,
        "重办工单": 1,
    }
    assert {name: whole.get(name) for name in expected} == expected
    assert tally(work, stretch, [By.CHANNEL], ["受理"])["wechat",]["受理"] == 1
    assert tallies.compare(work, work.rules, date(2024, 3, 1), date(2024, 3, 31)) == []
    steps = work.session.query(Step).filter(Step.ticket_id == first.id).order_by(Step.id).all()
    assert [(step.action.value, step.after) for step in steps] == [
        ("register", State.REGISTERED),
        ("archive", State.ARCHIVED),
    ]
    assert (
        steps[0].changes["due_at"]
        == first.due_at.astimezone(datetime.fromisoformat(steps[0].changes["due_at"]).tzinfo).isoformat()
    )


def test_the_same_file_twice_does_nothing_and_a_mended_crosswalk_may_be_tried_again(work, files):
    path = files.write(GOOD + "A3,2024-03-01,1501,2024-03-02,老物业,,,,,,,,,,\n")
    assert told(first := take(work, files, path)) == {
        (4, "事项分类"): "没有「老物业」，请填代码、全称，或在对照表里补上"
    }
    again = take(work, files, path)
    assert again.known is not None and (again.taken, again.refused) == (first.taken, first.refused) == (2, 1)
    files.categories.write_text(CATEGORIES + "老物业,0401\n", encoding="utf-8-sig")
    mended = take(work, files, path)
    assert (mended.taken, mended.refused) == (1, 2) and "先前的批次" in told(mended)[2, "工单编号"]
    assert work.session.scalar(text("select count(*) from tickets where external_id like '老平台:%'")) == 3
    batches = work.session.query(HistoryImport).order_by(HistoryImport.id).all()
    assert [(one.taken, one.refused, len(one.refusals)) for one in batches] == [(2, 1, 1), (1, 2, 2)]
    entry = work.session.query(AuditEntry).filter_by(deed="import_history").order_by(AuditEntry.id.desc()).first()
    assert entry is not None and entry.about["source"] == "老平台"


def test_what_other_systems_say_is_taken_for_our_words(work, files):
    rows = "C1,2024-03-01,1501,2024-03-02,,,,,,,来电,市民,一般,是,\nC2,2024-03-01,1501,2024-03-02,,,,,,,公众号,个体工商户,不太满意,否,\n"
    assert take(work, files, files.write(rows)).taken == 2
    one, other = work.session.query(Ticket).filter(Ticket.external_id.like("老平台:C%")).order_by(Ticket.id)
    assert (one.channel, one.requester_kind) == (Channel.PHONE, RequesterKind.CITIZEN)
    assert (one.satisfaction, one.solved) == (Satisfaction.FAIRLY_SATISFIED, Solved.YES)
    assert (other.channel, other.requester_kind) == (Channel.WECHAT, RequesterKind.ENTERPRISE)
    assert (other.satisfaction, other.solved) == (Satisfaction.DISSATISFIED, Solved.NO)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("B,2024-03-05 09:00,1501,2024-03-01 09:00", "办结时间", "早于登记时间"),
        ("B,2024-03-01,1501,", "办结时间", "没有办结的工单不能作为历史导入"),
        ("B,,1501,2024-03-01", "登记时间", "不能为空"),
        ("B,昨天,1501,2024-03-01", "登记时间", "不是日期时间"),
        ("B,2024-02-30,1501,2024-03-01", "登记时间", "不是日期时间"),
        ("B,2024-03-01,1501,2027-03-01", "办结时间", "超出范围"),
        ("B,2024-03-01,9999,2024-03-02", "区划", "没有「9999」"),
        ("B,2024-03-01,,2024-03-02", "区划", "只知道在自治区的，填 15"),
        ("B,2024-03-01,1501,2024-03-02,没有的", "事项分类", "没有「没有的」"),
        ("B,2024-03-01,1501,2024-03-02,,某某局", "承办单位", "没有「某某局」"),
        ("B,2024-03-01,1501,2024-03-02,,,2024-02-01", "派单时间", "早于登记时间"),
        ("B,2024-03-01,1501,2024-03-02,,,,,,,飞鸽", "渠道", "没有「飞鸽」"),
        ("B,2024-03-01,1501,2024-03-02,,,,,,,,,还行", "满意度", "可填：非常满意"),
        ("B,2024-03-01,1501,2024-03-02,,,,,,,,,,,-1", "重办次数", "整数"),
        (",2024-03-01,1501,2024-03-02", "工单编号", "1–38"),
        ("<script>alert(1)</script>" * 3 + ",2024-03-01,1501,2024-03-02", "工单编号", "1–38"),
    ],
)
def test_each_refusal_names_its_line_and_column(work, files, row, column, said):
    found = take(work, files, files.write("A1,2024-03-01,1501,2024-03-02\n" + row + "\n"))
    assert (found.taken, found.refused) == (1, 1)
    assert said in told(found)[3, column]


def test_a_number_twice_in_a_file_is_refused_the_second_time(work, files):
    found = take(work, files, files.write("A1,2024-03-01,1501,2024-03-02\nA1,2024-03-01,1501,2024-03-02\n"))
    assert told(found) == {(3, "工单编号"): "A1 与第 2 行重复"} and found.taken == 1


def test_only_looking_writes_nothing(work, files):
    found = take(work, files, files.write(GOOD), dry=True)
    assert found.taken == 2 and not work.session.query(HistoryImport).count()
    assert not work.session.scalar(text("select count(*) from tickets where external_id like '老平台:%'"))


def test_a_workbook_and_a_file_as_chinese_spreadsheets_save_it(work, files):
    book = openpyxl.Workbook()
    book.active.append(["工单编号", "登记时间", "区划", "办结时间"])
    book.active.append([1001.0, datetime(2024, 5, 1, 8, 0), 150105, date(2024, 5, 3)])
    book.save(files.folder / "old.xlsx")
    assert take(work, files, files.folder / "old.xlsx").taken == 1
    (ticket,) = work.session.query(Ticket).filter_by(external_id="老平台:1001")
    assert ticket.registered_at == datetime(2024, 5, 1, 0, 0, tzinfo=UTC)
    assert take(work, files, files.write(GOOD, "gbk.csv", "gb18030"), source="另一个").taken == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空文件"),
        (b"PK\x03\x04nothing", "不是完好的 XLSX"),
        (b"\x00\x01\x02\n", "不是表格文件"),
        ("工单编号,区划\nA,1501\n".encode(), "缺少列「登记时间」「办结时间」"),
        ("工单编号,登记时间,区划,办结时间,区划\n".encode(), "重复的列名"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(work, files, content, said):
    (files.folder / "bad").write_bytes(content)
    with pytest.raises(Incomplete, match=said):
        take(work, files, files.folder / "bad")


@pytest.mark.parametrize("source", ["", "甲:乙", "长" * 25])
def test_a_source_must_be_named(work, files, source):
    with pytest.raises(Incomplete, match="来源名称"):
        take(work, files, files.write(GOOD), source=source)


def test_a_crosswalk_that_says_two_things_is_refused(work, files):
    files.categories.write_text(CATEGORIES + "老供热,0401\n", encoding="utf-8-sig")
    with pytest.raises(Incomplete, match="对照了两个代码"):
        take(work, files, files.write(GOOD))

"""Leagues with platforms of their own: who must report, files row by row, corrections that keep what was, the report."""

import io
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from factories import House, person
from hotline.analytics.outside import reporting
from hotline.analytics.report.chapters.outside import reported_outside
from hotline.analytics.report.gathered import gather
from hotline.domain.analysis.document import Table, Words
from hotline.domain.vocabulary import Role
from hotline.store.analysis.outside import OutsideDuty, OutsideFigures

Browsers = Callable[[Role], FlaskClient]
PATH = "/analysts/outside/"
DUTY = {
    "region": "1502",
    "platform": "包头<script>alert(1)</script>平台",
    "days": "2",
    "basis": "周报通知",
    "grade": "D",
}


@pytest.fixture
def must(house: House, browser_of: Browsers) -> Iterator[FlaskClient]:
    """包头 must report; the analyst's browser."""
    analyst = browser_of(Role.ANALYST)
    assert analyst.post(f"{PATH}duties", data=DUTY).status_code == 302
    yield analyst
    with house.equipment.work() as work:
        work.session.execute(delete(OutsideFigures))
        work.session.execute(delete(OutsideDuty))


def week_of(house: House) -> str:
    with house.equipment.work() as work:
        return reporting.last_weeks(work)[-1].starts_on.isoformat()


def send(browser: FlaskClient, rows: str, encoding: str = "utf-8-sig"):
    content = ("盟市,统计周起始日,指标,分子,分母\n" + rows).encode(encoding)
    return browser.post(PATH, data={"file": (io.BytesIO(content), "<b>周报.csv")}, content_type="multipart/form-data")


def test_rows_that_stand_are_kept_and_the_others_are_named(must: FlaskClient, house: House) -> None:
    week = week_of(house)
    rows = (f"包头市,{week},受理总量,1200,\n1502,{week},BJ01,95,100\n呼和浩特市,{week},SL01,1,\n包头市,2099-01-01,SL01,-3,\n"
            f"包头市,{week},满意率,5,\n包头市,{week},BJ01,101,100\n包头市,{week},<script>,1,\n包头市,{week},SL01,9,\n")  # fmt: skip
    page = send(must, rows, "gb18030").text
    assert "采用 2 行，1 个盟市周" in page and "已报" in page
    for said in (
        "不是须报送的盟市",
        "还没有结束",
        "应为不小于 0 的数",
        "101 大于分母 100",
        "出现了两次",
        "&lt;script&gt;",
    ):
        assert said in page, said
    assert "<script>alert" not in page and "<b>周报" not in page
    assert send(must, rows, "gb18030").status_code == 409


def test_a_newer_file_takes_the_place_and_the_older_is_kept(must: FlaskClient, house: House) -> None:
    week = week_of(house)
    for number in ("10", "12"):
        assert send(must, f"包头市,{week},SL01,{number},\n").status_code == 200
    with house.equipment.work() as work:
        old, new = work.session.query(OutsideFigures).order_by(OutsideFigures.id)
        assert (old.replaced_at is None, new.replaced_at, new.figures["SL01"]) == (False, None, [12.0, None])
        assert new.first_at == old.first_at


def test_the_report_names_who_has_not_reported_and_labels_what_came(must: FlaskClient, house: House) -> None:
    with house.equipment.work() as work:
        gathered = gather(work, work.rules, reporting.last_weeks(work)[-1])
        words, table = reported_outside(work, gathered)
        assert isinstance(words, Words) and "尚未报送的：包头市" in words.sentences[0]
        assert isinstance(table, Table) and table.rows == []
    send(must, f"包头市,{week_of(house)},BJ01,95,100\n")
    with house.equipment.work() as work:
        words, table = reported_outside(work, gathered)
        assert isinstance(words, Words) and "均已报送" in words.sentences[0] and isinstance(table, Table)
        assert [cell.value for cell in table.rows[0]][2:5] == [0.95, 95.0, 100.0] and "平台" in str(
            table.rows[0][5].value
        )


def test_nobody_must_report_until_it_is_set_and_duties_end(must: FlaskClient, house: House) -> None:
    assert "包头市" in must.get(f"{PATH}template.csv").data.decode("utf-8-sig")
    assert must.post(f"{PATH}duties/1502/end").status_code == 302
    assert must.post(f"{PATH}duties/1502/end").status_code == 404
    assert "还没有确定哪些盟市须报送" in must.get(PATH).text


@pytest.mark.parametrize("wrong", [{"region": "99"}, {"grade": "AB"}, {"days": "0"}, {"platform": ""}, {"days": "x"}])
def test_a_duty_that_makes_no_sense_is_422(wrong: dict[str, str], browser_of: Browsers) -> None:
    assert browser_of(Role.ANALYST).post(f"{PATH}duties", data={**DUTY, **wrong}).status_code == 422


def test_who_only_reads_may_not_bring_or_set(house: House, browser_of: Browsers) -> None:
    supervisor = browser_of(Role.SUPERVISOR)
    assert supervisor.get(PATH).status_code == 200 and "导入报送文件" not in supervisor.get(PATH).text
    assert supervisor.post(f"{PATH}duties", data=DUTY).status_code == 403
    assert send(supervisor, "").status_code == 403


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04x"])
def test_a_file_that_is_no_such_table_is_422(content: bytes, browser_of: Browsers) -> None:
    sent = {"file": (io.BytesIO(content), "x.csv")}
    assert browser_of(Role.ANALYST).post(PATH, data=sent, content_type="multipart/form-data").status_code == 422


def test_a_league_sees_only_its_own(must: FlaskClient, house: House) -> None:
    with house.equipment.work(person(Role.ANALYST, region="1501")) as work:
        assert reporting.grid(work) == []

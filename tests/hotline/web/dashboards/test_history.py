"""Old tickets on the page, and questions over all history, each for who may, with nothing that becomes a script."""

import io
import shutil

import pytest
from sqlalchemy import select

from hotline.domain.vocabulary import Role
from hotline.jobs.due import Due
from hotline.jobs.history_jobs import export_history, import_history
from hotline.store.analysis.history import HistoryUpload
from hotline.store.audit import AuditEntry

EVIL = "<script>alert(1)</script>"
ROWS = f"工单编号,登记时间,区划,办结时间,事项分类\nA1,2024-03-01 09:30,150105,2024-03-05 10:00,0301\nA2,{EVIL},x,y,z\n"
PAGE = "/analysts/history/"


@pytest.fixture
def state(house):
    """The state folder, emptied of what the test leaves."""
    found = house.equipment.settings.state
    yield found
    for folder in ("history-uploads", "history"):
        shutil.rmtree(found / folder, ignore_errors=True)


def sent(browser, rows=ROWS, name="old.csv", source="老平台"):
    form = {"source": source, "tickets": (io.BytesIO(rows.encode()), name)}
    return browser.post(PAGE, data=form, content_type="multipart/form-data", follow_redirects=True)


def imported(house):
    with house.equipment.work() as work:
        number = work.session.scalar(select(HistoryUpload.id).order_by(HistoryUpload.id.desc()).limit(1))
    import_history(house.equipment, Due(0, None, {"upload": number}))


def test_from_the_upload_to_the_refusals(house, state, browser_of):
    browser = browser_of(Role.ANALYST)
    assert "还没有导入过历史工单" in browser.get(PAGE).text
    page = sent(browser, name=f"{EVIL}.csv", source=EVIL[:24]).text
    assert "正在导入" in page and "every 3s" in page and "<script>alert" not in page
    imported(house)
    page = browser.get(PAGE).text
    assert "正在导入" not in page and "<script>alert" not in page
    batch = page.split('href="/analysts/history/batches/')[1].split('"')[0]
    page = browser.get(f"{PAGE}batches/{batch}").text
    assert "导入 1 件，未导入 1 件" in page and " 由" in page and "登记时间" in page and "<script>alert" not in page
    table = browser.get(f"{PAGE}batches/{batch}/refusals.csv").data.decode("utf-8-sig")
    assert table.startswith("行,列,原因") and "\n3,登记时间," in table.replace("\r", "")
    assert browser.get(f"{PAGE}template.csv").data.decode("utf-8-sig").startswith("工单编号,登记时间,区划,办结时间")
    sent(browser, name=f"{EVIL}.csv", source=EVIL[:24])
    imported(house)
    assert "没有重复导入" in browser.get(PAGE).text


def test_one_wrong_word_in_many_rows_is_one_line_with_its_count(house, state, browser_of):
    browser = browser_of(Role.ANALYST)
    assert "各列怎样填" in browser.get(PAGE).text
    rows = "工单编号,登记时间,区划,办结时间,渠道\n" + "".join(
        f"A{at},2024-03-01,1501,2024-03-02,{'飞鸽' if at else '电话'}\n" for at in range(31)
    )
    sent(browser, rows=rows)
    imported(house)
    batch = browser.get(PAGE).text.split('href="/analysts/history/batches/')[1].split('"')[0]
    page = browser.get(f"{PAGE}batches/{batch}").text
    assert page.count("没有「飞鸽」") == 1 and ">30</td>" in page
    assert "3、4、5" in page and " 等</td>" in page and "33、" not in page
    table = browser.get(f"{PAGE}batches/{batch}/refusals.csv").data.decode("utf-8-sig")
    assert table.count("飞鸽") == 30


def test_what_is_missing_is_422_and_who_may_not_is_403(state, browser_of):
    analyst = browser_of(Role.ANALYST)
    assert analyst.post(PAGE, data={"source": "老平台"}).status_code == 422
    assert sent(analyst, source="").status_code == 422
    assert analyst.get(f"{PAGE}batches/999999").status_code == 404
    for role in (Role.SUPERVISOR, Role.HEAD):
        assert browser_of(role).get(PAGE).status_code == 403
        assert sent(browser_of(role)).status_code == 403


@pytest.mark.parametrize("question", ["weekly_trend", "year_on_year", "handling_hours", "requesters", "on_time"])
def test_each_question_is_answered_from_the_columns(question, house, state, browser_of):
    browser = browser_of(Role.ANALYST)
    assert "历史底表尚未生成" in browser.get(f"{PAGE}questions?question={question}").text
    house.to_call_back(phone="13847110001")
    export_history(house.equipment, Due(0, None, {}))
    page = browser.get(f"{PAGE}questions?question={question}").text
    assert "底表截至" in page or "没有相应的工单" in page
    assert ("data-chart" in page) == (question == "weekly_trend")
    answer = browser.post(f"{PAGE}questions.csv", data={"question": question})
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    with house.equipment.work() as work:
        noted = work.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert noted == "export_history_answer"


def test_no_such_question_is_422_and_a_unit_is_refused(state, browser_of):
    assert browser_of(Role.ANALYST).get(f"{PAGE}questions?question=all").status_code == 422
    assert browser_of(Role.ANALYST).get(f"{PAGE}questions?year=x").status_code == 422
    assert browser_of(Role.HEAD).get(f"{PAGE}questions").status_code == 403

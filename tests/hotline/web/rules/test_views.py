"""Rules on the screen: drafted, uploaded, checked, replayed, approved by a second administrator, and rolled back."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from factories import House, undone
from hotline.casework import staff
from hotline.casework.rules import drafts
from hotline.casework.rules.publishing import current
from hotline.casework.rules.replay import replay
from hotline.domain.vocabulary import EditionState, Role
from hotline.equipment import Equipment
from hotline.store.deliveries import Delivery
from routing_rules import FOLDER, texts_in
from routing_rules.columns import TABLES
from routing_rules.reading.workbook import workbook_of

Browsers = Callable[[Role], FlaskClient]
TABLE = "responsibility.csv"
SHIPPED = texts_in(FOLDER)
MOVED = SHIPPED[TABLE].replace("R0301,0301,,,ZJ,", "R0301,0301,,,CG,")
WRONG = SHIPPED[TABLE].rstrip("\n") + "\nR9001,9999,,,ZJ,旗县,,,无此分类,D,2024-01-01,\n"
SECOND = "second-administrator"
OUTSIDE = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST]


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone, with a second administrator: all editions made in it are undone."""
    with undone(equipment) as found:
        with found.equipment.work() as work:
            staff.create(
                work, account=SECOND, name="第二管理员", role=Role.ADMINISTRATOR, region="15", agency=None,
                password="a-password-for-tests",
            )  # fmt: skip
        yield found


@pytest.fixture
def author(house: House, browser_of: Browsers) -> FlaskClient:
    """The administrator who drafts."""
    return browser_of(Role.ADMINISTRATOR)


@pytest.fixture
def second(house: House, browser_of: Browsers) -> FlaskClient:
    """The administrator who approves."""
    client = browser_of(Role.ADMINISTRATOR)
    with client.session_transaction() as session:
        session["account"] = SECOND
    return client


def drafted(author: FlaskClient) -> str:
    """The path of a new draft."""
    answer = author.post("/rules/", data={"note": "供热改由城管"})
    assert answer.status_code == 302
    return answer.location


def put(browser: FlaskClient, path: str, data: bytes, name: str = "权责清单.csv") -> TestResponse:
    return browser.post(f"{path}/tables", data={"file": (io.BytesIO(data), name)})


def replayed(house: House, path: str) -> None:
    """What the job of the replay does."""
    with house.equipment.work() as work:
        edition = drafts.edition_of(work, path.rpartition("/")[2])
        assert replay(work, edition.edition, edition.digest)


def submitted(house: House, author: FlaskClient) -> str:
    path = drafted(author)
    assert put(author, path, MOVED.encode()).status_code == 302
    replayed(house, path)
    assert author.post(f"{path}/submit").status_code == 302
    return path


def standing(house: House, path: str) -> tuple[EditionState, dict[str, str]]:
    with house.equipment.work() as work:
        found = drafts.edition_of(work, path.rpartition("/")[2])
        return found.state, dict(found.texts)


def running(house: House) -> tuple[str, str]:
    with house.equipment.work() as work:
        found = current(work)
        assert found is not None
        return found.edition, found.digest


def test_from_draft_to_effect_by_two_people_and_back_again(
    house: House, author: FlaskClient, second: FlaskClient
) -> None:
    before = running(house)
    path = drafted(author)
    answer = put(author, path, MOVED.encode())
    assert answer.status_code == 302 and standing(house, path)[1][TABLE] == MOVED
    assert "0 处差错" in author.get(path).text
    assert author.post(f"{path}/replay").status_code == 302
    assert "正在回放" in author.get(path).text
    with house.equipment.work() as work:
        assert "replay_edition" in work.session.scalars(select(Delivery.job)).all()
    replayed(house, path)
    page = author.get(path).text
    assert "去向改变" in page and "正在回放" not in page
    assert author.post(f"{path}/submit").status_code == 302
    assert "请另一位管理员批准" in author.get(path).text
    assert author.post(f"{path}/approve").status_code == 403
    assert running(house) == before
    assert second.post(f"{path}/approve").status_code == 302
    assert running(house)[0] == path.rpartition("/")[2]
    assert second.get(path).status_code == 200
    assert second.post("/rules/roll-back", data={"note": "派错"}).status_code == 302
    assert running(house) == before
    assert standing(house, path)[0] == EditionState.ROLLED_BACK


def test_an_upload_whose_rows_are_wrong_is_told_by_table_row_column_and_remedy_and_goes_no_further(
    house: House, author: FlaskClient, page_of: Callable[[str], Any]
) -> None:
    before, path = running(house), drafted(author)
    assert put(author, path, WRONG.encode()).status_code == 302
    page = author.get(path).text
    line = WRONG.strip("\n").count("\n") + 1
    row = next(part for part in page.split("<tr>") if f'<td class="num">{line}</td>' in part)
    assert "权责清单" in row and "事项分类" in row and "9999" in row
    assert row.count("—") == 0, "every column of the mistake is filled, the remedy too"
    for deed in ("replay", "submit"):
        assert author.post(f"{path}/{deed}").status_code == 422
    assert running(house) == before


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [("空.csv", b"", "空文件"), ("照片.csv", b"\x89PNG\x00\x00", "不是表格文件"),
     ("别的.csv", "甲,乙,丙\n1,2,3\n".encode(), "表头不像任何一张规则表"), ("坏.xlsx", b"PK\x03\x04oops", "不是完好的 XLSX"),
     ("旧.xls", b"\xd0\xcf\x11\xe0old", "请另存为不加密的 XLSX")],
)  # fmt: skip
def test_a_file_that_is_no_table_is_422_and_changes_neither_draft_nor_running_edition(
    name: str, data: bytes, told: str, house: House, author: FlaskClient
) -> None:
    path = drafted(author)
    before = standing(house, path), running(house)
    answer = put(author, path, data, name)
    assert answer.status_code == 422
    assert told in answer.text and "草稿和现行版本都没有变" in answer.text
    assert (standing(house, path), running(house)) == before


def test_no_file_at_all_is_422(house: House, author: FlaskClient) -> None:
    path = drafted(author)
    assert author.post(f"{path}/tables", data={}).status_code == 422
    assert standing(house, path)[0] == EditionState.DRAFT


def test_a_workbook_replaces_only_the_tables_that_it_holds(house: House, author: FlaskClient) -> None:
    path = drafted(author)
    before = standing(house, path)[1]
    assert put(author, path, workbook_of({TABLE: MOVED}), "改.xlsx").status_code == 302
    after = standing(house, path)[1]
    assert "R0301,0301,,,CG," in after[TABLE]
    assert {file: text for file, text in after.items() if file != TABLE} == {
        file: text for file, text in before.items() if file != TABLE
    }


def test_what_is_downloaded_can_be_uploaded_again_and_changes_nothing(house: House, author: FlaskClient) -> None:
    path = drafted(author)
    book = author.get(f"{path}/tables.xlsx")
    assert book.status_code == 200 and book.data.startswith(b"PK")
    assert put(author, path, book.data, "整本.xlsx").status_code == 302
    assert "0 处差错" in author.get(path).text
    for table in TABLES:
        sheet = author.get(f"{path}/{table.file}")
        assert (sheet.status_code, sheet.mimetype) == (200, "text/csv"), table.file
        assert sheet.data.decode("utf-8-sig").startswith(table.headings[0]), table.file
    assert author.get(f"{path}/nonsense.csv").status_code == 404


def test_a_second_person_sends_a_draft_back_with_a_reason(
    house: House, author: FlaskClient, second: FlaskClient
) -> None:
    path = submitted(house, author)
    assert second.post(f"{path}/refuse", data={}).status_code == 422
    assert second.post(f"{path}/refuse", data={"note": "依据不足"}).status_code == 302
    assert standing(house, path)[0] == EditionState.DRAFT
    assert "依据不足" in author.get(path).text
    assert author.post(f"{path}/discard").status_code == 302
    assert standing(house, path)[0] == EditionState.REFUSED


def test_an_edition_may_be_approved_for_a_later_day(house: House, author: FlaskClient, second: FlaskClient) -> None:
    path, before = submitted(house, author), running(house)
    wrong = {"starts": "2099-01-02T00:00", "ends": "2099-01-01T00:00"}
    assert second.post(f"{path}/approve", data=wrong).status_code == 422
    assert second.post(f"{path}/approve", data={"starts": "昨天"}).status_code == 422
    assert second.post(f"{path}/approve", data={"starts": "2099-01-01T00:00"}).status_code == 302
    assert running(house) == before and standing(house, path)[0] == EditionState.APPROVED
    page = author.get(path).text
    assert "2099-01-01 00:00 起生效" in page
    assert author.post(f"{path}/discard").status_code == 302


def test_what_was_submitted_or_is_in_force_is_no_longer_changed(house: House, author: FlaskClient) -> None:
    path = submitted(house, author)
    before = standing(house, path)
    assert put(author, path, SHIPPED[TABLE].encode()).status_code == 409
    assert author.post(f"{path}/replay").status_code == 409
    assert put(author, f"/rules/{running(house)[0]}", MOVED.encode()).status_code == 409
    assert standing(house, path) == before


def test_without_a_note_there_is_no_draft_and_an_unknown_edition_or_deed_is_404(
    house: House, author: FlaskClient
) -> None:
    assert author.post("/rules/", data={"note": " "}).status_code == 422
    for path in ("/rules/1999.01-1", "/rules/1999.01-1/tables.xlsx", "/rules/1999.01-1/responsibility.csv"):
        assert author.get(path).status_code == 404, path
    path = drafted(author)
    assert author.post(f"{path}/explode").status_code == 404
    assert author.post("/rules/1999.01-1/submit").status_code == 404
    assert author.post("/rules/proposals/999999/dismiss").status_code == 404
    assert author.post("/rules/proposals/999999/explode").status_code == 404


@pytest.mark.parametrize("role", OUTSIDE)
def test_whoever_is_no_administrator_does_not_come_in(role: Role, house: House, author: FlaskClient, browser_of: Browsers) -> None:  # fmt: skip
    path, browser = drafted(author), browser_of(role)
    before = standing(house, path)
    for one in ("/rules/", path, f"{path}/tables.xlsx", f"{path}/{TABLE}"):
        assert browser.get(one).status_code == 403, one
    for one in ("/rules/", f"{path}/submit", f"{path}/approve", "/rules/roll-back", "/rules/proposals/1/accept"):
        assert browser.post(one, data={"note": "x"}).status_code == 403, one
    assert put(browser, path, MOVED.encode()).status_code == 403
    assert standing(house, path) == before


def test_an_auditor_reads_and_is_offered_nothing_to_change(
    house: House, author: FlaskClient, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    path, auditor = drafted(author), browser_of(Role.AUDITOR)
    for deed in ("submit", "replay", "discard"):
        assert auditor.post(f"{path}/{deed}").status_code == 403, deed
    assert auditor.post("/rules/", data={"note": "x"}).status_code == 403
    assert auditor.post("/rules/roll-back", data={"note": "x"}).status_code == 403
    assert put(auditor, path, MOVED.encode()).status_code == 403
    for one in ("/rules/", path):
        page = auditor.get(one)
        assert page.status_code == 200
        assert [form.action for form in page_of(page.text).forms if form.action.startswith("/rules/")] == [], one


def test_an_auditor_is_refused_before_a_file_is_read(house: House, author: FlaskClient, browser_of: Browsers) -> None:
    path = drafted(author)
    assert put(browser_of(Role.AUDITOR), path, b"").status_code == 403
    assert standing(house, path)[0] == EditionState.DRAFT


def test_a_note_is_no_script(author: FlaskClient) -> None:
    path = author.post("/rules/", data={"note": "<script>alert(1)</script>"}).location
    for one in ("/rules/", path):
        page = author.get(one).text
        assert "<script>alert" not in page and "&lt;script&gt;" in page, one

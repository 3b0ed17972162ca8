"""Enterprises on the screen: each figure leads to its tickets, forms do what they say, and hostile words stay words."""

from decimal import Decimal

import pytest
from stdnum.cn import uscc

from factories import OTHER_UNIT, person
from hotline.analytics.enterprises.facts import take_in
from hotline.analytics.enterprises.stuck import Sum, note_amount
from hotline.casework.watchers import unwatched
from hotline.domain.analysis.enterprises import AmountKind
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.store.queries.enterprises.standing import demands
from hotline.store.queries.enterprises.wanted import Wanted

STEM = "91150105MA0MXYR10"
CODE = STEM + uscc.calc_check_digit(STEM)
HOSTILE = "<script>alert(1)</script>有限公司"


@pytest.fixture
def ticket(house):
    """A ticket of an enterprise with a hostile name, in the register."""
    number = house.dispatched(requester_kind=RequesterKind.ENTERPRISE, company=HOSTILE, uscc=CODE, phone="13847100001")
    with house.equipment.work() as work:
        take_in(work)
        note_number = work.ticket(number).number
    with house.equipment.work(person(Role.OFFICER)) as work:
        note_amount(work, note_number, Sum(AmountKind.CLAIMED, Decimal("12345.60"), beijing(work.now).date(), HOSTILE))
    return number


PAGES = ("/enterprises/", "/enterprises/analysis", "/enterprises/demands", f"/enterprises/{CODE}")


@pytest.mark.parametrize("role", [Role.AGENT, Role.CLERK, Role.OFFICER, Role.ANALYST, Role.SUPERVISOR])
def test_pages_open_and_escape(role, ticket, browser_of):
    browser = browser_of(role)
    for path in (*PAGES, f"/enterprises/demands/{ticket}"):
        answer = browser.get(path)
        assert answer.status_code == 200 and answer.text.count("<h1>") == 1, path
        assert "<script>alert" not in answer.text and "12,345.60" in answer.text, path


def test_empty_pages_say_so(house, browser_of):
    browser = browser_of(Role.ANALYST)
    assert "没有符合条件的企业" in browser.get("/enterprises/").text
    assert "这段时间没有企业诉求" in browser.get("/enterprises/analysis").text
    assert "没有符合条件的企业诉求" in browser.get("/enterprises/demands").text


def test_who_stays_outside(ticket, browser_of, house):
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert browser_of(role).get("/enterprises/").status_code == 403
    assert browser_of(Role.AGENT).post(f"/enterprises/{CODE}", data={}).status_code == 403
    assert browser_of(Role.SUPERVISOR).get("/enterprises/new").status_code == 403
    assert browser_of(Role.ANALYST).get(f"/enterprises/{STEM}0").status_code == 404
    for stranger in (person(Role.ANALYST, region="1502"), person(Role.CLERK, agency=OTHER_UNIT)):
        with house.equipment.work(stranger) as work:
            assert demands(work, Wanted()) == ([], 0)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/enterprises/analysis?first=2026-11-02&last=2026-11-01", "早于起始日"),
        ("/enterprises/analysis?first=2010-01-01&last=2026-11-01", "时间最长三年"),
        ("/enterprises/analysis?down=行业&across=行业", "须是不同的两项"),
        ("/enterprises/analysis?down=<script>", "须在可选范围内"),
        ("/enterprises/demands?measure=<script>", "没有「&lt;script&gt;」这项计量"),
    ],
)
def test_what_cannot_be_counted_is_said(path, said, browser_of):
    answer = browser_of(Role.ANALYST).get(path)
    assert answer.status_code == 422 and said in answer.text


def test_every_figure_leads_to_as_many_tickets(ticket, browser_of, page_of):
    browser = browser_of(Role.ANALYST)
    for down in ("行业", "规模", "盟市", "旗县", "园区", "堵点环节", "事项大类", "事项"):
        across = "事项大类" if down != "事项大类" else "行业"
        page = browser.get("/enterprises/analysis", query_string={"down": down, "across": across}).text
        links = {one["href"] for one in page_of(page).named("a") if "/enterprises/demands?" in (one.get("href") or "")}
        assert len(links) >= 6, down
        for link in links - {one for one in links if "有挽回金额" in one or "%E6%8C%BD" in one or "%E6%97%A0" in one}:
            assert "共 1 件" in browser.get(link).text, link


def test_nobody_watched_means_the_same_as_in_the_room_of_watchers(ticket, house, browser_of):
    with house.equipment.work() as work:
        assert demands(work, Wanted(measure="无人盯"))[1] == len(unwatched(work)) == 0
        work.ticket(ticket).watcher = None
    with house.equipment.work() as work:
        assert demands(work, Wanted(measure="无人盯"))[1] == len(unwatched(work)) == 1
    assert "无人盯" in browser_of(Role.OFFICER).get(f"/enterprises/{CODE}").text


def test_forms_enter_correct_choose_attach_and_withdraw(ticket, browser_of, page_of, house):
    browser, place = browser_of(Role.OFFICER), f"/enterprises/demands/{ticket}"
    other = "91150202MA0NABC20"
    other += uscc.calc_check_digit(other)
    form = page_of(browser.get("/enterprises/new").text).form("/enterprises/new").values
    new = {**form, "uscc": other, "name": "阴山机械厂", "region": "150202", "industry": "C34", "scale": "small"}
    assert browser.post("/enterprises/new", data=new).headers["Location"].endswith(other)
    assert browser.post("/enterprises/new", data=new).status_code == 409
    assert browser.post("/enterprises/new", data={**new, "uscc": other[:-1] + "_"}).status_code == 422
    assert "制造业 / 通用设备制造业" in browser.get("/enterprises/?industry=C&scale=small&words=阴山").text
    kept = page_of(browser.get(f"/enterprises/{other}").text).form(f"/enterprises/{other}").values
    assert browser.post(f"/enterprises/{other}", data={**kept, "scale": "medium"}).status_code == 302
    assert browser.post(f"/enterprises/{other}", data={**kept, "scale": "large"}).status_code == 409
    assert browser.post(f"{place}/bottleneck", data={"bottleneck": "payment"}).status_code == 302
    assert browser.post(f"{place}/bottleneck", data={"bottleneck": "x"}).status_code == 422
    assert browser.post(f"{place}/enterprise", data={"uscc": other}).status_code == 302
    sum_of = {"kind": "recovered", "yuan": "100", "dated": "2026-11-01", "note": HOSTILE}
    assert browser.post(f"{place}/amounts", data=sum_of).status_code == 302
    assert browser.post(f"{place}/amounts", data={**sum_of, "yuan": "NaN"}).status_code == 422
    assert browser.post(f"{place}/amounts", data={**sum_of, "yuan": "999999"}).status_code == 422
    assert browser.post(f"{place}/amounts/2/withdraw", data={"why": HOSTILE}).status_code == 302
    page = browser.get(place).text
    assert "已撤销" in page and "账款" in page and "<script>alert" not in page
    assert "阴山机械厂" in page and "阴山机械厂" in browser.get("/enterprises/?bottleneck=payment").text
    citizen = house.dispatched()
    assert browser.get(f"/enterprises/demands/{citizen}").status_code == 409

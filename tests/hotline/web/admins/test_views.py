"""Agencies, categories, rules and models: to look at, by those who may."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from factories import UNIT, House
from hotline.domain.vocabulary import Role
from hotline.store.agencies import AgencyRecord

Browsers = Callable[[Role], FlaskClient]
BOTH = [Role.ADMINISTRATOR, Role.AUDITOR]


@pytest.mark.parametrize("role", BOTH)
def test_agencies_are_found_by_name_function_and_region(role: Role, browser_of: Browsers) -> None:
    browser = browser_of(role)
    page = browser.get("/admins/agencies", query_string={"words": "住房", "region": "150105"}).text
    assert "ZJ-150105" in page and "ZJ-150202" not in page
    assert "本页 50 家" in browser.get("/admins/agencies").text
    assert "没有符合条件的单位" in browser.get("/admins/agencies?words=不存在的单位").text
    assert "ZJ-150105" not in browser.get("/admins/agencies?function=CG&region=150105").text


def test_the_directory_is_read_page_by_page(browser_of: Browsers) -> None:
    browser = browser_of(Role.AUDITOR)
    first = browser.get("/admins/agencies?region=1501").text
    after = first.partition("after=")[2].partition("&")[0]
    second = browser.get(f"/admins/agencies?region=1501&after={after}").text
    codes = [set(re.findall(r'<td class="num">([A-Z]+-[0-9]+)</td>', page)) for page in (first, second)]
    assert codes[0] and codes[1] and not codes[0] & codes[1]
    names = re.findall(r'<th scope="rowgroup"[^>]*>([^<]*)<', first)
    assert len(names) == len(set(names)) == 50, "a unit with many functions stands once"


def test_what_is_not_checked_is_explained_once(browser_of: Browsers) -> None:
    page = browser_of(Role.AUDITOR).get("/admins/agencies?region=1501").text
    assert page.count("启用前须由当地核对") == 1 and "按职能表名称模式生成" not in page
    assert re.search(r'名称待核 <span class="num">[1-9]\d*</span> 家', page)


def test_a_unit_that_is_gone_is_marked_and_found(lone: House, alone_as: Browsers) -> None:
    with lone.equipment.work() as work:
        work.session.get_one(AgencyRecord, UNIT).valid_until = date(2020, 1, 1)
    browser = alone_as(Role.ADMINISTRATOR)
    asked = {"words": "住房", "region": "150105"}
    gone = browser.get("/admins/agencies", query_string={**asked, "standing": "gone"}).text
    assert UNIT in gone and "2020-01-01" in gone
    assert UNIT not in browser.get("/admins/agencies", query_string={**asked, "standing": "now"}).text


def test_categories_show_their_guides_and_what_is_open(house: House, browser_of: Browsers) -> None:
    def shown() -> str:
        return browser_of(Role.ADMINISTRATOR).get("/admins/categories").text

    assert "住房城乡建设厅" in shown() and "本区划在办 0 件" in shown()
    house.dispatched(category="0301")
    page = shown()
    assert "本区划在办 1 件" in page and "暖气" not in page.partition("<main")[2].partition("<table")[0]


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "<script>alert(1)</script>", "\x00", "长" * 500])
def test_strange_words_find_nothing_and_break_nothing(words: str, browser_of: Browsers) -> None:
    for field in ("words", "region"):
        answer = browser_of(Role.AUDITOR).get("/admins/agencies", query_string={field: words})
        assert answer.status_code in (200, 400, 422)
        assert "<script>alert" not in answer.text
        assert "ZJ-150105" not in answer.text


@pytest.mark.parametrize("role", BOTH)
def test_rules_and_model_show_their_current_editions(role: Role, house: House, browser_of: Browsers) -> None:
    page = browser_of(role).get("/admins/rules").text
    with house.equipment.work() as work:
        judgement = house.equipment.judgement(work.session)
    assert judgement.rules.edition in page and judgement.model.edition in page
    assert "现行" in page and "多次失败" in page

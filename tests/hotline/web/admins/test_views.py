"""Agencies, rules, people, audit: to look at, each by those who may."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from factories import House
from hotline.domain.vocabulary import Role

Browsers = Callable[[Role], FlaskClient]
BOTH = [Role.ADMINISTRATOR, Role.AUDITOR]


@pytest.mark.parametrize("role", BOTH)
def test_agencies_are_found_by_name_and_region(role: Role, browser_of: Browsers) -> None:
    browser = browser_of(role)
    page = browser.get("/admins/agencies", query_string={"words": "住房", "region": "150105"}).text
    assert "ZJ-150105" in page and "ZJ-150202" not in page
    assert "先列 100 家" in browser.get("/admins/agencies").text
    assert "没有符合条件的单位" in browser.get("/admins/agencies?words=不存在的单位").text


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "<script>alert(1)</script>", "\x00", "长" * 500])
def test_strange_words_find_nothing_and_break_nothing(words: str, browser_of: Browsers) -> None:
    for field in ("words", "region"):
        answer = browser_of(Role.AUDITOR).get("/admins/agencies", query_string={field: words})
        assert answer.status_code in (200, 400)
        assert "<script>alert" not in answer.text
        assert "ZJ-150105" not in answer.text


@pytest.mark.parametrize("role", BOTH)
def test_rules_and_model_show_their_current_editions(role: Role, house: House, browser_of: Browsers) -> None:
    page = browser_of(role).get("/admins/rules").text
    with house.equipment.work() as work:
        judgement = house.equipment.judgement(work.session)
    assert judgement.rules.edition in page and judgement.model.edition in page
    assert "现行" in page and "死信" in page


@pytest.mark.parametrize("role", BOTH)
def test_people_are_listed_without_their_passwords(role: Role, house: House, browser_of: Browsers) -> None:
    page = browser_of(role).get("/admins/people").text
    for one in Role:
        if one not in (Role.SYSTEM, Role.REQUESTER):
            assert f"测试{one.label}" in page
    assert "argon2" not in page and house.staff("agent").password_hash not in page


def test_the_audit_is_for_the_auditor_only(browser_of: Browsers) -> None:
    assert browser_of(Role.AUDITOR).get("/admins/audit").status_code == 200
    refused = browser_of(Role.ADMINISTRATOR).get("/admins/audit")
    assert refused.status_code == 403 and "没有这项权限" in refused.text


def test_the_audit_says_whether_its_chain_is_whole(house: House, browser_of: Browsers) -> None:
    auditor = browser_of(Role.AUDITOR)
    browser_of(Role.ANALYST).get("/tickets/export.csv")
    page = auditor.get("/admins/audit").text
    assert "审计链完整" in page and "导出台账" in page


def test_a_changed_entry_is_shown_to_break_the_chain(house: House, browser_of: Browsers) -> None:
    browser_of(Role.ANALYST).get("/tickets/export.csv")
    auditor = browser_of(Role.AUDITOR)
    assert "审计链完整" in auditor.get("/admins/audit").text
    changed = change_the_last_entry(house, "somebody-else")
    try:
        page = auditor.get("/admins/audit").text
    finally:
        assert change_the_last_entry(house, "analyst") == changed
    assert f"审计链自第 {changed} 条起不一致" in page
    assert "审计链完整" in auditor.get("/admins/audit").text


def change_the_last_entry(house: House, actor: str) -> int:
    """As somebody with the keys of the database would, who has first taken the lock off."""
    change = "update audit_entries set actor = :actor where id = (select max(id) from audit_entries) returning id"
    with house.equipment.engine.begin() as connection:
        connection.execute(text("alter table audit_entries disable trigger append_only"))
        number: int = connection.execute(text(change), {"actor": actor}).scalar_one()
        connection.execute(text("alter table audit_entries enable trigger append_only"))
    return number

"""Search on screen: what is found, page after page, where a number leads, what is kept, and what is done with many."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from factories import HEATING, OTHER_UNIT, UNIT, House, person
from hotline.casework.lists.saved_views import save_view
from hotline.domain.vocabulary import Role, State
from hotline.store.audit import AuditEntry
from hotline.store.knowledge import Article
from hotline.store.queries.search import numbers_tried
from hotline.store.workbench.saved import SavedView
from hotline.web.search import page as search_page

Browsers = Callable[[Role], FlaskClient]
PHONE, IDENTITY = "13847123456", "150102199001011234"
EVIL = """<script>alert("x")</script>'" onmouseover="alert(1)"""
SEES = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST]


@pytest.fixture
def shelf(house: House) -> Iterator[House]:
    """The house, whose saved views are cleared away at the end."""
    yield house
    with house.equipment.work() as work:
        work.session.execute(delete(SavedView))


def listed(page: Any) -> list[str]:
    ids = [attrs.get("id") or "" for attrs in page.named("a")]
    return [one.removeprefix("found-") for one in ids if one.startswith("found-")]


def test_search_finds_by_each_condition(house: House, browser_of: Browsers) -> None:
    heating, lamp = house.dispatched(), house.registered("玉泉区路灯不亮", region="150104", title="路灯")
    agent = browser_of(Role.AGENT)
    finds = {"words=暖气": heating, "words=路灯": lamp, "state=dispatched": heating, "category=03": heating,
             "region=150104": lamp, f"agency={UNIT}": heating, "state=registered&recent=today": lamp}  # fmt: skip
    for asked, found in finds.items():
        page = agent.get(f"/search/?{asked}").text
        assert [f'id="found-{number}"' in page for number in (heating, lamp)] == [found == heating, found == lamp], (
            asked
        )
    for nothing in ("没有这样的词语", "%_'\\"):
        assert "没有符合条件的工单" in agent.get("/search/", query_string={"words": nothing}).text
    assert "<mark>暖气</mark>" in agent.get("/search/?words=暖气").text


def test_pages_follow_one_another_without_gap_or_overlap_and_back_again(
    house: House, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    numbers = {house.registered(f"第{n}件诉求") for n in range(5)}
    agent, forth, back = browser_of(Role.AGENT), [], []
    last = path = "/search/?words=诉求&show=2"
    for turn, pages in (("next", forth), ("prev", back)):
        path = last
        while path:
            last, page = path, page_of(agent.get(path).text)
            pages.append(listed(page))
            path = next((attrs["href"] for attrs in page.named("a") if attrs.get("rel") == turn), "")
    assert {number for page in forth for number in page} == numbers and [len(page) for page in forth] == [2, 2, 1]
    assert back == forth[::-1]


def test_a_number_leads_straight_to_its_ticket_if_one_may_see_it(house: House, browser_of: Browsers) -> None:
    own, other = house.dispatched(), house.dispatched(agency=OTHER_UNIT)
    clerk = browser_of(Role.CLERK)
    answer = clerk.get(f"/search/?words={own}")
    assert (answer.status_code, answer.location) == (302, f"/tickets/{own}")
    hidden = clerk.get(f"/search/?words={other}")
    assert hidden.status_code == 200 and f"/tickets/{other}" not in hidden.text
    wrong = own[:-1] + str((int(own[-1]) + 1) % 10)
    assert "校验位" in clerk.get(f"/search/?words={wrong}").text


def test_addresses_that_people_have_kept_still_lead_there(house: House, browser_of: Browsers) -> None:
    agent = browser_of(Role.AGENT)
    answer = agent.get("/tickets/", query_string={"words": "暖气 &x", "_scheme": "evil", "endpoint": "x"})
    assert answer.status_code == 302 and answer.location.startswith("/search/?")
    assert agent.get(answer.location).status_code == 200


def test_what_is_typed_becomes_an_address_unless_it_is_somebodys_number(house: House, browser_of: Browsers) -> None:
    own, secret = house.dispatched(phone=PHONE), house.dispatched(HEATING, phone=PHONE, secret=True)
    agent = browser_of(Role.AGENT)
    answer = agent.post("/search/", data={"words": "暖气", "state": "dispatched"})
    assert answer.status_code == 302 and "words=" in answer.location and "state=dispatched" in answer.location
    assert agent.post("/search/", data={}).location == "/search/?all=1"
    with house.equipment.work() as work:
        before = work.session.scalars(select(AuditEntry.id)).all()
    page = agent.post("/search/", data={"words": "138 4712 3456"})
    assert page.status_code == 200 and own in page.text and secret in page.text
    assert PHONE not in page.text and "138 4712" not in page.text
    clerk = browser_of(Role.CLERK).post("/search/", data={"words": PHONE})
    assert own in clerk.text and secret not in clerk.text
    refused = browser_of(Role.ANALYST).post("/search/", data={"words": PHONE})
    assert refused.status_code == 403 and PHONE not in refused.text
    identity = agent.post("/search/", data={"words": IDENTITY})
    assert identity.status_code == 422 and IDENTITY not in identity.text
    for path in ("/search/", "/search/articles", "/search/units", "/search/export"):
        in_address = browser_of(Role.SUPERVISOR).get(path, query_string={"words": PHONE})
        assert in_address.status_code == 422 and "不能写在网址里" in in_address.text, path
    assert agent.get("/search/caller").status_code == 404
    with house.equipment.work() as work:
        kept = work.session.scalars(
            select(AuditEntry).where(AuditEntry.id.not_in(before)).order_by(AuditEntry.id)
        ).all()
        asked = {"caller": work.vault.blind(PHONE)}
        assert [(one.actor, one.deed, one.about) for one in kept] == [
            ("agent", "search_by_phone", {**asked, "count": 2}), ("clerk", "search_by_phone", {**asked, "count": 1}),
        ]  # fmt: skip


def test_who_tries_number_after_number_is_stopped_and_nobody_else(
    house: House, browser_of: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = browser_of(Role.AGENT)
    with house.equipment.work(person(Role.AGENT)) as work:
        tried = numbers_tried(work, work.now - search_page.NUMBERS_WINDOW)
    monkeypatch.setattr(search_page, "NUMBERS_ALLOWED", tried + 3)  # 审计不清空：别的测试里查过的也算
    answers = [agent.post("/search/", data={"words": f"1390000000{at}"}).status_code for at in range(5)]
    assert answers == [200] * 3 + [429] * 2
    said = agent.post("/search/", data={"words": PHONE})
    assert "按电话检索已满" in said.text and PHONE not in said.text
    assert agent.post("/search/", data={"words": "暖气"}).status_code == 302
    assert browser_of(Role.SUPERVISOR).post("/search/", data={"words": PHONE}).status_code == 200


def test_knowledge_and_units_are_found_beside_and_page_by_page(
    house: House, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    house.dispatched()
    with house.equipment.work() as work:
        title = work.session.scalars(select(Article.title).order_by(Article.id).limit(1)).one()
    word, agent = title[:4], browser_of(Role.AGENT)
    beside = agent.get("/search/", query_string={"words": word}).text
    assert "articles-head" in beside and f"<mark>{word}</mark>" in beside
    assert "units-head" in agent.get("/search/?words=住房").text
    articles = agent.get("/search/articles", query_string={"words": word}).text
    assert f"<mark>{word}</mark>" in articles and "全文" in articles
    page = page_of(agent.get("/search/units?words=局").text)
    (further,) = [attrs["href"] for attrs in page.named("a") if attrs.get("rel") == "next"]
    second = page_of(agent.get(further).text)
    assert [attrs["rel"] for attrs in second.named("a") if attrs.get("rel")] == ["prev", "next"]
    unit = agent.get(f"/search/units?words={UNIT}").text
    assert f"agency={UNIT}&amp;under_way=1" in unit and "现行" in unit
    assert "没有符合条件的单位" in agent.get("/search/units?words=没有这个局").text
    assert "没有符合条件的知识条目" in agent.get("/search/articles?words=没有这样的条目").text


def test_no_text_becomes_a_script(shelf: House, browser_of: Browsers) -> None:
    shelf.dispatched(EVIL + HEATING, title=EVIL, address=EVIL, phone=PHONE)
    supervisor = browser_of(Role.SUPERVISOR)
    with shelf.equipment.work(person(Role.SUPERVISOR)) as work:
        save_view(work, name=EVIL[:30], conditions={"words": EVIL}, shared=True)
    pages = [
        supervisor.get(path, query_string={"words": EVIL, "agency": EVIL[:20], "watcher": EVIL[:20]})
        for path in ("/search/", "/search/articles", "/search/units", "/search/export", "/search/views")
    ]
    pages += [supervisor.get("/search/", query_string={"words": "script"}), browser_of(Role.AGENT).post(
        "/search/", data={"words": PHONE})]  # fmt: skip
    pages.append(
        supervisor.post("/search/bulk", data={"deed": "press", "reason": EVIL, "picked": "1:1", "words": EVIL})
    )
    for page in pages:
        assert page.status_code == 200, page.request.path
        assert "<script>alert" not in page.text and ' onmouseover="' not in page.text, page.request.path
    assert "<mark>script</mark>" in pages[5].text


def test_a_view_is_kept_opened_made_home_renamed_and_deleted(shelf: House, browser_of: Browsers) -> None:
    number, agent = shelf.dispatched(), browser_of(Role.AGENT)
    shelf.registered("路灯不亮")
    kept = agent.post("/search/views", data={"name": "供热", "words": "暖气", "recent": "week", "shared": "1"})
    assert kept.status_code == 302 and "recent=week" in kept.location and "since" not in kept.location
    page = agent.get(kept.location).text
    assert number in page and "已保存筛选「供热」" in page
    assert agent.post("/search/views", data={"name": "供热", "words": "停水"}).status_code == 409
    assert agent.post("/search/views", data={"name": "空的"}).status_code == 422
    with shelf.equipment.work() as work:
        view = work.session.scalars(select(SavedView.id)).one()
    assert agent.get(f"/search/views/{view}").location == kept.location
    agent.post(f"/search/views/{view}/home", data={"home": "1"})
    assert agent.get("/search/").location == kept.location
    assert agent.get("/search/?all=1").status_code == 200
    assert "首页清单" in agent.get("/search/views").text
    agent.post(f"/search/views/{view}/home", data={})
    assert agent.get("/search/").status_code == 200
    assert agent.post(f"/search/views/{view}/rename", data={"name": "本周供热"}).status_code == 302
    shown = agent.get("/search/views").text
    assert "已改为「本周供热」，只有您自己可用" in shown
    for deed in ("home", "delete", "rename"):
        stranger = browser_of(Role.SUPERVISOR).post(f"/search/views/{view}/{deed}", data={"name": "夺来"})
        assert stranger.status_code == 404, deed
    assert agent.post(f"/search/views/{view}/delete").status_code == 302
    assert agent.get(f"/search/views/{view}").status_code == 404


def test_many_are_accepted_at_once_and_the_page_says_which_not(
    house: House, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    first, second, done = house.dispatched(), house.dispatched(), house.handled()
    clerk = browser_of(Role.CLERK)
    page = page_of(clerk.get("/search/?show=50").text)
    ticks = [attrs["value"] for attrs in page.named("input") if attrs.get("name") == "picked"]
    assert {one.partition(":")[0] for one in ticks} == {first, second, done}
    with_first = next(one for one in ticks if one.startswith(first))
    answer = clerk.post("/search/bulk", data={"deed": "accept", "picked": with_first, "page": ticks, "show": "50"})
    assert answer.status_code == 200 and "已办 1 件" in answer.text and "show=50" in answer.text
    assert house.ticket(first).state == State.HANDLING and house.ticket(second).state == State.DISPATCHED
    answer = clerk.post("/search/bulk", data={"deed": "accept", "whole": "1", "page": ticks})
    assert "已办 1 件，未办 2 件" in answer.text and answer.text.count("工单现为「办理中」") == 2
    assert house.ticket(second).state == State.HANDLING


@pytest.mark.parametrize("role", SEES)
def test_permission_comes_before_what_was_ticked(role: Role, house: House, browser_of: Browsers) -> None:
    house.dispatched()
    browser = browser_of(role)
    expected = 422 if role in (Role.CLERK, Role.HEAD) else 403
    assert browser.post("/search/bulk", data={"deed": "accept", "picked": "nonsense"}).status_code == expected
    assert browser.post("/search/bulk", data={"deed": "accept"}).status_code == expected
    assert browser.post("/search/bulk", data={"deed": "void", "picked": "1:1"}).status_code == 404
    assert ('action="/search/bulk"' in browser.get("/search/").text) is (role not in (Role.AGENT, Role.ANALYST))

"""Stories of the workbench (工作台故事), in a real Chromium with real servers: each leaves pictures free of axe findings."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from browsing import CHROMIUM
from playwright.sync_api import Browser, Page
from stdnum.cn import uscc

from factories import ANSWER, HEATING, PASSWORD, UNIT, House, done, person
from hotline.casework import handling
from hotline.casework.callroom.calls import Heard, Rings, heard
from hotline.casework.closing import review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.evidence import Sent, attach
from hotline.casework.joint import merging
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import DemandType, Role, State
from hotline.gateways.links import signed_link
from hotline.store.work import SYSTEM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium：浏览器测试未运行，请安装 chromium 后重试"),
    pytest.mark.xdist_group("browser"),
]
Enter = Callable[..., Page]
Picture = Callable[[Page, str], None]
PHONE = "13947112233"
WAGES = "我在东胜区某工地干活，老板拖欠工资三个月没发，二十多个工友都没拿到钱，请帮我们要回来"
USCC = "91150105MA0Q2WX00" + uscc.calc_check_digit("91150105MA0Q2WX00")  # 虚构
MOST_KEYS = 20  # 从振铃到派出，正文之外最多按多少键


def rings(house: House, call_id: str = "story-1") -> None:
    with house.equipment.work(SYSTEM) as work:
        heard(work, Heard(call_id, Rings.RINGING, PHONE, "agent", datetime.now(UTC)))


def settle(page: Page) -> None:
    """Wait until the desk has its suggestions and has saved what was typed: who leaves earlier breaks off a request."""
    page.wait_for_timeout(1000)
    page.wait_for_function("!document.querySelector('#suggest.htmx-request')")


def test_a_heating_complaint_by_telephone_from_ring_to_dispatch_by_keyboard_alone(
    house: House, sign_in: Enter, picture: Picture
) -> None:
    house.to_call_back(phone=PHONE, name="王小明")
    page = sign_in(Role.AGENT)
    page.wait_for_timeout(800)
    rings(house)
    page.wait_for_selector("[data-pop]")
    assert "王小明" in page.inner_text("#pop") and "第" in page.inner_text("#pop")
    picture(page, "story-phone-1-ring")
    keys: list[str] = []

    def press(*pressed: str) -> None:
        for key in pressed:
            keys.append(key)
            page.keyboard.press(key)

    press("Alt+n")
    assert page.input_value("[name=phone]") == PHONE
    with page.expect_response("**/agents/suggest"):
        page.keyboard.insert_text(HEATING)
    page.wait_for_selector("#suggest :text('赛罕区住房和城乡建设局')")
    picture(page, "story-phone-2-typed")
    with page.expect_response("**/agents/suggest"):
        press("Alt+1")
    with page.expect_response("**/agents/suggest"):
        press("Alt+2")
    assert (page.input_value("[name=category]"), page.input_value("[name=region]")) == ("0301", "150105")
    settle(page)
    press("Alt+p")
    page.wait_for_url("**/tickets/2*")
    assert "待签收" in page.inner_text("body")
    assert len(keys) <= MOST_KEYS
    picture(page, "story-phone-3-dispatched")


def test_what_was_typed_survives_a_lost_connection_and_a_closed_browser(
    house: House, sign_in: Enter, address: str
) -> None:
    page = sign_in(Role.AGENT, awaited="DISCONNECTED|htmx:")  # 网断了，请求自然不成
    page.fill("#text", "写到一半，网断了")
    page.wait_for_selector(":text('已自动保存')")
    page.context.set_offline(True)
    page.fill("#text", "写到一半，网断了，又接着写")
    page.wait_for_selector(":text('内容已存在本机')", timeout=10_000)
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_selector(":text('已自动保存')")
    page.context.clear_cookies()
    page.goto(f"{address}/agents/")
    assert page.url.startswith(f"{address}/sign-in")
    again = sign_in(Role.AGENT)
    assert again.input_value("#text") == "写到一半，网断了，又接着写"
    page.close()


def test_a_wage_claim_is_returned_and_dispatched_again(
    house: House, sign_in: Enter, picture: Picture, address: str
) -> None:
    number = house.handled(text=WAGES, category="1102")
    clerk = sign_in(Role.CLERK)
    clerk.goto(f"{address}/tickets/{number}")
    form = clerk.locator("details", has_text="申请退单").first
    form.locator("summary").first.click()
    form.locator("[name=code]").select_option("TD02")
    form.locator("[name=reason]").fill("工地在东胜区，不属本辖区")
    form.locator("[name=basis]").fill("三定方案")
    form.locator("button[type=submit]").click()
    clerk.wait_for_selector(":text('申请与审批')")
    picture(clerk, "story-wages-1-asked")
    room = sign_in(Role.DISPATCHER)
    room.goto(f"{address}/tickets/{number}")
    grant = room.locator("details", has_text="同意申请").first
    grant.locator("summary").first.click()
    grant.locator("button[type=submit]").click()
    room.wait_for_load_state()
    again = room.locator("form[action$='/dispatch']").first
    if not again.is_visible():
        room.locator("details", has=again).locator("summary").first.click()
    again.locator("[name=region]").select_option("150602")
    again.locator("button[type=submit]").click()
    room.wait_for_load_state()
    ticket = house.ticket(number)
    assert (ticket.state, ticket.region, ticket.sent_back) == (State.DISPATCHED, "150602", 1)
    picture(room, "story-wages-2-dispatched")


def test_ten_who_call_about_one_thing_are_merged_and_each_is_answered(
    house: House, sign_in: Enter, picture: Picture, address: str
) -> None:
    numbers = [house.dispatched(phone=f"1394711{at:04d}", demand_type=DemandType.COMPLAINT) for at in range(10)]
    lead, followers = numbers[0], numbers[1:]
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        for number in followers:
            merging.merge(work, number, lead=lead)
    clerk = sign_in(Role.CLERK)
    clerk.goto(f"{address}/tickets/{lead}")
    assert "从单 9 件" in clerk.inner_text("body")
    picture(clerk, "story-merged-1-lead")
    clerk.locator("form[action$='/accept'] button[type=submit]").click()
    clerk.wait_for_load_state()
    reply = clerk.locator("form[action$='/reply']").first
    if not reply.is_visible():
        clerk.locator("details", has=reply).locator("summary").first.click()
    reply.locator("[name=reply]").fill(ANSWER)
    reply.locator("[name=means]").select_option("telephone")
    reply.locator("[name=spoken_at]").fill(f"{datetime.now(BEIJING):%Y-%m-%dT%H:%M}")
    reply.locator("[name=evidence]").set_input_files(
        {"name": "现场.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 evidence"}
    )
    reply.locator("button[type=submit]").click()
    clerk.wait_for_load_state()
    assert house.ticket(lead).state == State.REPLIED
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, lead, confirmed=True)
    assert {house.ticket(number).state for number in numbers} == {State.CALLBACK}


def test_an_emergency_is_loud_and_one_key_hands_it_over(house: House, sign_in: Enter, picture: Picture) -> None:
    page = sign_in(Role.AGENT)
    page.fill("#phone", PHONE)
    with page.expect_response("**/agents/suggest"):
        page.fill("#text", "楼下着火了，浓烟很大，有老人被困在三楼，快来救人")
    page.wait_for_selector(".emergency")
    assert "119" in page.inner_text(".emergency")
    picture(page, "story-emergency-1")
    page.click(".emergency [data-value='119']")
    settle(page)
    page.keyboard.press("Alt+t")
    page.wait_for_url("**/tickets/2*")
    assert "已转紧急热线" in page.inner_text("body")


def test_an_enterprise_files_in_the_app_and_rates_the_answer(
    house: House, browser: Browser, address: str, picture: Picture
) -> None:
    named = {"open_id": "u-firm", "company": "内蒙古草原乳业有限公司", "uscc": USCC}
    link = signed_link(house.equipment.signer, "/m/enter", named, datetime.now(UTC))
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}{link}")
    assert page.url == f"{address}/m/"
    picture(page, "story-enterprise-1-home")
    page.goto(f"{address}/m/new?requester_kind=enterprise")
    page.locator("[name=text]").fill("我们公司申报稳岗返还，材料交了两个月没有回音，请帮忙催办")
    if page.locator("[name=company]").input_value() == "":
        page.locator("[name=company]").fill("内蒙古草原乳业有限公司")
    page.locator("[name=region]").select_option("150105")
    picture(page, "story-enterprise-2-form")
    page.locator("form:has([name=text]) button[type=submit]").click()
    page.wait_for_load_state()
    number = (re.search(r"\d{15}", page.inner_text("body")) or [""])[0]
    picture(page, "story-enterprise-3-filed")
    _answered(house, number)
    page.goto(f"{address}/m/tickets/{number}")
    picture(page, "story-enterprise-4-follow")
    rate = page.locator("form[action$='/rate']")
    rate.locator("[name=satisfaction][value='5'], [name=satisfaction]").first.check()
    rate.locator("[name=solved][value=yes], [name=solved]").first.check()
    rate.locator("button[type=submit]").click()
    page.wait_for_load_state()
    assert house.ticket(number).state == State.CLOSED
    picture(page, "story-enterprise-5-rated")
    context.close()


def _answered(house: House, number: str) -> None:
    """The room, the unit and the reviewer do their part."""
    with house.equipment.work(person(Role.AGENT)) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=UNIT, seen=None)
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.accept(work, number)
    with house.equipment.work(person(Role.CLERK)) as work:
        attach(work, number, Sent("凭证.pdf", b"%PDF-1.7 proof"), house.equipment.settings.state / "attachments")
        handling.reply(work, number, done(ANSWER, work.now))
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)


@pytest.mark.parametrize("mode", ["elder", "contrast", "mn"])
def test_the_citizen_s_pages_in_large_type_high_contrast_and_mongolian(
    mode: str, house: House, browser: Browser, address: str, picture: Picture
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    page.goto(
        f"{address}{signed_link(house.equipment.signer, '/m/enter', {'open_id': f'u-{mode}'}, datetime.now(UTC))}"
    )
    name, value = ("lang", "mn") if mode == "mn" else (mode, "on")
    context.add_cookies([{"name": name, "value": value, "url": f"{address}/m/"}])
    for path in ("", "new", "tickets", "answers", "enterprise"):
        page.goto(f"{address}/m/{path}")
        picture(page, f"citizen-{mode}-{path or 'home'}")
    context.close()


def test_an_agency_works_on_a_telephone_from_inbox_to_reply_in_three_clicks(
    house: House, sign_in: Enter, picture: Picture, address: str
) -> None:
    number = house.handled()
    page = sign_in(Role.CLERK, width=390, height=844)
    picture(page, "story-mobile-1-inbox")
    clicks = 0
    page.locator(f"a:has-text('{number}')").first.click()
    clicks += 1
    page.wait_for_url(f"**/tickets/{number}")
    reply = page.locator("form[action$='/reply']").first
    if not reply.is_visible():
        page.locator("details", has=reply).locator("summary").first.click()
        clicks += 1
    reply.locator("[name=reply]").fill(ANSWER)
    reply.locator("[name=means]").select_option("telephone")
    reply.locator("[name=spoken_at]").fill(f"{datetime.now(BEIJING):%Y-%m-%dT%H:%M}")
    picture(page, "story-mobile-2-reply")
    reply.locator("button[type=submit]").click()
    clicks += 1
    page.wait_for_load_state()
    assert house.ticket(number).state == State.REPLIED
    assert clicks <= 3


def test_staff_may_have_large_type_and_high_contrast(house: House, sign_in: Enter, picture: Picture) -> None:
    number = house.handled()
    page = sign_in(Role.SUPERVISOR)
    page.click("button[name=elder]")
    page.wait_for_load_state()
    page.click("button[name=contrast]")
    page.wait_for_load_state()
    assert page.get_attribute("html", "class") == "elder contrast"
    picture(page, "staff-elder-room")
    page.goto(page.url.split("/supervisors")[0] + f"/tickets/{number}")
    picture(page, "staff-elder-ticket")


def test_two_who_look_at_one_ticket_know_of_each_other(house: House, sign_in: Enter, address: str) -> None:
    number = house.handled()
    clerk, head = sign_in(Role.CLERK), sign_in(Role.HEAD)
    clerk.goto(f"{address}/tickets/{number}")
    clerk.wait_for_timeout(1000)
    head.goto(f"{address}/tickets/{number}")
    clerk.wait_for_selector("#others:has-text('分管领导')", timeout=10_000)
    head.wait_for_selector("#others:has-text('承办人')", timeout=10_000)


def test_a_session_that_expires_in_the_middle_of_a_form_loses_nothing(
    house: House, sign_in: Enter, address: str
) -> None:
    number = house.handled()
    page = sign_in(Role.CLERK)
    page.goto(f"{address}/tickets/{number}")
    reply = page.locator("form[action$='/reply']").first
    if not reply.is_visible():
        page.locator("details", has=reply).locator("summary").first.click()
    reply.locator("[name=reply]").fill(ANSWER)
    page.wait_for_timeout(800)  # 等「正在填写」的通知答完，它会续会话
    page.context.clear_cookies()
    reply.locator("button[type=submit]").click()
    page.wait_for_selector("[name=password]")
    page.fill("[name=account]", Role.CLERK.value)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("h1")
    page.goto(f"{address}/tickets/{number}")
    again = page.locator("form[action$='/reply'] [name=reply]").first
    assert again.input_value() == ANSWER
    assert "填过的内容已恢复" in page.inner_text("body")

"""Two people at once on one ticket: one is done, the other sees both versions, loses nothing, and may go on."""

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from flask.testing import FlaskClient

from factories import ANSWER, UNIT, House, person, returning
from hotline.casework.evidence import KINDS
from hotline.casework.requests import asking, deciding
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Channel, DemandType, Role, State, Urgency
from hotline.store.queries.messages import Told, note

Browsers = Callable[[Role], FlaskClient]
Pages = Callable[[str], Any]
WORDS = "这是我写了半个小时的答复，一个字也不能丢。" + ANSWER


def opened(browser: FlaskClient, number: str, page_of: Pages) -> Any:
    return page_of(browser.get(f"/tickets/{number}").text)


def test_who_was_slower_sees_what_was_done_meanwhile_and_finds_their_own_words_in_the_form(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, clerk, head = house.handled(), browser_of(Role.CLERK), browser_of(Role.HEAD)
    mine = opened(head, number, page_of).form("/reply")
    theirs = opened(clerk, number, page_of).form("/contact")
    spoken = {**theirs.values, "means": "telephone", "spoken_at": f"{_beijing_now()}", "words": "已电话说明"}
    assert clerk.post(theirs.action, data=spoken).status_code == 302
    answer = head.post(mine.action, data={**mine.values, "reply": WORDS, "truth": "true", "beyond": "true"})
    assert answer.status_code == 409
    assert "「提交办理结果」没有办成" in answer.text and "您打开页面以后，这件工单有了变化" in answer.text
    assert "承办人（测试承办人）联系诉求人" in answer.text and "可直接再次提交" in answer.text
    assert house.ticket(number).state == State.HANDLING
    again = page_of(answer.text).form("/reply")
    assert again.values["reply"].strip() == WORDS and again.values["truth"] == "true"
    assert again.values["version"] == str(house.ticket(number).version)
    assert head.post(again.action, data=again.values).status_code == 302
    assert (house.ticket(number).state, house.ticket(number).reply) == (State.REPLIED, WORDS)


def _beijing_now() -> str:
    return f"{datetime.now(BEIJING):%Y-%m-%dT%H:%M}"


def test_where_the_deed_can_no_longer_be_done_the_words_are_still_there_to_be_copied(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, first, second = house.replied(), browser_of(Role.SUPERVISOR), browser_of(Role.SUPERVISOR)
    sheets = [opened(browser, number, page_of) for browser in (first, second)]
    redo, approve = sheets[0].form("/redo"), sheets[1].form("/approve")
    assert second.post(approve.action, data={**approve.values, "confirmed": "true"}).status_code == 302
    answer = first.post(redo.action, data={**redo.values, "reason": WORDS})
    assert answer.status_code == 409 and WORDS in answer.text
    assert "审核督办（测试审核督办）" in answer.text and "待审核 →" in answer.text
    assert house.ticket(number).state in (State.CALLBACK, State.CLOSED)


def test_what_is_left_out_is_422_on_the_same_page_with_the_rest_kept(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    sheet = opened(clerk, number, page_of).form("/ask", kind="return")
    answer = clerk.post(sheet.action, data={**sheet.values, "code": "TD02", "reason": WORDS})
    assert answer.status_code == 422 and "请写明「依据」" in answer.text
    again = page_of(answer.text).form("/ask", kind="return")
    assert again.values["reason"].strip() == WORDS and again.values["code"] == "TD02"
    other = page_of(answer.text).form("/ask", kind="extend")
    assert other.values["reason"].strip() == "", "another kind of request is not filled in with these words"
    assert clerk.post(again.action, data={**again.values, "basis": "三定方案"}).status_code == 302


@pytest.mark.parametrize("deed", ["grant", "refuse", "rule"])
def test_a_decision_on_a_request_keeps_its_words_too(
    deed: str, house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, dispatcher = house.handled(), browser_of(Role.DISPATCHER)
    with house.equipment.work(person(Role.CLERK)) as work:
        request = str(asking.ask(work, number, returning()).id)
    sheet = opened(dispatcher, number, page_of).form(f"/{deed}", request=request)
    sent = {**sheet.values, "version": "0", "reason": WORDS, **({"agency": "ZJ-150202"} if deed == "rule" else {})}
    answer = dispatcher.post(sheet.action, data=sent)
    assert answer.status_code == 409
    again = page_of(answer.text).form(f"/{deed}", request=request)
    assert again.values["reason"].strip() == WORDS
    assert again.values["version"] == str(house.ticket(number).version)


def test_two_decisions_on_one_request_leave_one(house: House, browser_of: Browsers, page_of: Pages) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.CLERK)) as work:
        request = str(asking.ask(work, number, returning()).id)
    people = [browser_of(Role.DISPATCHER), browser_of(Role.SUPERVISOR)]
    grant, refuse = (opened(one, number, page_of).form(f"/{deed}", request=request)
                     for one, deed in zip(people, ("grant", "refuse"), strict=True))  # fmt: skip
    assert people[0].post(grant.action, data={**grant.values, "reason": "同意退单"}).status_code == 302
    answer = people[1].post(refuse.action, data={**refuse.values, "reason": WORDS})
    assert answer.status_code == 409 and WORDS in answer.text and "派单岗（测试派单岗）" in answer.text
    assert house.ticket(number).state == State.QUEUED


@pytest.mark.parametrize("_again", range(3))
def test_of_two_at_the_very_same_moment_one_is_done_and_one_is_told(
    _again: int, house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number = house.dispatched()
    people, answers, together = [browser_of(Role.CLERK), browser_of(Role.HEAD)], [], Barrier(2)
    sheets = [opened(one, number, page_of).form("/accept") for one in people]

    def press(browser: FlaskClient, sheet: Any) -> None:
        together.wait(10)
        answers.append(browser.post(sheet.action, data=sheet.values).status_code)

    threads = [Thread(target=press, args=pair) for pair in zip(people, sheets, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [302, 409]
    assert house.ticket(number).state == State.HANDLING


def test_too_soon_is_told_on_the_page_with_the_words_kept(house: House, browser_of: Browsers, page_of: Pages) -> None:
    number, agent = house.dispatched(), browser_of(Role.AGENT)
    first = opened(agent, number, page_of).form("/press")
    assert agent.post(first.action, data={**first.values, "reason": "请抓紧"}).status_code == 302
    second = opened(agent, number, page_of).form("/press")
    answer = agent.post(second.action, data={**second.values, "reason": WORDS})
    assert answer.status_code == 429 and "稍后再催" in answer.text
    assert WORDS in answer.text


def test_nothing_that_was_typed_comes_back_as_a_script(house: House, browser_of: Browsers) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    evil = {"version": "0", "reply": '</textarea><script>alert("x")</script>', "last_step": "<b>", "means": '"><b>'}
    answer = clerk.post(f"/tickets/{number}/reply", data=evil)
    assert answer.status_code == 409
    assert "<script>alert" not in answer.text and "&lt;script&gt;" in answer.text and '"><b>' not in answer.text


def test_a_limit_of_working_days_says_what_is_left_of_it_in_working_days(house: House, browser_of: Browsers) -> None:
    number = house.dispatched(demand_type=DemandType.SUGGESTION)
    page = browser_of(Role.CLERK).get(f"/tickets/{number}").text
    assert "（7 个工作日）" in page
    assert re.findall(r"剩余 [^<]*", page) == ["剩余 7 个工作日"], "said once, and never more than the limit"
    urgent = house.dispatched(urgency=Urgency.URGENT)
    page = browser_of(Role.CLERK).get(f"/tickets/{urgent}").text
    assert re.findall(r"剩余 [^<]*", page) == ["剩余 23 小时 59 分"] and "（24 小时）" in page


def test_people_stand_on_the_file_by_their_names(house: House, browser_of: Browsers) -> None:
    number = house.replied()
    page = browser_of(Role.SUPERVISOR).get(f"/tickets/{number}").text
    assert "坐席（测试坐席）" in page and "承办人（测试承办人）" in page
    for account in ("（agent）", "（clerk）", UNIT + "（"):
        assert account not in page


PDF = b"%PDF-1.7 minutes"


def sent_with(sheet: Any, data: bytes, name: str = "三定方案.pdf", **more: str) -> dict[str, Any]:
    return {**sheet.values, **more, "evidence": (BytesIO(data), name)}


def test_a_file_sent_with_a_request_belongs_to_it_and_is_shown_there(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    sheet = opened(clerk, number, page_of).form("/ask", kind="return")
    told = sent_with(sheet, PDF, code="TD01", reason=WORDS, basis="三定方案")
    assert clerk.post(sheet.action, data=told).status_code == 302
    page = browser_of(Role.DISPATCHER).get(f"/tickets/{number}").text
    requests = page[page.index('id="requests-head"') : page.index('id="files-head"')]
    assert "佐证材料" in requests and "三定方案.pdf" in requests


def test_a_file_that_cannot_be_taken_leaves_the_request_unmade_and_the_words_kept(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    sheet = opened(clerk, number, page_of).form("/ask", kind="return")
    told = sent_with(sheet, b"MZ program", "方案.pdf", code="TD01", reason=WORDS, basis="三定方案")
    answer = clerk.post(sheet.action, data=told)
    assert answer.status_code == 422 and "与扩展名 .pdf 不符" in answer.text and "文件须重新选择" in answer.text
    assert page_of(answer.text).form("/ask", kind="return").values["reason"].strip() == WORDS
    assert "申请与审批" not in clerk.get(f"/tickets/{number}").text


def test_where_some_files_are_not_taken_the_deed_waits_and_the_others_need_not_be_chosen_again(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    sheet = opened(clerk, number, page_of).form("/ask", kind="return")
    files = [
        (BytesIO(PDF), "一.pdf"),
        (BytesIO(PDF + b"2"), "二.pdf"),
        (BytesIO(b"MZ"), "坏.pdf"),
        (BytesIO(b""), "空.pdf"),
    ]
    told = {**sheet.values, "code": "TD01", "reason": WORDS, "basis": "三定方案", "evidence": files}
    answer = clerk.post(sheet.action, data=told)
    assert answer.status_code == 422 and "「坏.pdf」没有收" in answer.text and "「空.pdf」没有收" in answer.text
    assert "其余 2 个（「一.pdf」「二.pdf」）已存入「附件」，不必重选" in answer.text
    assert house.ticket(number).state == State.HANDLING and "申请与审批" not in clerk.get(f"/tickets/{number}").text
    again = page_of(answer.text).form("/ask", kind="return")
    assert again.values["reason"].strip() == WORDS
    assert clerk.post(again.action, data=again.values).status_code == 302


def test_several_files_that_come_with_a_deed_all_belong_to_it(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), browser_of(Role.CLERK)
    sheet = opened(clerk, number, page_of).form("/ask", kind="return")
    files = [(BytesIO(PDF), "一.pdf"), (BytesIO(PDF + b"2"), "二.pdf")]
    told = {**sheet.values, "code": "TD01", "reason": WORDS, "basis": "三定方案", "evidence": files}
    assert clerk.post(sheet.action, data=told).status_code == 302
    page = browser_of(Role.DISPATCHER).get(f"/tickets/{number}").text
    requests = page[page.index('id="requests-head"') : page.index('id="files-head"')]
    assert "一.pdf" in requests and "二.pdf" in requests


def test_the_file_fields_take_several_of_every_kind_and_say_how_large(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number = house.handled()
    source = browser_of(Role.CLERK).get(f"/tickets/{number}").text
    fields = [one for one in page_of(source).named("input") if one.get("type") == "file"]
    assert len(fields) > 1 and all("multiple" in one for one in fields)
    accepted = {suffix for suffixes, _ in KINDS.values() for suffix in suffixes} | set(KINDS)
    assert all(set((one["accept"] or "").split(",")) == accepted for one in fields)
    assert "每个不超过 20 MB，一次合计不超过 30 MB" in source and "手机可直接拍照" in source


def test_why_this_unit_is_told_in_one_sentence_and_the_codes_stand_in_the_fold(
    house: House, browser_of: Browsers
) -> None:
    page = browser_of(Role.CLERK).get(f"/tickets/{house.dispatched()}").text
    block = page[page.index('id="why-head"') :]
    plain, fold = block.split("为什么派给这个单位", 1)
    assert "<dt>理由</dt>" in plain and "由该单位承办" in plain and "规则库" not in plain
    assert "命中（规则库" in fold and plain.count("（D）") <= 1


def test_a_unit_that_no_longer_has_the_ticket_is_called_the_former_one(house: House, browser_of: Browsers) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.take_back_by_room(work, number, reason="改派")
    page = browser_of(Role.SUPERVISOR).get(f"/tickets/{number}").text
    assert '<span class="badge bg-secondary-lt">原主办</span>' in page


def test_the_file_that_comes_with_a_reply_is_its_evidence(house: House, browser_of: Browsers, page_of: Pages) -> None:
    number, clerk = house.handled(demand_type=DemandType.COMPLAINT), browser_of(Role.CLERK)
    sheet = opened(clerk, number, page_of).form("/reply")
    spoken = {"means": "telephone", "spoken_at": _beijing_now(), "reply": WORDS}
    assert clerk.post(sheet.action, data={**sheet.values, **spoken}).status_code == 422
    assert clerk.post(sheet.action, data=sent_with(sheet, PDF, "现场.pdf", **spoken)).status_code == 302
    assert house.ticket(number).state == State.REPLIED


def test_what_could_not_be_told_by_text_is_shown_and_settled_by_one_click(
    house: House, browser_of: Browsers, page_of: Pages
) -> None:
    number, agent = house.registered(phone="0471-6612345"), browser_of(Role.AGENT)
    with house.equipment.work() as work:
        note(work, Told(work.ticket(number).id, "text-7", Channel.SMS, "【12345热线】已受理"), failed="号码不是手机")
    assert "须电话告知" in agent.get("/agents/mine").text
    sheet = opened(agent, number, page_of).form("/told")
    assert agent.post(sheet.action, data=sheet.values).status_code == 302
    assert "已电话告知" in agent.get(f"/tickets/{number}").text
    assert "须电话告知" not in agent.get("/agents/mine").text
    assert agent.post(sheet.action, data=sheet.values).status_code == 409

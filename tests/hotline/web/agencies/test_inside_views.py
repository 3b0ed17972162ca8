"""The inside of a unit on its page: stages kept while typed, files, templates, tasks, signature, papers; nobody else's."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from factories import ANSWER, OTHER_UNIT, UNIT, House, person
from hotline.casework import unsent
from hotline.casework.joint import helping, merging
from hotline.casework.office import passing, templates
from hotline.casework.office.templates import Worded
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role, State
from hotline.store.casefile.handling import Attachment
from hotline.store.workbench.office import InternalTask, ReplyTemplate, SignOff
from hotline.store.workbench.saved import Unsent

Browsers = Callable[[str], FlaskClient]
Pages = Callable[[str], Any]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def house(alone: House) -> House:
    """Undone at the end, with a second clerk and an outsider."""
    return alone


def in_hours(hours: float) -> str:
    return f"{beijing(datetime.now(UTC) + timedelta(hours=hours)):%Y-%m-%dT%H:%M}"


def filled(page: Any, **more: str) -> dict[str, str]:
    """The handling form as it stands on the page, and what is typed into it."""
    sheet = next(one for one in page.forms if "stage" not in one.action and one.action.endswith("/inside"))
    values = {name: text for name, text in sheet.values.items() if text}
    return {**values, "reply": ANSWER, "means": "telephone", "said": "已说明", **more}


def opened(browser: FlaskClient, number: str, page_of: Pages) -> Any:
    answer = browser.get(f"/agencies/{number}/inside")
    assert answer.status_code == 200
    return page_of(answer.text)


def held(house: House, kind: type) -> list[Any]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(kind).order_by(kind.id)))


def test_what_is_typed_is_kept_and_is_there_again_on_another_machine(
    house: House, signed_in: Browsers, page_of: Pages
) -> None:
    number, words = house.handled(), f"已到现场{SCRIPT}"
    clerk = signed_in("clerk")
    kept = clerk.post(
        f"/agencies/{number}/unsent", data={"reply": words, "solved": "yes", "csrf": "x", "beyond": "true"}
    )
    assert kept.status_code == 200 and "已自动暂存" in kept.text
    source = signed_in("clerk").get(f"/agencies/{number}/inside").text
    assert SCRIPT not in source and "已恢复您上次填写" in source
    fields = next(one for one in page_of(source).forms if one.action.endswith("/inside")).fields
    assert (fields["reply"].value, fields["solved"].value) == (words, "yes")
    assert words not in signed_in("second-clerk").get(f"/agencies/{number}/inside").text
    (row,) = held(house, Unsent)
    assert row.form == f"{number}:reply" and "已到现场" not in row.sealed


def test_a_reply_goes_out_with_its_talk_and_files_and_what_was_kept_is_forgotten(
    house: House, signed_in: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), signed_in("clerk")
    clerk.post(f"/agencies/{number}/unsent", data={"reply": "没写完"})
    sent = filled(opened(clerk, number, page_of), then="reply", solved="yes", truth="true")
    files = [(io.BytesIO(b"%PDF-1.4 one"), "一.pdf"), (io.BytesIO(b"%PDF-1.4 two"), "二.pdf")]
    answer = clerk.post(f"/agencies/{number}/inside", data={**sent, "evidence": files})
    assert answer.status_code == 302 and answer.location == f"/tickets/{number}"
    assert (house.ticket(number).state, house.ticket(number).reply) == (State.REPLIED, ANSWER)
    assert len(held(house, Attachment)) == 2 and held(house, Unsent) == []
    assert clerk.post(f"/agencies/{number}/unsent", data={"reply": "又写"}).status_code == 409


def test_what_is_lacking_is_told_and_nothing_typed_and_no_file_is_lost(
    house: House, signed_in: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), signed_in("clerk")
    sent = {**filled(opened(clerk, number, page_of), then="reply", means=""), "inside": f"阀门坏{SCRIPT}"}
    answer = clerk.post(f"/agencies/{number}/inside", data={**sent, "evidence": (io.BytesIO(b"%PDF-1.4"), "一.pdf")})
    assert answer.status_code == 422 and "联系记录" in answer.text and SCRIPT not in answer.text
    fields = next(one for one in page_of(answer.text).forms if one.action.endswith("/inside")).fields
    assert (fields["reply"].value, fields["inside"].value) == (ANSWER, f"阀门坏{SCRIPT}")
    assert len(held(house, Attachment)) == 1
    assert clerk.post(f"/agencies/{number}/inside", data={**sent, "then": "nonsense"}).status_code == 422
    old = {**sent, "means": "telephone", "version": "0"}
    assert clerk.post(f"/agencies/{number}/inside", data={**old, "then": "keep"}).status_code == 302  # 暂存不看版本
    stale = clerk.post(f"/agencies/{number}/inside", data=old)
    assert stale.status_code == 409 and "刚被他人更新" in stale.text


def test_a_file_that_cannot_be_taken_is_named_the_others_are_kept_and_nothing_goes_out(
    house: House, signed_in: Browsers, page_of: Pages
) -> None:
    number, clerk = house.handled(), signed_in("clerk")
    sent = filled(opened(clerk, number, page_of), then="reply", solved="yes", truth="true")
    files = [(io.BytesIO(b"MZ"), "坏.pdf"), (io.BytesIO(b"%PDF-1.4"), "一.pdf")]
    answer = clerk.post(f"/agencies/{number}/inside", data={**sent, "evidence": files})
    assert answer.status_code == 422 and "「坏.pdf」没有收：文件内容与扩展名" in answer.text
    assert [one.name for one in held(house, Attachment)] == ["一.pdf"] and ANSWER in answer.text
    assert house.ticket(number).state == State.HANDLING


def test_the_head_signs_what_the_clerk_laid_before_them(house: House, signed_in: Browsers, page_of: Pages) -> None:
    number, clerk, head = house.handled(), signed_in("clerk"), signed_in("head")
    sent = filled(opened(clerk, number, page_of), then="sign", inside=SCRIPT)
    assert clerk.post(f"/agencies/{number}/inside", data=sent).location.endswith("/inside#stages")
    (form,) = held(house, SignOff)
    assert "待分管领导审签" in clerk.get("/agencies/").text and "待您审签" in head.get("/agencies/").text
    source = head.get(f"/agencies/{number}/inside").text
    assert ANSWER in source and SCRIPT not in source and "签发并提交" in source
    path = f"/agencies/{number}/forms/{form.id}"
    assert clerk.post(f"{path}/sign").status_code == 403
    back = head.post(f"{path}/back", data={"words": ""})
    assert back.status_code == 422 and "批语" in back.text
    assert head.post(f"{path}/back", data={"words": f"写明日期{SCRIPT}"}).status_code == 302
    source = clerk.get(f"/agencies/{number}/inside").text
    assert "写明日期" in source and ANSWER in source and SCRIPT not in source
    assert (
        clerk.post(f"/agencies/{number}/inside", data={**sent, "means": "", **version(source, page_of)}).status_code
        == 302
    )
    form = held(house, SignOff)[-1]
    assert (
        head.post(f"/agencies/{number}/forms/{form.id}/sign", data={"words": "同意"}).location == f"/tickets/{number}"
    )
    assert house.ticket(number).state == State.REPLIED
    assert head.post(f"/agencies/{number}/forms/{form.id}/sign").status_code == 409


def version(source: str, page_of: Pages) -> dict[str, str]:
    return {"version": page_of(source).form("/inside").values["version"]}


def test_a_form_taken_back_stands_in_the_stages_again(house: House, signed_in: Browsers, page_of: Pages) -> None:
    number, clerk = house.handled(), signed_in("clerk")
    clerk.post(f"/agencies/{number}/inside", data=filled(opened(clerk, number, page_of), then="sign", beyond="true"))
    (form,) = held(house, SignOff)
    assert clerk.post(f"/agencies/{number}/unsent", data={"reply": "另写"}).status_code == 409
    assert clerk.post(f"/agencies/{number}/forms/{form.id}/recall").status_code == 302
    fields = opened(signed_in("second-clerk"), number, page_of).form("/inside").fields
    assert fields["reply"].value == ANSWER


def test_a_template_is_added_to_what_was_typed(house: House, signed_in: Browsers, page_of: Pages) -> None:
    number, clerk = house.handled(), signed_in("clerk")
    with house.equipment.work(person(Role.CLERK)) as work:
        template = templates.make(work, Worded(f"抢修{SCRIPT}", "工单〔编号〕已修复")).id
    assert SCRIPT not in clerk.get(f"/agencies/{number}/inside").text
    sent = {**filled(opened(clerk, number, page_of)), "reply": "先写的", "then": f"template:{template}"}
    assert clerk.post(f"/agencies/{number}/inside", data=sent).status_code == 302
    fields = opened(clerk, number, page_of).form("/inside").fields
    assert fields["reply"].value == f"先写的\n工单{number}已修复" and fields["said"].value == "已说明"
    assert held(house, ReplyTemplate)[0].used == 1
    for unknown in ("template:999999", "past:202611230000001"):
        assert clerk.post(f"/agencies/{number}/inside", data={**sent, "then": unknown}).status_code == 404
    for odd in ("template:x", "template:99999999999999999999", "template:²"):
        assert clerk.post(f"/agencies/{number}/inside", data={**sent, "then": odd}).status_code == 422


def test_a_task_is_passed_on_and_answered_on_the_page(house: House, signed_in: Browsers) -> None:
    number, clerk = house.handled(), signed_in("clerk")
    said = {
        "given_to": f"物业{SCRIPT}",
        "words": f"查{SCRIPT}，电话13847123456",
        "due_at": in_hours(2),
        "account": "second-clerk",
    }
    wrong = clerk.post(f"/agencies/{number}/tasks", data={**said, "due_at": in_hours(-2)})
    assert wrong.status_code == 422 and "须晚于现在" in wrong.text and "&lt;script&gt;" in wrong.text
    assert clerk.post(f"/agencies/{number}/tasks", data=said).location.endswith("#tasks")
    (task,) = held(house, InternalTask)
    pages = [signed_in("second-clerk").get(path).text for path in ("/agencies/", f"/agencies/{number}/inside")]
    assert all(SCRIPT not in page and "13847123456" not in page for page in pages)
    assert "指定由您办理" in pages[0] and "内部期限" in pages[0]
    path = f"/agencies/{number}/tasks/{task.id}"
    assert signed_in("second-clerk").post(path, data={"text": " "}).status_code == 422
    assert signed_in("second-clerk").post(path, data={"text": f"已查{SCRIPT}"}).status_code == 302
    source = clerk.get(f"/agencies/{number}/inside").text
    assert "按期反馈" in source and SCRIPT not in source


def test_a_follower_is_answered_with_its_lead_and_the_form_says_so(house: House, signed_in: Browsers) -> None:
    number, follower = house.handled(), house.registered()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        merging.merge(work, follower, lead=number)
    clerk = signed_in("clerk")
    assert "主单，从单 1 件" in clerk.get("/agencies/").text
    source = clerk.get(f"/agencies/{number}/inside").text
    assert "同时答复从单 1 件" in source and follower not in source


def test_papers_are_downloads(house: House, signed_in: Browsers) -> None:
    number, clerk = house.handled(), signed_in("clerk")
    for name in ("slip", "approval"):
        answer = clerk.get(f"/agencies/{number}/{name}.docx")
        assert answer.status_code == 200 and answer.data.startswith(b"PK")
        assert "attachment" in answer.headers["Content-Disposition"]
    assert clerk.get(f"/agencies/{number}/slip.docx?task=999").status_code == 404


def test_a_helper_passes_on_but_does_not_reply(house: House, signed_in: Browsers) -> None:
    number, outsider = house.handled(), signed_in("outsider")
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        helping.invite(work, number, agency=OTHER_UNIT)
    with house.equipment.work(person(Role.CLERK)) as work:
        unsent.keep(work, f"{number}:reply", {"reply": "主办写的"})
        passing.pass_on(work, number, given_to="主办的股室", words="办", due_at=datetime.now(UTC) + timedelta(hours=1))
    source = outsider.get(f"/agencies/{number}/inside").text
    assert "贵单位为协办单位" in source and "主办写的" not in source and "主办的股室" not in source
    assert "提交办理结果" not in source
    assert outsider.post(f"/agencies/{number}/inside", data={"then": "reply"}).status_code == 403
    assert outsider.post(f"/agencies/{number}/unsent", data={"reply": "x"}).status_code == 403
    said = {"given_to": "协办股", "words": "办", "due_at": in_hours(1)}
    assert outsider.post(f"/agencies/{number}/tasks", data=said).status_code == 302


def test_every_page_of_the_inside_stands_in_every_state(house: House, signed_in: Browsers, page_of: Pages) -> None:
    numbers = [house.dispatched(), house.handled(), house.replied(), house.to_call_back()]
    for account in ("clerk", "head"):
        for number in numbers:
            page = opened(signed_in(account), number, page_of)
            ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
            assert len(ids) == len(set(ids)) and len(page.named("h1")) == 1
            assert {attrs["for"] for attrs in page.named("label") if attrs.get("for")} <= set(ids)


PATHS = ("inside", "slip.docx", "approval.docx")
POSTS = ("inside", "unsent", "tasks", "tasks/1", "forms/1/sign", "forms/1/back", "forms/1/recall")


def test_what_is_not_yours_is_not_there_whatever_is_sent(house: House, signed_in: Browsers) -> None:
    number, outsider = house.handled(agency=UNIT), signed_in("outsider")
    for path in PATHS:
        assert outsider.get(f"/agencies/{number}/{path}").status_code == 404, path
    for path in POSTS:
        for sent in (
            {},
            {"due_at": "nonsense", "text": "x" * 200_001, "words": "\x00", "then": "reply", "version": "x"},
        ):
            assert outsider.post(f"/agencies/{number}/{path}", data=sent).status_code == 404, (path, sent)
    for account in ("agent", "supervisor", "analyst"):
        assert signed_in(account).get(f"/agencies/{number}/inside").status_code == 403

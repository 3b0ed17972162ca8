"""The citizens' pages: file, follow, add, urge, withdraw, rate; nothing of others, nothing of the inside, all escaped."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from factories import ANSWER, HEATING, House, done, person
from hotline.app import create_app
from hotline.casework import dispatch, handling
from hotline.casework.closing import review
from hotline.domain.analysis.policies import PolicyState, PushState
from hotline.domain.vocabulary import Channel, Language, RequesterKind, Role, State
from hotline.store.analysis.policies import Policy, PolicyPush
from hotline.store.casefile.handling import Attachment
from hotline.store.people import Requester
from hotline.store.tickets import Ticket

Enter = Callable[..., FlaskClient]
Filing = Callable[..., TestResponse]
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x02data\xff\xd9"
CODE = "91350100M000100Y43"
SCRIPT = "<script>alert(1)</script>"
MONGOLIAN = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ"
INSIDE = ("住房", "派单", "待派", "待审核", "待研判", "规则", "ZJ-", "置信", "退单", "内部")


def photo(name: str = "a.jpg", data: bytes = JPEG) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def number_of(answer: TestResponse) -> str:
    assert answer.status_code == 302, answer.text
    return str(answer.location.split("/")[3])


def replied(house: House, number: str) -> None:
    """The unit has replied; nobody has looked at its reply yet."""
    with house.equipment.work(person(Role.AGENT)) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch.dispatch_by_person(work, judgement, number, category="0301", region="150105", agency="", seen=None)
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.accept(work, number)
        handling.reply(work, number, done(ANSWER, work.now, inside="内部情况不外露"))


def to_rate(house: House, number: str) -> None:
    replied(house, number)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)


@pytest.fixture
def filed(citizen: Enter, file: Filing) -> tuple[FlaskClient, str]:
    """A citizen's browser and the number of what they filed."""
    browser = citizen()
    return browser, number_of(file(browser))


def test_a_demand_is_filed_with_photographs_and_confirmed_by_its_number(
    house: House, citizen: Enter, file: Filing
) -> None:
    browser = citizen(name="张小三")
    answer = file(browser, title="停暖", region="150105", address="阳光花园 3 号楼", phone="13847100001", secret="1",
                  photos=[photo("a.jpg"), photo("b.png", b"\x89PNG\r\n\x1a\n")])  # fmt: skip
    number = number_of(answer)
    page = browser.get(answer.location)
    assert page.status_code == 200 and number in page.text
    ticket = house.ticket(number)
    assert (ticket.state, ticket.channel, ticket.text, ticket.title) == (
        State.REGISTERED,
        Channel.MENGSUBAN,
        HEATING,
        "停暖",
    )
    assert (ticket.region, ticket.region_chosen, ticket.secret) == ("150105", True, True)
    assert (ticket.language, ticket.requester_kind) == (Language.CHINESE, RequesterKind.CITIZEN)
    with house.equipment.work() as work:
        assert [one.name for one in work.session.scalars(select(Attachment))] == ["a.jpg", "b.png"]
        known = work.session.scalars(select(Requester)).one()
        assert (known.mengsuban_id, known.id) == ("u-1", ticket.requester_id)
        assert work.vault.open(known.name_sealed or "", f"requesters.name.{known.id}") == "张小三"
    assert "138****0001" in browser.get("/m/new").text
    assert number in browser.get("/m/tickets").text and number in browser.get("/m/").text


def test_two_taps_on_the_same_form_file_once(house: House, citizen: Enter, file: Filing) -> None:
    browser = citizen()
    answers = [file(browser, once="a" * 16, photos=[photo()]) for _ in range(2)]
    assert number_of(answers[0]) == number_of(answers[1])
    other = file(citizen("u-2"), once="a" * 16)
    assert number_of(other) != number_of(answers[0])
    with house.equipment.work() as work:
        assert work.session.query(Ticket).count() == 2 and work.session.query(Attachment).count() == 1


def test_every_photograph_that_cannot_be_taken_is_named_and_nothing_is_filed(
    house: House, citizen: Enter, file: Filing
) -> None:
    answer = file(citizen(), photos=[photo("好.jpg"), photo("坏.jpg", b"MZ"), photo("空.png", b"")])
    assert answer.status_code == 422 and "「好.jpg」" not in answer.text
    assert (
        "「坏.jpg」没有收：文件内容与扩展名 .jpg 不符" in answer.text and "「空.png」没有收：文件是空的" in answer.text
    )
    with house.equipment.work() as work:
        assert work.session.query(Ticket).count() == 0 and work.session.query(Attachment).count() == 0


def test_photographs_are_dropped_chosen_or_taken_with_the_camera(citizen: Enter, page_of: Callable[[str], Any]) -> None:
    source = citizen().get("/m/new").text
    fields = {one["id"]: one for one in page_of(source).named("input") if one.get("type") == "file"}
    assert set(fields) == {"album", "camera"} and {one["name"] for one in fields.values()} == {"photos"}
    assert {one["accept"] for one in fields.values()} == {"image/jpeg,image/png"}
    assert "capture" in fields["camera"] and "capture" not in fields["album"] and "multiple" in fields["album"]
    assert "最多 5 张" in source and "每张不超过 20 MB，合计不超过 30 MB" in source and 'data-most="5"' in source


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"text": ""}, "诉求内容"), ({"text": "长" * 50_001}, "诉求内容"), ({"phone": "123"}, "联系电话"),
        ({"title": "长" * 201}, "标题"), ({"address": "长" * 201}, "详细地址"), ({"region": "999999"}, "区划"),
        ({"once": "x"}, "表单编号"), ({"text": "a\x00"}, "诉求内容"), ({"requester_kind": "x"}, "诉求主体"),
        ({"photos": [photo("a.exe")]}, "a.exe"), ({"photos": [photo("a.jpg", b"MZ")]}, "扩展名"),
        ({"requester_kind": "enterprise", "company": "", "uscc": "1"}, "企业名称"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_what_was_written_is_kept(
    change: dict[str, Any], named: str, house: House, citizen: Enter, file: Filing
) -> None:
    answer = file(citizen(), **{"name": "写过的名字", **change})
    assert answer.status_code == 422
    assert named in answer.text and "写过的名字" in answer.text and 'role="alert"' in answer.text
    with house.equipment.work() as work:
        assert work.session.query(Ticket).count() == 0


def test_an_enterprise_files_under_its_code_and_finds_it_in_its_own_zone(
    house: House, citizen: Enter, file: Filing
) -> None:
    browser = citizen()
    assert CODE not in browser.get("/m/enterprise").text
    number = number_of(file(browser, requester_kind="enterprise", company="某某科技有限公司", uscc=CODE.lower()))
    plain = number_of(file(browser))
    zone = browser.get("/m/enterprise").text
    assert "某某科技有限公司" in zone and CODE in zone and number in zone and plain not in zone
    assert house.ticket(number).requester_kind == RequesterKind.ENTERPRISE
    assert house.ticket(number).watcher is not None
    assert CODE in browser.get("/m/new?requester_kind=enterprise").text
    assert "五家以上企业" in zone and "五人" not in zone


def test_ten_in_an_hour_are_enough_and_the_text_is_not_lost(house: House, citizen: Enter, file: Filing) -> None:
    browser = citizen()
    for _ in range(10):
        assert file(browser).status_code == 302
    answer = file(browser, text="第十一件的文字")
    assert answer.status_code == 429 and "10 件" in answer.text and "第十一件的文字" in answer.text


def test_mongolian_is_kept_as_it_was_written_and_shown_upright_with_its_translation(
    house: House, citizen: Enter, file: Filing
) -> None:
    browser = citizen()
    number = number_of(file(browser, text=MONGOLIAN))
    assert house.ticket(number).language == Language.MONGOLIAN
    page = browser.get(f"/m/tickets/{number}").text
    assert f'<div class="demand mongolian" lang="mn-Mong">{MONGOLIAN}</div>' in page and "译文尚未完成" in page
    with house.equipment.work() as work:
        work.session.execute(update(Ticket).values(translation="请修暖气"))
    page = browser.get(f"/m/tickets/{number}").text
    assert MONGOLIAN in page and "请修暖气" in page and "由人翻译" in page


def test_nobody_sees_or_touches_what_others_filed(house: House, filed: tuple[FlaskClient, str], citizen: Enter) -> None:
    _, number = filed
    other = citizen("u-2")
    pages = [f"/m/tickets/{number}", f"/m/tickets/{number}/filed", f"/m/tickets/{number}/photos/1", "/m/tickets/none"]
    assert {other.get(path).status_code for path in pages} == {404}
    for deed in ("supplement", "press", "withdraw", "rate"):
        data = {"words": "x", "reason": "x", "satisfaction": "5", "solved": "yes"}
        assert other.post(f"/m/tickets/{number}/{deed}", data=data).status_code == 404
    assert number not in other.get("/m/tickets").text
    ticket = house.ticket(number)
    assert (ticket.state, ticket.pressed) == (State.REGISTERED, 0)


def test_the_photographs_of_the_requester_are_shown_and_the_files_of_the_unit_are_not(
    house: House, citizen: Enter, file: Filing
) -> None:
    browser = citizen()
    number = number_of(file(browser, photos=[photo()]))
    with house.equipment.work() as work:
        ticket = work.ticket(number)
        mine = work.session.scalars(select(Attachment.id)).one()
        theirs = Attachment(ticket_id=ticket.id, agency="ZJ-150105", name="内部照片.jpg", media="image/jpeg", size=1,
                            digest="0" * 64, by="clerk", at=work.now)  # fmt: skip
        work.session.add(theirs)
        work.session.flush()
        hidden = theirs.id
    shown = browser.get(f"/m/tickets/{number}/photos/{mine}")
    assert (shown.status_code, shown.mimetype, shown.data) == (200, "image/jpeg", JPEG)
    assert browser.get(f"/m/tickets/{number}/photos/{hidden}").status_code == 404
    assert "内部照片" not in browser.get(f"/m/tickets/{number}").text


def test_the_way_is_told_in_outward_words_and_the_answer_only_once_approved(
    house: House, filed: tuple[FlaskClient, str]
) -> None:
    browser, number = filed
    page = browser.get(f"/m/tickets/{number}").text
    assert "<strong>已受理</strong>" in page and "待签收" in page
    replied(house, number)
    page = browser.get(f"/m/tickets/{number}").text
    assert "办理中" in page and ANSWER not in page
    assert "<strong>已转办</strong>" in page and "<strong>已签收办理</strong>" in page and "待签收" not in page
    assert [word for word in INSIDE if word in page] == []
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)
    page = browser.get(f"/m/tickets/{number}").text
    assert ANSWER in page and "请您评价" in page and "内部情况不外露" not in page
    assert "<strong>已答复</strong>" in page and "待评价" in page


def test_words_and_a_photograph_are_added_and_shown_in_the_way(house: House, filed: tuple[FlaskClient, str]) -> None:
    browser, number = filed
    data = {"words": "昨夜只有九度", "photos": [photo("c.jpg")]}
    answer = browser.post(f"/m/tickets/{number}/supplement", data=data, content_type="multipart/form-data")
    assert answer.location == f"/m/tickets/{number}"
    page = browser.get(answer.location).text
    assert "已收到您的补充" in page and "您补充了情况" in page and "昨夜只有九度" in page
    refused = browser.post(f"/m/tickets/{number}/supplement", data={"words": " "})
    assert refused.status_code == 422 and "补充内容" in refused.text
    with house.equipment.work() as work:
        assert work.session.scalars(select(Attachment)).one().step_id is not None


def test_a_second_urging_too_soon_is_429_in_words_and_keeps_what_was_written(filed: tuple[FlaskClient, str]) -> None:
    browser, number = filed
    assert browser.post(f"/m/tickets/{number}/press", data={"words": "请快些"}).status_code == 302
    page = browser.get(f"/m/tickets/{number}").text
    assert "已记录催办" in page and "您催办了一次" in page and "请快些" in page
    again = browser.post(f"/m/tickets/{number}/press", data={"words": "再催一次"})
    assert again.status_code == 429 and "小时内已催办过" in again.text and "再催一次" in again.text


def test_a_demand_is_withdrawn_with_a_reason_once(house: House, filed: tuple[FlaskClient, str]) -> None:
    browser, number = filed
    path = f"/m/tickets/{number}/withdraw"
    assert "理由" in browser.post(path, data={}).text
    assert browser.post(path, data={"reason": "已解决"}).status_code == 302
    page = browser.get(f"/m/tickets/{number}").text
    assert "已撤诉" in page and "<form" not in page.partition("<main")[2].partition("</main")[0]
    assert browser.post(path, data={"reason": "已解决"}).status_code == 409
    assert house.ticket(number).state == State.WITHDRAWN


def test_a_content_rating_closes_and_a_reasoned_complaint_has_it_done_again(
    house: House, citizen: Enter, file: Filing
) -> None:
    browser = citizen()
    good, bad = number_of(file(browser)), number_of(file(browser))
    early = browser.post(f"/m/tickets/{good}/rate", data={"satisfaction": "5", "solved": "yes"})
    assert early.status_code == 409
    to_rate(house, good)
    to_rate(house, bad)
    assert "满意度" in browser.post(f"/m/tickets/{good}/rate", data={"solved": "yes"}).text
    assert browser.post(f"/m/tickets/{good}/rate", data={"satisfaction": "5", "solved": "yes"}).status_code == 302
    assert (house.ticket(good).state, house.ticket(good).satisfaction) == (State.CLOSED, "5")
    assert "您的评价" in browser.get(f"/m/tickets/{good}").text
    data = {"satisfaction": "1", "solved": "no", "reason": "还是不热"}
    assert browser.post(f"/m/tickets/{bad}/rate", data=data).status_code == 302
    assert (house.ticket(bad).state, house.ticket(bad).redone) == (State.HANDLING, 1)
    page = browser.get(f"/m/tickets/{bad}").text
    assert ANSWER not in page and "<strong>已退回重新办理</strong>" in page


def test_an_enterprise_sees_the_policies_it_was_told_of_and_nobody_else_does(
    house: House, citizen: Enter, file: Filing
) -> None:
    browser = citizen()
    number = number_of(file(browser, requester_kind="enterprise", company="某某科技有限公司", uscc=CODE))
    with house.equipment.work() as work:
        made = Policy(
            title=f"测试补贴{SCRIPT}", document_number="测试〔2026〕1号", issuer="测试机关", summary=f"摘要{SCRIPT}",
            valid_from=date(2026, 1, 1), state=PolicyState.PUBLISHED, written_by="a", written_at=work.now, published_by="b",
        )  # fmt: skip
        work.session.add(made)
        work.session.flush()
        ticket = work.ticket(number)
        push = PolicyPush(ticket_id=ticket.id, policy_id=made.id, by="officer", at=work.now, state=PushState.TOLD)
        work.session.add(push)
    shown = browser.get("/m/enterprise").text
    assert "测试补贴&lt;script&gt;" in shown and SCRIPT not in shown and "测试〔2026〕1号" in shown
    assert "测试〔2026〕1号" not in citizen("u-2").get("/m/enterprise").text


def test_markup_in_any_field_is_text(house: House, citizen: Enter, file: Filing) -> None:
    browser = citizen(name=SCRIPT, company=SCRIPT)
    fields = dict.fromkeys(("text", "title", "address", "name", "company"), SCRIPT)
    number = number_of(file(browser, **fields, requester_kind="enterprise", uscc=CODE))
    browser.post(f"/m/tickets/{number}/supplement", data={"words": SCRIPT})
    browser.post(f"/m/tickets/{number}/press", data={"words": SCRIPT})
    refused = [
        file(browser, **fields, phone=SCRIPT),
        browser.post(f"/m/tickets/{number}/press", data={"words": SCRIPT}),
    ]
    seen = [browser.get(path) for path in ("/m/", "/m/tickets", f"/m/tickets/{number}", "/m/enterprise", "/m/new",
                                           f"/m/answers?q={SCRIPT}", f"/m/tickets/{SCRIPT}")]  # fmt: skip
    for answer in (*refused, *seen):
        assert SCRIPT not in answer.text, answer.request.path
    assert all("&lt;script&gt;" in answer.text for answer in (*refused, *seen[:4]))


def test_public_answers_are_searched_and_read_and_empty_searches_are_friendly(citizen: Enter) -> None:
    browser = citizen()
    assert "常看的解答" in browser.get("/m/answers").text
    found = browser.get("/m/answers?q=供热报停怎样办理")
    assert "住宅供热报停怎样办理" in found.text
    link = found.text.partition('href="/m/answers/')[2].partition('"')[0]
    assert "供热" in browser.get(f"/m/answers/{link}").text
    assert "没有找到合适的解答" in browser.get("/m/answers?q=zzzz").text
    assert browser.get("/m/answers/999999").status_code == 404


def test_what_five_people_filed_is_a_hot_topic_without_a_word_of_theirs(house: House, citizen: Enter) -> None:
    browser = citizen()
    assert "近七天没有集中反映的事项" in browser.get("/m/answers").text
    for one in range(7):
        house.registered("独一无二的诉求文字", mengsuban_id=f"m-{one}", channel=Channel.MENGSUBAN, name="某某")
    with house.equipment.work() as work:
        work.session.execute(update(Ticket).values(category="0301"))
        name = work.rules.categories["0301"].name
    page = browser.get("/m/answers").text
    assert name in page and "5 人以上" in page and "独一无二" not in page and "7 人" not in page


def test_every_form_asks_for_a_token(house: House, link: Callable[..., str], page_of: Callable[[str], Any]) -> None:
    browser = create_app(house.equipment).test_client()
    browser.get(link())
    page = browser.get("/m/new").text
    posts = [form for form in page_of(page).forms if form.action.startswith("/m/") and form.action != "/m/answers"]
    assert len(posts) == 2 and all("csrf_token" in form.fields for form in posts)
    for path in ("/m/new", "/m/look", "/m/tickets/x/press"):
        answer = browser.post(path, data={"text": HEATING})
        assert answer.status_code == 400 and "刷新" in answer.text and "/sign-in" not in answer.text
    sent = {**page_of(page).form("/m/new").values, "text": HEATING}
    assert browser.post("/m/new", data=sent, content_type="multipart/form-data").status_code == 302


def test_every_page_has_one_heading_a_label_and_help_for_every_field_and_unique_ids(
    house: House, citizen: Enter, file: Filing, page_of: Callable[[str], Any]
) -> None:
    browser = citizen()
    number, rated = number_of(file(browser, photos=[photo()])), number_of(file(browser))
    to_rate(house, rated)
    for path in ("/m/", "/m/new", "/m/new?requester_kind=enterprise", "/m/tickets", "/m/answers", "/m/enterprise",
                 f"/m/tickets/{number}", f"/m/tickets/{number}/filed", f"/m/tickets/{rated}", "/m/nothing"):  # fmt: skip
        answer = browser.get(path)
        page = page_of(answer.text)
        assert len(page.named("h1")) == 1, path
        ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
        assert len(ids) == len(set(ids)), path
        labelled = {attrs["for"] for attrs in page.named("label")}
        fields = [
            attrs
            for tag in ("input", "select", "textarea")
            for attrs in page.named(tag)
            if attrs.get("type") != "hidden"
        ]
        for attrs in fields:
            assert attrs["id"] in labelled and attrs["aria-describedby"] in ids, (path, attrs)
        assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)], path
        scripts = [attrs["src"] for attrs in page.named("script")]
        assert scripts in ([], ["/static/files.js"]), path


def test_an_unknown_deed_or_page_is_404_in_the_citizens_own_layout(filed: tuple[FlaskClient, str]) -> None:
    browser, number = filed
    for answer in (
        browser.post(f"/m/tickets/{number}/dispatch", data={}),
        browser.get("/m/tickets/none"),
        browser.get("/m/x"),
    ):
        assert answer.status_code == 404 and "citizens.css" in answer.text and "/sign-in" not in answer.text

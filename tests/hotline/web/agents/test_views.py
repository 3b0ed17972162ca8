"""The agents' desk: each key does what it says, suggestions keep nothing, and no text becomes a script."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from factories import HEATING, OTHER_UNIT, UNIT, House, person
from hotline.casework import intake
from hotline.domain.vocabulary import ArticleState, Role, State, Urgency
from hotline.knowledge.indexing import index
from hotline.store.knowledge import Article
from hotline.store.people import Staff
from hotline.store.queries.details import details
from hotline.store.tickets import Ticket

Browsers = Callable[[Role], FlaskClient]
EVIL = """<script>alert("x")</script>'" onmouseover="alert(1)""" + HEATING


@pytest.fixture
def desk(browser_of: Browsers) -> FlaskClient:
    return browser_of(Role.AGENT)


def pressed(desk: FlaskClient, house: House, key: str, **form: str) -> Ticket:
    answer = desk.post("/agents/calls", data={"then": key, **form})
    assert answer.status_code == 302, answer.text
    return house.ticket(answer.location.rpartition("/")[2])


def all_tickets(house: House) -> int:
    with house.equipment.work() as work:
        return work.session.query(Ticket).count()


def draft_of(house: House, **more: str) -> str:
    with house.equipment.work(person(Role.AGENT)) as work:
        return intake.save(work, intake.Demand(text="", **more)).number  # type: ignore[arg-type]


def test_register_takes_the_call_down(desk: FlaskClient, house: House) -> None:
    ticket = pressed(
        desk, house, "register", text=HEATING, phone="13847100009", name="张三", region="150105", urgency="urgent"
    )
    assert (ticket.state, ticket.text, ticket.region, ticket.region_chosen) == (
        State.REGISTERED,
        HEATING,
        "150105",
        True,
    )
    assert (ticket.urgency, ticket.registered_by) == (Urgency.URGENT, "agent")
    page = desk.get(f"/tickets/{ticket.number}").text
    assert "138****0009" in page and "13847100009" not in page and "张三" not in page
    assert f"工单 {ticket.number} 已登记，当前状态：待研判" in page


def test_dispatch_registers_and_gives_it_to_the_unit_of_the_rule(desk: FlaskClient, house: House) -> None:
    ticket = pressed(desk, house, "dispatch", text=HEATING, region="150105", category="0301")
    assert (ticket.state, ticket.agency) == (State.DISPATCHED, UNIT) and ticket.rule


def test_dispatch_to_a_unit_of_ones_own_choice(desk: FlaskClient, house: House) -> None:
    ticket = pressed(desk, house, "dispatch", text=HEATING, region="150105", category="0301", agency=OTHER_UNIT)
    assert (ticket.state, ticket.agency) == (State.DISPATCHED, OTHER_UNIT)


def test_answer_closes_with_the_reply(desk: FlaskClient, house: House) -> None:
    ticket = pressed(desk, house, "answer", text="怎样办理居住证", reply="请带身份证到派出所")
    assert (ticket.state, ticket.reply) == (State.CLOSED, "请带身份证到派出所")


def test_save_keeps_a_draft_and_finish_registers_it(desk: FlaskClient, house: House) -> None:
    ticket = pressed(desk, house, "save", phone="13847100009")
    assert ticket.state == State.DRAFT
    assert ticket.number in desk.get("/agents/").text
    assert "13847100009" in desk.get(f"/agents/draft/{ticket.number}").text
    form = {"text": HEATING, "phone": "13847100009", "version": str(ticket.version)}
    answer = desk.post(f"/agents/draft/{ticket.number}", data=form)
    assert (answer.status_code, answer.location) == (302, f"/tickets/{ticket.number}")
    finished = house.ticket(ticket.number)
    assert (finished.state, finished.text) == (State.REGISTERED, HEATING)


@pytest.mark.parametrize("text", ["", "误拨"])
def test_void_and_transfer_need_no_words(text: str, desk: FlaskClient, house: House) -> None:
    assert pressed(desk, house, "void", text=text).state == State.VOID
    ticket = pressed(desk, house, "transfer", text=text, hotline="119")
    assert (ticket.state, ticket.urgency) == (State.TRANSFERRED, Urgency.EMERGENCY)


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ({"then": "register"}, "诉求内容"),
        ({"then": "answer", "text": "问"}, "答复内容"),
        ({"then": "transfer", "text": "火"}, "紧急热线号码"),
        ({"then": "dispatch", "text": HEATING}, "区划"),
        ({"then": "dispatch", "text": HEATING, "region": "150105", "category": "9999"}, "事项分类"),
        ({"then": "dispatch", "text": HEATING, "region": "150105", "category": "0301", "agency": "X"}, "承办单位"),
        ({"then": "explode", "text": HEATING}, "不认识的操作"),
        ({"text": HEATING, "phone": "123"}, "联系电话"),
        ({"text": HEATING, "region": "999999"}, "区划"),
        ({"text": HEATING, "channel": "pigeon"}, "来源渠道"),
        ({"text": "长" * 50_001}, "诉求内容"),
        ({"text": HEATING, "title": "长" * 201}, "标题"),
        ({"text": HEATING, "company": "甲", "uscc": "9" * 65}, "统一社会信用代码"),
        ({"text": "a\x00b"}, "诉求内容"),
        ({"text": HEATING, "address": "a\x00b"}, "详细地址"),
        ({"then": "answer", "text": HEATING, "reply": "a\x00b"}, "答复内容"),
        ({"then": "answer", "text": HEATING, "reply": "好", "category": "9" * 65}, "事项分类"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_422_by_its_name_and_nothing_is_kept(
    form: dict[str, str], named: str, desk: FlaskClient, house: House
) -> None:
    answer = desk.post("/agents/calls", data=form)
    assert answer.status_code == 422
    assert named in answer.text
    assert all_tickets(house) == 0


def test_a_draft_that_somebody_else_finished_is_409(desk: FlaskClient, house: House) -> None:
    number = draft_of(house)
    version = str(house.ticket(number).version)
    assert desk.post(f"/agents/draft/{number}", data={"text": HEATING, "version": "99"}).status_code == 409
    assert desk.post(f"/agents/draft/{number}", data={"text": HEATING, "version": version}).status_code == 302
    again = desk.post(f"/agents/draft/{number}", data={"text": "另写", "version": version})
    assert again.status_code == 409
    assert house.ticket(number).text == HEATING


def test_a_draft_answers_404_before_409_before_422(desk: FlaskClient, house: House) -> None:
    registered, draft = house.registered(), draft_of(house)
    assert desk.post("/agents/draft/nonsense", data={"channel": "pigeon"}).status_code == 404
    assert desk.get("/agents/draft/nonsense").status_code == 404
    assert desk.post(f"/agents/draft/{registered}", data={"channel": "pigeon"}).status_code == 409
    assert desk.post(f"/agents/draft/{draft}", data={"channel": "pigeon"}).status_code == 422
    assert desk.post(f"/agents/draft/{draft}", data={"version": "1"}).status_code == 422


def test_a_draft_is_not_finished_without_the_version_that_was_seen(desk: FlaskClient, house: House) -> None:
    number = draft_of(house)
    answer = desk.post(f"/agents/draft/{number}", data={"text": HEATING})
    assert answer.status_code == 422 and "页面版本" in answer.text
    assert house.ticket(number).state == State.DRAFT


def test_mine_holds_what_i_registered_and_nothing_else(desk: FlaskClient, house: House) -> None:
    mine, other = house.registered(), house.registered(by=replace(person(Role.AGENT), account="agent-2"))
    page = desk.get("/agents/mine").text
    assert mine in page and other not in page


def test_suggestions_name_category_place_agency_reason_and_deadline(desk: FlaskClient, house: House) -> None:
    near = house.dispatched()
    page = desk.post("/agents/suggest", data={"text": HEATING}).text
    for shown in (
        'data-value="0301"',
        'data-value="150105"',
        "呼和浩特市赛罕区",
        "到期",
        "时限",
        "规则",
        "规则出处",
        near,
    ):
        assert shown in page
    assert "要素齐全，登记后按现行规则派单" in page
    assert "<html" not in page


@pytest.mark.parametrize("urgency", ["ordinary", "urgent", "critical"])
@pytest.mark.parametrize("demand_type", ["help", "complaint"])
def test_the_suggested_deadline_is_the_one_that_the_ticket_gets(
    urgency: str, demand_type: str, desk: FlaskClient, house: House
) -> None:
    form = {"text": HEATING, "region": "150105", "category": "0301", "urgency": urgency, "demand_type": demand_type}
    page = desk.post("/agents/suggest", data=form).text
    ticket = pressed(desk, house, "dispatch", **form)
    told = page.partition("<dt>时限</dt>")[2].partition("</div>")[0]
    assert ticket.limit and ticket.limit.replace(" 工作日", " 个工作日") in told
    assert f"{ticket.due_at:%m-%d}" in told or ticket.limit.endswith("小时")
    assert f"按表单现选的「{Urgency(urgency).label}」" in told


def test_where_the_words_sound_more_urgent_than_the_form_both_deadlines_are_told(
    desk: FlaskClient, house: House
) -> None:
    form = {"text": HEATING, "region": "150105"}
    page = desk.post("/agents/suggest", data={**form, "urgency": "ordinary"}).text
    assert "研判为紧急程度「紧急」，与表单不同" in page and "24 小时" in page and "7 个工作日" in page
    assert "与表单不同" not in desk.post("/agents/suggest", data={**form, "urgency": "urgent"}).text


def test_what_a_person_called_urgent_is_not_made_less_so_by_the_machine(house: House) -> None:
    calm = "赛罕区昭乌达路有一盏路灯不亮，请维修路灯"
    ticket = house.ticket(house.triaged(calm, urgency=Urgency.CRITICAL))
    assert ticket.urgency == Urgency.CRITICAL and ticket.limit == "2 小时"
    assert house.ticket(house.triaged(calm)).urgency == Urgency.ORDINARY
    assert house.ticket(house.triaged(HEATING)).urgency == Urgency.URGENT


def test_while_it_burns_the_categories_are_folded_away(desk: FlaskClient, house: House) -> None:
    page = desk.post("/agents/suggest", data={"text": "我家楼下着火了，有人被困在里面，快来救人"}).text
    folded = page.index("<summary>研判参考")
    assert page.index("请立即核实并转") < folded < page.index("事项分类") and "<details open" not in page
    assert "研判参考" not in desk.post("/agents/suggest", data={"text": HEATING}).text


def test_suggestions_for_nothing_say_what_they_will_do(desk: FlaskClient, house: House) -> None:
    assert "边记录，边提示" in desk.post("/agents/suggest", data={}).text


def test_suggestions_say_why_a_person_must_decide(desk: FlaskClient, house: House) -> None:
    page = desk.post("/agents/suggest", data={"text": "这件事情请你们管一管"}).text
    assert "登记后将转派单岗人工确定" in page


def test_suggestions_raise_the_alarm(desk: FlaskClient, house: House) -> None:
    page = desk.post("/agents/suggest", data={"text": "我家楼下着火了，有人被困在里面，快来救人"}).text
    assert 'role="alert"' in page and "请立即核实并转" in page and 'data-value="119"' in page


def test_suggestions_write_nothing(desk: FlaskClient, house: House, count_rows: Callable[[], dict[str, int]]) -> None:
    house.dispatched()
    before = count_rows()
    assert desk.post("/agents/suggest", data={"text": HEATING, "phone": "13847100009"}).status_code == 200
    assert count_rows() == before


def test_similar_tickets_are_only_those_one_may_see_and_masked(house: House, browser_of: Browsers) -> None:
    own = house.registered(HEATING + "联系电话13847112345", region="150105")
    desk = browser_of(Role.AGENT)
    page = desk.post("/agents/suggest", data={"text": HEATING}).text
    assert own in page and "13847112345" not in page
    try:
        with house.equipment.work() as work:
            work.session.query(Staff).filter_by(account="agent").update({"region": "1502", "account": "agent-1502"})
        with desk.session_transaction() as session:
            session["account"] = "agent-1502"
        assert own not in desk.post("/agents/suggest", data={"text": HEATING}).text
    finally:
        with house.equipment.work() as work:
            work.session.query(Staff).filter_by(account="agent-1502").update({"region": "15", "account": "agent"})


def test_no_text_becomes_a_script_on_the_desk(desk: FlaskClient, house: House) -> None:
    house.dispatched(EVIL)
    pages = [desk.post("/agents/suggest", data={"text": EVIL, "title": EVIL[:60]}).text]
    draft = pressed(
        desk, house, "save", text=EVIL, title=EVIL[:60], name=EVIL[:40], address=EVIL[:60], company=EVIL[:60]
    )
    pages += [desk.get(path).text for path in ("/agents/", "/agents/mine", f"/agents/draft/{draft.number}")]
    for page in pages:
        assert "<script>alert" not in page
        assert ' onmouseover="' not in page
        assert "&lt;script&gt;" in page


def test_a_registration_by_the_desk_can_be_read_back(desk: FlaskClient, house: House) -> None:
    ticket = pressed(
        desk, house, "register", text=HEATING, company="甲公司", requester_kind="enterprise", uscc="91150100MA0N1234XX"
    )
    with house.equipment.work(person(Role.AGENT)) as work:
        contact = details(work, ticket.number).contact
    assert (contact.company, contact.uscc) == ("甲公司", "91150100MA0N1234XX")


def test_suggested_articles_hold_where_the_demand_is_and_can_be_opened(desk: FlaskClient, house: House) -> None:
    with house.equipment.work() as work:
        ids = {}
        for region, title in (("150105", "赛罕区暖气不热怎样报修"), ("1502", "包头市暖气不热怎样报修")):
            row = Article(title=title, body="您好。", questions=["暖气不热"], category="0301", region=region, unit="",
                          basis="", grade="D", state=ArticleState.PUBLISHED, updated_at=work.now)  # fmt: skip
            index(row)
            work.session.add(row)
            work.session.flush()
            ids[region] = row.id
    page = desk.post("/agents/suggest", data={"text": HEATING, "region": "150105"}).text
    assert f'href="/knowledge/{ids["150105"]}"' in page and f"/knowledge/{ids['1502']}" not in page
    assert desk.get(f"/knowledge/{ids['150105']}").status_code == 200
    with house.equipment.work() as work:
        work.session.execute(delete(Article).where(Article.id.in_(ids.values())))

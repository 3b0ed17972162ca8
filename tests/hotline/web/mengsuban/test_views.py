"""The signed interface for 蒙速办: file, follow, rate; nothing without a signature, nothing of others."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from factories import HEATING, House, done, person
from hotline.casework import dispatch, handling
from hotline.casework.closing import review
from hotline.casework.watch.archiving import archive
from hotline.domain.vocabulary import Channel, Role, State
from hotline.gateways.signing import Signer, now_in_utc
from hotline.store.tickets import Ticket

Call = Callable[..., TestResponse]
DEMAND = {"external_no": "e-1", "open_id": "u-1", "content": HEATING, "name": "张三", "phone": "13847100001"}


@pytest.fixture
def call(house: House, guarded_browser: FlaskClient) -> Call:
    """Call the interface as 蒙速办 does: signed, with JSON."""

    def called(
        method: str, path: str, message: object = None, *, raw: bytes | None = None, **headers: str
    ) -> TestResponse:
        body = raw if raw is not None else json.dumps(message).encode() if message is not None else b""
        whole = f"/mengsuban/v1{path}"
        signed = {**house.equipment.signer.headers(method, whole, body, now_in_utc()), **headers}
        return guarded_browser.open(whole, method=method, data=body, headers=signed, content_type="application/json")

    return called


def filed(call: Call, **more: Any) -> str:
    answer = call("POST", "/tickets", {**DEMAND, **more})
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return str(answer.json["order_no"])


def called_back(house: House, number: str) -> None:
    with house.equipment.work(person(Role.AGENT)) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch.dispatch_by_person(work, judgement, number, category="0301", region="150105", agency="", seen=None)
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.accept(work, number)
        handling.reply(work, number, done("已检修", work.now))
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)


def test_a_demand_is_filed(house: House, call: Call) -> None:
    answer = call("POST", "/tickets", DEMAND)
    assert answer.status_code == 201 and answer.json is not None
    ticket = house.ticket(answer.json["order_no"])
    assert answer.json == {"order_no": ticket.number, "status": "registered", "label": "已受理"}
    assert (ticket.state, ticket.channel, ticket.text) == (State.REGISTERED, Channel.MENGSUBAN, HEATING)
    assert ticket.external_id == "mengsuban-e-1"


def test_the_same_external_number_ten_times_is_one_ticket(house: House, call: Call) -> None:
    assert len({filed(call) for _ in range(10)}) == 1
    assert filed(call, external_no="e-2") != filed(call)
    with house.equipment.work() as work:
        assert work.session.query(Ticket).count() == 2


def test_how_far_it_is_is_told_to_the_requester_only(house: House, call: Call) -> None:
    number, other = filed(call), filed(call, external_no="e-2", open_id="u-2", phone="13847100002")
    answer = call("GET", f"/tickets/{number}?open_id=u-1")
    assert answer.status_code == 200 and answer.json is not None
    assert (answer.json["order_no"], answer.json["status"]) == (number, "registered")
    assert [event["label"] for event in answer.json["events"]] == ["已受理"]
    assert datetime.fromisoformat(answer.json["events"][0]["at"]).utcoffset() == timedelta(hours=8)
    for path in (f"/tickets/{number}?open_id=u-2", f"/tickets/{other}?open_id=u-1", f"/tickets/{number}",
                 f"/tickets/{number}?open_id=nobody", "/tickets/none?open_id=u-1"):  # fmt: skip
        refused = call("GET", path)
        assert refused.status_code == 404 and refused.json is not None and refused.json["status"] == 404, path


def test_a_ticket_of_the_telephone_is_nobodys_in_the_app(house: House, call: Call) -> None:
    filed(call)
    assert call("GET", f"/tickets/{house.registered()}?open_id=u-1").status_code == 404


RATING = {"open_id": "u-1", "satisfaction": "5", "solved": "yes"}


def test_a_content_rating_closes(house: House, call: Call) -> None:
    number = filed(call)
    called_back(house, number)
    answer = call("POST", f"/tickets/{number}/rating", RATING)
    assert (answer.status_code, answer.json) == (200, {"order_no": number, "status": "closed", "label": "已办结"})
    assert house.ticket(number).satisfaction == "5"
    assert call("POST", f"/tickets/{number}/rating", RATING).status_code == 409


@pytest.mark.parametrize("grade", ["1", "2"])
def test_dissatisfied_with_a_reason_has_it_done_again(grade: str, house: House, call: Call) -> None:
    number = filed(call)
    called_back(house, number)
    answer = call(
        "POST", f"/tickets/{number}/rating", {**RATING, "satisfaction": grade, "solved": "no", "reason": "还是不热"}
    )
    assert answer.json == {"order_no": number, "status": "handling", "label": "办理中"}
    assert house.ticket(number).redone == 1


def test_dissatisfied_without_a_reason_closes_with_the_grade(house: House, call: Call) -> None:
    number = filed(call)
    called_back(house, number)
    assert call("POST", f"/tickets/{number}/rating", {**RATING, "satisfaction": "2"}).status_code == 200
    ticket = house.ticket(number)
    assert (ticket.state, ticket.satisfaction) == (State.CLOSED, "2")


def test_nobody_rates_for_others_or_too_soon(house: House, call: Call) -> None:
    number = filed(call)
    filed(call, external_no="e-2", open_id="u-2", phone="13847100002")
    assert call("POST", f"/tickets/{number}/rating", RATING).status_code == 409
    called_back(house, number)
    assert call("POST", f"/tickets/{number}/rating", {**RATING, "open_id": "u-2"}).status_code == 404
    assert house.ticket(number).state == State.CALLBACK


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"content": ""}, "诉求内容"), ({"external_no": ""}, "来源编号"), ({"open_id": None}, "用户标识"),
        ({"open_id": "u" * 65}, "用户标识"), ({"external_no": "e" * 60}, "来源编号"), ({"uscc": "9" * 65}, "统一社会信用代码"),
        ({"appeal_type": "nonsense"}, "诉求类型"), ({"reporter_type": 7}, "诉求主体"), ({"phone": "123"}, "联系电话"),
        ({"region_code": "999999"}, "区划"), ({"content": "a\x00"}, "诉求内容"), ({"name": "a\x00"}, "姓名"),
        ({"content": "长" * 50_001}, "诉求内容"), ({"is_secret": "perhaps"}, "个人信息保密"), ({"content": "\ud800"}, "诉求内容"),
        ({"address": "长" * 201}, "详细地址"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_422_by_its_chinese_name(
    change: dict[str, object], named: str, house: House, call: Call
) -> None:
    answer = call("POST", "/tickets", {**DEMAND, **change})
    assert answer.status_code == 422 and answer.json is not None
    assert named in answer.json["error"]
    with house.equipment.work() as work:
        assert work.session.query(Ticket).count() == 0


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"x"', b"null", '{"content": "诉求"}'.encode("gbk"), b"\xff\xfe"])
def test_what_is_no_json_object_is_422(raw: bytes, call: Call) -> None:
    answer = call("POST", "/tickets", raw=raw)
    assert answer.status_code == 422 and answer.json is not None
    assert "JSON 对象" in answer.json["error"]


def test_all_mistakes_are_told_at_once(call: Call) -> None:
    answer = call("POST", "/tickets", {})
    assert answer.json is not None
    assert all(label in answer.json["error"] for label in ("来源编号", "用户标识", "诉求内容"))


@pytest.mark.parametrize(
    "headers",
    [{"X-Signature": "0" * 64}, {"X-Signature": ""}, {"X-App-Id": "other"}, {"X-Nonce": ""}, {"X-Timestamp": ""},
     {"X-Timestamp": "1"}, {"X-Timestamp": "9" * 400}, {"X-Nonce": "another"}],
)  # fmt: skip
def test_what_is_not_rightly_signed_is_401_in_json(headers: dict[str, str], house: House, call: Call) -> None:
    answer = call("POST", "/tickets", DEMAND, **headers)
    assert answer.status_code == 401 and answer.json is not None
    assert answer.json["status"] == 401 and "报文" in answer.json["error"]
    with house.equipment.work() as work:
        assert work.session.query(Ticket).count() == 0


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/tickets"), ("GET", "/tickets/x?open_id=u"), ("POST", "/tickets/x/rating")]
)
def test_what_is_unsigned_is_401_in_json(method: str, path: str, guarded_browser: FlaskClient) -> None:
    answer = guarded_browser.open(f"/mengsuban/v1{path}", method=method, json=DEMAND)
    assert answer.status_code == 401 and answer.json is not None


def test_another_key_is_401(house: House, guarded_browser: FlaskClient) -> None:
    body = json.dumps(DEMAND).encode()
    signer = Signer(house.equipment.signer.app, b"another key of thirty-two bytes!!")
    headers = signer.headers("POST", "/mengsuban/v1/tickets", body, now_in_utc())
    assert guarded_browser.post("/mengsuban/v1/tickets", data=body, headers=headers).status_code == 401


def test_an_old_message_and_a_replayed_one_are_401(house: House, guarded_browser: FlaskClient) -> None:
    path, body = "/mengsuban/v1/tickets", json.dumps(DEMAND).encode()

    def sent(ago: int) -> dict[str, str]:
        return house.equipment.signer.headers("POST", path, body, now_in_utc() - timedelta(seconds=ago))

    def post(headers: dict[str, str]) -> TestResponse:
        return guarded_browser.post(path, data=body, headers=headers, content_type="application/json")

    old = post(sent(400))
    assert old.status_code == 401 and "40002" in old.text
    fresh = sent(0)
    assert post(fresh).status_code == 201
    again = post(fresh)
    assert again.status_code == 401 and "40003" in again.text


def test_a_changed_query_is_401(house: House, call: Call, guarded_browser: FlaskClient) -> None:
    number = filed(call)
    headers = house.equipment.signer.headers("GET", f"/mengsuban/v1/tickets/{number}?open_id=u-2", b"", now_in_utc())
    assert guarded_browser.get(f"/mengsuban/v1/tickets/{number}?open_id=u-1", headers=headers).status_code == 401


def test_an_unknown_address_or_method_of_the_interface_is_told_in_json(guarded_browser: FlaskClient) -> None:
    for answer, status in (
        (guarded_browser.get("/mengsuban/v1/nothing"), 404),
        (guarded_browser.get("/mengsuban/v1/tickets"), 405),
    ):
        assert answer.status_code == status
        assert answer.json is not None and answer.json["status"] == status


def test_who_asked_for_secrecy_in_the_app_stays_secret(house: House, call: Call) -> None:
    assert house.ticket(filed(call, is_secret=True)).secret is True


def test_a_demand_is_withdrawn_by_its_requester_only_and_with_a_reason(house: House, call: Call) -> None:
    number = filed(call)
    filed(call, external_no="e-2", open_id="u-2", phone="13847100002")
    path = f"/tickets/{number}/withdrawal"
    assert call("POST", path, {"open_id": "u-2", "reason": "已解决"}).status_code == 404
    without = call("POST", path, {"open_id": "u-1"})
    assert without.status_code == 422 and without.json is not None and "理由" in without.json["error"]
    answer = call("POST", path, {"open_id": "u-1", "reason": "已自行解决"})
    assert (answer.status_code, answer.json) == (200, {"order_no": number, "status": "withdrawn", "label": "已撤诉"})
    assert call("POST", path, {"open_id": "u-1", "reason": "已自行解决"}).status_code == 409


def test_what_was_answered_is_not_withdrawn(house: House, call: Call) -> None:
    number = filed(call)
    called_back(house, number)
    assert call("POST", f"/tickets/{number}/withdrawal", {"open_id": "u-1", "reason": "不办了"}).status_code == 409
    assert house.ticket(number).state == State.CALLBACK


def test_a_withdrawn_demand_is_still_told_as_withdrawn_once_it_is_archived(house: House, call: Call) -> None:
    number = filed(call)
    call("POST", f"/tickets/{number}/withdrawal", {"open_id": "u-1", "reason": "已自行解决"})
    with house.equipment.work(now=datetime.now(UTC) + timedelta(days=31)) as work:
        assert archive(work) == 1
    answer = call("GET", f"/tickets/{number}?open_id=u-1")
    assert answer.json is not None and answer.json["label"] == "已撤诉"
    assert [event["label"] for event in answer.json["events"]][-1] == "已撤诉"

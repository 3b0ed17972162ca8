"""The pages of subscribers: the administrator's only; a secret is shown once; what failed is sent again."""

import pytest
from sqlalchemy import select

from hotline.domain.analysis.feed_terms import WebhookFault
from hotline.domain.vocabulary import Role
from hotline.store.analysis.subscribers import Subscriber, WebhookAttempt, WebhookMessage
from hotline.store.deliveries import Delivery

PLATFORM = {"name": "政务<script>平台", "url": "https://hooks.example.com/12345", "events": ["demand_feed.published"]}


@pytest.fixture
def admin(browser_of):
    return browser_of(Role.ADMINISTRATOR)


def the_one(house) -> Subscriber:
    with house.equipment.work() as work:
        return work.session.scalars(select(Subscriber)).one()


def test_a_secret_is_shown_once_and_kept_sealed(admin, house):
    made = admin.post("/feeds/subscribers/", data=PLATFORM)
    secret = made.text.partition("<code>")[2].partition("</code>")[0]
    assert made.status_code == 200 and secret.startswith("whsec_") and "<script>平台" not in made.text
    one = the_one(house)
    assert one.secret_sealed and secret not in one.secret_sealed
    for path in ("/feeds/subscribers/", f"/feeds/subscribers/{one.id}"):
        page = admin.get(path).text
        assert "whsec_" not in page and "hooks.example.com" in page and "<script>平台" not in page
    rotated = admin.post(f"/feeds/subscribers/{one.id}/rotate")
    assert "whsec_" in rotated.text and secret not in rotated.text and "两把密钥同时签名" in rotated.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "http://hooks.example.com/"}, "https://"), ({"url": "https://10.0.0.1/"}, "内部网络"),
        ({"name": ""}, "名称"), ({"events": []}, "事件"), ({"events": ["subscriber.tested"]}, "事件"),
        ({"url": "https://127.0.0.1/hook"}, "内部网络"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_subscriber_is_refused_in_a_sentence(admin, house, wrong, said):
    answer = admin.post("/feeds/subscribers/", data={**PLATFORM, **wrong})
    assert answer.status_code == 422 and said in answer.text
    with house.equipment.work() as work:
        assert work.session.scalars(select(Subscriber)).all() == []


def test_a_name_stands_for_one(admin):
    assert admin.post("/feeds/subscribers/", data=PLATFORM).status_code == 200
    assert admin.post("/feeds/subscribers/", data=PLATFORM).status_code == 409


def test_a_test_message_fails_is_seen_and_is_sent_again(admin, house):
    admin.post("/feeds/subscribers/", data=PLATFORM)
    number = the_one(house).id
    base = f"/feeds/subscribers/{number}"
    assert "测试消息已排队" in admin.post(f"{base}/test", follow_redirects=True).text
    with house.equipment.work() as work:
        message = work.session.scalars(select(WebhookMessage)).one()
        message.given_up_at = work.now
        work.session.add(
            WebhookAttempt(message_id=message.id, at=work.now, status=503, took_ms=12, fault=WebhookFault.REFUSED)
        )
    page = admin.get(base).text
    assert "对方没有收下（503）" in page and "未送达" in page
    assert (
        "1 条没有送达的消息已重新排队"
        in admin.post(f"{base}/replay", data={"since": "2020-01-01T00:00"}, follow_redirects=True).text
    )
    assert admin.post(f"{base}/messages/{message.id}/replay").status_code == 302
    assert admin.post(f"{base}/messages/999999/replay").status_code == 404
    with house.equipment.work() as work:
        turns = [row.about["turn"] for row in work.session.scalars(select(Delivery).order_by(Delivery.id))]
    assert turns == [0, 1, 2]
    assert "已停用" in admin.post(f"{base}/stop", follow_redirects=True).text
    assert [admin.post(f"{base}/{deed}").status_code for deed in ("test", "stop", "nothing")] == [409, 409, 404]
    assert "已恢复" in admin.post(f"{base}/resume", follow_redirects=True).text


@pytest.mark.parametrize("role", [Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.AGENT])
def test_others_stay_outside(role, browser_of, admin, house):
    admin.post("/feeds/subscribers/", data=PLATFORM)
    number = the_one(house).id
    browser = browser_of(role)
    assert browser.get("/feeds/subscribers/").status_code == 403
    assert browser.post(f"/feeds/subscribers/{number}/rotate").status_code == 403

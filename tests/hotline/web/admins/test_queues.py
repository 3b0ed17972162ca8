"""The queues on the screen: how they stand, what failed and why, another try or none; for administrators only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from factories import House
from hotline.domain.vocabulary import Lane, Role
from hotline.store.deliveries import Delivery

Browsers = Callable[[Role], FlaskClient]
SCRIPT = "<script>alert(1)</script>"


def put(house: House, **how: object) -> int:
    with house.equipment.work() as work:
        row = Delivery(job="tell_progress", lane=Lane.ROUTINE, due_at=datetime.now(UTC) - timedelta(minutes=9), **how)
        work.session.add(row)
        work.session.flush()
        return row.id


def test_what_failed_is_named_in_words_and_tried_again(house: House, browser_of: Browsers) -> None:
    ticket = house.registered(region="150105")
    number = put(
        house, attempts=7, dead_at=datetime.now(UTC), about={"number": ticket}, last_error=f"PeerDown：{SCRIPT}"
    )
    browser = browser_of(Role.ADMINISTRATOR)
    page = browser.get("/admins/queues/").text
    assert "向蒙速办回传进度" in page and ticket in page and "多次失败" in page and "即办" in page
    assert "tell_progress" not in page.replace('value="tell_progress"', "").replace("job=tell_progress", "")
    assert SCRIPT not in page and "&lt;script&gt;" in page
    told = browser.post(f"/admins/queues/{number}/retry", follow_redirects=True).text
    assert "已重新排队" in told and "没有失败的事项" in told
    again = browser.post(f"/admins/queues/{number}/retry")
    assert again.status_code == 409 and "正在排队或执行" in again.text


def test_all_of_one_job_are_tried_again_and_one_is_given_up(house: House, browser_of: Browsers) -> None:
    numbers = [put(house, attempts=7, dead_at=datetime.now(UTC)) for _ in range(3)]
    browser = browser_of(Role.ADMINISTRATOR)
    assert browser.post(f"/admins/queues/{numbers[0]}/drop", data={"reason": " "}).status_code == 422
    dropped = browser.post(f"/admins/queues/{numbers[0]}/drop", data={"reason": "已电话告知"}, follow_redirects=True)
    assert "已放弃" in dropped.text
    retried = browser.post("/admins/queues/retry", data={"job": "tell_progress"}, follow_redirects=True).text
    assert "「向蒙速办回传进度」的2 件多次失败的事项已重新排队" in retried
    assert "没有多次失败、需要重办的事项" in browser.post("/admins/queues/retry", data={}, follow_redirects=True).text


def test_a_long_list_is_read_page_by_page_and_by_job(house: House, browser_of: Browsers) -> None:
    with house.equipment.work() as work:
        late = {"lane": Lane.ROUTINE, "due_at": work.now, "attempts": 7, "dead_at": work.now}
        work.session.add_all([Delivery(job="text_unit", **late) for _ in range(51)])
    browser = browser_of(Role.ADMINISTRATOR)
    first = browser.get("/admins/queues/?job=text_unit").text
    assert "本页 50 项" in first and "下一页" in first
    assert "本页 1 项" in browser.get("/admins/queues/?job=text_unit&after=50").text
    assert "没有失败的事项" in browser.get("/admins/queues/?job=triage").text
    assert browser.get("/admins/queues/?after=x").status_code == 422


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR, Role.AGENT])
def test_the_queues_are_for_administrators(role: Role, browser_of: Browsers) -> None:
    browser = browser_of(role)
    assert browser.get("/admins/queues/").status_code == 403
    assert browser.post("/admins/queues/retry", data={}).status_code == 403
    assert browser.post("/admins/queues/1/retry").status_code == 403

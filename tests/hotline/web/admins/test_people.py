"""People on the screen: found, taken on with a password shown once, changed, dismissed; auditors only look."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from factories import UNIT, House
from hotline.casework import staff
from hotline.domain.vocabulary import Role

Alone = Callable[[Role], FlaskClient]
BOTH = [Role.ADMINISTRATOR, Role.AUDITOR]
NEW = {"account": "bai", "name": "白音", "role": "clerk", "region": "150105", "agency": UNIT, "phone": "13900000009"}
SCRIPT = "<script>alert(1)</script>"


def take_on(browser: FlaskClient, **more: str) -> str:
    answer = browser.post("/admins/people/new", data={**NEW, **more})
    assert answer.status_code == 200, answer.text
    found = re.search(r"<code>([a-z0-9-]{14})</code>", answer.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("role", BOTH)
def test_people_are_listed_without_their_passwords(role: Role, house: House, browser_of: Alone) -> None:
    page = browser_of(role).get("/admins/people/").text
    for one in Role:
        if one not in (Role.SYSTEM, Role.REQUESTER):
            assert f"测试{one.label}" in page
    assert "argon2" not in page and house.staff("agent").password_hash not in page


@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ({"words": "派单"}, "测试派单岗", "测试坐席"),
        ({"words": "DISPATCH"}, "测试派单岗", "测试坐席"),
        ({"words": UNIT}, "测试承办人", "测试坐席"),
        ({"words": "赛罕区住房"}, "测试分管领导", "测试坐席"),
        ({"role": "agent"}, "测试坐席", "测试派单岗"),
        ({"standing": "off"}, "没有符合条件的人员", "测试坐席"),
        ({"region": "1504"}, "没有符合条件的人员", "测试坐席"),
        ({"words": "%"}, "没有符合条件的人员", "测试坐席"),
    ],
)
def test_people_are_found_by_words_post_region_and_standing(
    asked: dict[str, str], there: str, absent: str, browser_of: Alone
) -> None:
    page = browser_of(Role.AUDITOR).get("/admins/people/", query_string=asked).text
    assert there in page and absent not in page


def test_somebody_is_taken_on_and_the_password_is_shown_once(lone: House, alone_as: Alone) -> None:
    browser = alone_as(Role.ADMINISTRATOR)
    password = take_on(browser)
    one = lone.staff("bai")
    assert staff.password_fits(one, password) and staff.must_change(one)
    page = browser.get(f"/admins/people/{one.id}").text
    assert "139****0009" in page and "13900000009" not in page and password not in page
    assert "待本人换密码" in page and "本单位另有 1 位在用的承办人" in page
    with browser.session_transaction() as session:
        assert password not in str(dict(session))


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"account": "Bai Yin"}, 422, "「账号」应为"),
        ({"account": "agent"}, 409, "已存在"),
        ({"name": ""}, 422, "「姓名」不能为空"),
        ({"role": "king"}, 422, "「岗位」不在可选范围内"),
        ({"role": "auditor", "agency": ""}, 403, "维护人员"),
        ({"agency": ""}, 422, "必须指明所在单位"),
        ({"phone": "123"}, 422, "手机应为"),
        ({"name": "白\x00音"}, 422, "二进制"),
    ],
)
def test_who_is_not_fit_is_not_taken_on(
    wrong: dict[str, str], status: int, told: str, lone: House, alone_as: Alone
) -> None:
    answer = alone_as(Role.ADMINISTRATOR).post("/admins/people/new", data={**NEW, **wrong})
    assert (answer.status_code, told in answer.text) == (status, True), answer.text
    with lone.equipment.work() as work:
        assert work.session.query(staff.Staff).filter_by(name="白音").count() == 0


def test_a_person_is_changed_closed_opened_and_given_a_password(
    lone: House, alone_as: Alone, page_of: Callable[[str], Any]
) -> None:
    browser = alone_as(Role.ADMINISTRATOR)
    first = take_on(browser)
    number = lone.staff("bai").id
    sheet = page_of(browser.get(f"/admins/people/{number}").text).form(f"/admins/people/{number}")
    sent = {**sheet.values, "name": "白云", "role": "agent", "agency": ""}
    done = browser.post(f"/admins/people/{number}", data=sent, follow_redirects=True)
    assert "白云的信息已保存" in done.text and lone.staff("bai").role == Role.AGENT
    again = browser.post(f"/admins/people/{number}", data=sent)
    assert again.status_code == 409 and "刚被他人改过" in again.text
    assert "已停用" in browser.post(f"/admins/people/{number}/deactivate", follow_redirects=True).text
    assert not lone.staff("bai").active
    assert "已恢复" in browser.post(f"/admins/people/{number}/reactivate", follow_redirects=True).text
    reset = browser.post(f"/admins/people/{number}/password")
    assert reset.status_code == 200 and reset.headers["Cache-Control"] == "no-store" and first not in reset.text
    assert not staff.password_fits(lone.staff("bai"), first)
    assert browser.post(f"/admins/people/{number}/crown").status_code == 404
    assert browser.get("/admins/people/999999").status_code == 404


def test_the_auditor_looks_and_changes_nothing(lone: House, alone_as: Alone) -> None:
    auditor, agent = alone_as(Role.AUDITOR), lone.staff("agent").id
    page = auditor.get(f"/admins/people/{agent}").text
    assert "测试坐席" in page and "<button" not in page.partition("<main")[2].partition("</main")[0]
    for path in ("new", f"{agent}", f"{agent}/deactivate", f"{agent}/password"):
        assert auditor.post(f"/admins/people/{path}", data=NEW).status_code == 403, path
    assert auditor.get("/admins/people/new").status_code == 403
    assert lone.staff("agent").active


def test_ones_own_page_and_an_auditors_page_offer_no_deeds(lone: House, alone_as: Alone) -> None:
    browser = alone_as(Role.ADMINISTRATOR)
    own = browser.get(f"/admins/people/{lone.staff('administrator').id}").text
    assert "须由另一位管理员" in own and "/deactivate" not in own
    assert browser.post(f"/admins/people/{lone.staff('administrator').id}/deactivate").status_code == 403
    eye = browser.get(f"/admins/people/{lone.staff('auditor').id}").text
    assert "三权分立" in eye and "/deactivate" not in eye and 'name="role"' not in eye


def test_who_is_closed_while_signed_in_is_outside_at_once(lone: House, alone_as: Alone) -> None:
    agent = alone_as(Role.AGENT)
    assert agent.get("/agents/").status_code == 200
    alone_as(Role.ADMINISTRATOR).post(f"/admins/people/{lone.staff('agent').id}/deactivate")
    assert agent.get("/agents/").location.startswith("/sign-in")


def test_names_are_shown_as_they_are_and_never_run(lone: House, alone_as: Alone) -> None:
    browser = alone_as(Role.ADMINISTRATOR)
    take_on(browser, name=SCRIPT)
    number = lone.staff("bai").id
    pages = [
        browser.get(path) for path in ("/admins/people/", f"/admins/people/{number}", f"/admins/people/?words={SCRIPT}")
    ]
    pages.append(browser.post(f"/admins/people/{number}/password"))
    assert all(one.status_code == 200 and "&lt;script&gt;" in one.text and SCRIPT not in one.text for one in pages)


def test_units_are_offered_by_name(browser_of: Alone) -> None:
    offered = browser_of(Role.ADMINISTRATOR).get("/admins/people/units?agency=赛罕区住房").text
    assert UNIT in offered
    assert browser_of(Role.AGENT).get("/admins/people/units?agency=住房").status_code == 403

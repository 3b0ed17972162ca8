"""Taking people on from the command line."""

import pytest
from sqlalchemy import delete

from factories import PASSWORD
from hotline.casework.staff import password_fits
from hotline.domain.vocabulary import Role
from hotline.store.people import Staff


@pytest.fixture(autouse=True)
def nobody_new_stays(equipment):
    yield
    with equipment.work() as work:
        work.session.execute(delete(Staff).where(Staff.account.like("new-%")))


def create(type_in, *more, account="new-1", role="agent", password=PASSWORD):
    words = ("--account", account, "--name", "白音", "--role", role, *more)
    return type_in("people", "create", *words, keys=f"{password}\n{password}\n")


def test_somebody_is_taken_on_and_the_password_is_not_shown(house, type_in):
    answer = create(type_in, "--region", "1501")
    assert answer.code == 0
    assert "已新增 白音（new-1，坐席）" in answer.out
    assert PASSWORD not in answer.out + answer.err
    found = house.staff("new-1")
    assert (found.name, found.role, found.region, found.demo) == ("白音", Role.AGENT, "1501", False)
    assert password_fits(found, PASSWORD)


def test_an_account_that_exists_is_refused(type_in):
    assert create(type_in).code == 0
    again = create(type_in)
    assert again.code == 1
    assert again.err.endswith("账号 new-1 已存在，请换一个")


def test_everything_that_is_wrong_is_told_at_once(type_in, equipment):
    answer = create(type_in, "--region", "99", "--agency", "XX", password="short")
    assert answer.code == 1
    for said in ("密码至少 10 位", "区划 99 不在区划表中", "单位 XX 不在单位名录中"):
        assert said in answer.err
    with equipment.work() as work:
        assert work.session.query(Staff).filter_by(account="new-1").count() == 0


@pytest.mark.parametrize("role", ["clerk", "head"])
def test_people_of_a_unit_need_a_unit(type_in, role):
    answer = create(type_in, role=role)
    assert answer.code == 1
    assert "必须指明所在单位" in answer.err


def test_people_are_listed_and_closed_accounts_only_when_asked(type_in):
    create(type_in)
    assert type_in("people", "deactivate", "new-1").code == 0
    assert "new-1" not in type_in("people", "list").out
    assert "new-1　白音　坐席　15　—　停用" in type_in("people", "list", "--all", "--words", "new-").out
    assert type_in("people", "reactivate", "new-1").code == 0
    assert "new-1" in type_in("people", "list", "--role", "agent").out


def test_what_is_not_named_stays_as_it_was(house, type_in):
    create(type_in, "--region", "1501", "--phone", "13900000009")
    assert type_in("people", "change", "new-1", "--name", "白云").code == 0
    found = house.staff("new-1")
    assert (found.name, found.role, found.region, bool(found.phone_sealed)) == ("白云", Role.AGENT, "1501", True)
    assert type_in("people", "change", "new-1", "--role", "auditor", "--phone", "无").code == 0
    found = house.staff("new-1")
    assert (found.role, found.phone_sealed) == (Role.AUDITOR, None)


def test_a_reset_password_is_told_once_and_fits(house, type_in):
    create(type_in)
    answer = type_in("people", "reset-password", "new-1")
    password = answer.out.partition("一次性密码：")[2].split("\n")[0]
    assert password_fits(house.staff("new-1"), password) and not password_fits(house.staff("new-1"), PASSWORD)


@pytest.mark.parametrize("command", ["change", "deactivate", "reactivate", "reset-password"])
def test_an_account_that_is_not_there_is_told(command, type_in):
    answer = type_in("people", command, "new-nobody")
    assert answer.code == 1 and answer.err == "没有账号 new-nobody"

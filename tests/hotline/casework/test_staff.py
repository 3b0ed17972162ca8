"""People who work here: taken on with all that bounds them, and known by their password."""

import pytest
from sqlalchemy import func, select

from factories import PASSWORD, UNIT, House
from hotline.casework import staff
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry
from hotline.store.people import Staff

GOOD = {"account": "new", "name": "新人", "role": Role.CLERK, "region": "150105", "agency": UNIT, "password": PASSWORD}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"password": "short"}, "密码至少 10 位"),
        ({"region": "99"}, "区划 99 不在区划表中"),
        ({"agency": "XX"}, "单位 XX 不在单位名录中"),
        ({"agency": None}, "承办人必须指明所在单位"),
        ({"agency": None, "role": Role.HEAD}, "分管领导必须指明所在单位"),
        ({"agency": ""}, "承办人必须指明所在单位"),
    ],
)
def test_who_is_not_fit_is_not_taken_on(house: House, change: dict[str, object], told: str) -> None:
    with pytest.raises(Incomplete, match=f"^{told}$"), house.equipment.work() as work:
        staff.create(work, **(GOOD | change))  # type: ignore[arg-type]
    with house.equipment.work() as work:
        assert work.session.scalar(select(Staff).where(Staff.account == "new")) is None


def test_all_that_is_wrong_is_told_at_once(house: House) -> None:
    with pytest.raises(Incomplete) as refused, house.equipment.work() as work:
        staff.create(work, **(GOOD | {"password": "x", "region": "99", "agency": "XX"}))  # type: ignore[arg-type]
    assert len(str(refused.value).split("；")) == 3


def test_an_account_is_taken_once_and_the_first_one_stays(house: House) -> None:
    with pytest.raises(Conflict, match="账号 agent 已存在"), house.equipment.work() as work:
        staff.create(work, **(GOOD | {"account": "agent"}))  # type: ignore[arg-type]
    assert house.staff("agent").role == Role.AGENT


def test_taking_somebody_on_is_in_the_audit_without_the_password(house: House) -> None:
    class Undo(Exception):
        pass

    with pytest.raises(Undo), house.equipment.work() as work:
        before = work.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
        made = staff.create(work, **GOOD)  # type: ignore[arg-type]
        entries = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert len(entries) == before + 1
        assert (entries[-1].deed, entries[-1].about) == ("create_staff", {"account": "new", "role": "clerk"})
        assert PASSWORD not in made.password_hash and made.password_hash.startswith("$argon2id$")
        raise Undo


def test_a_password_fits_its_person_only(house: House) -> None:
    agent = house.staff("agent")
    assert staff.password_fits(agent, PASSWORD)
    assert not staff.password_fits(agent, PASSWORD + " ")
    assert not staff.password_fits(agent, "")
    assert not staff.password_fits(None, PASSWORD)
    assert not staff.password_fits(None, "nobody")

"""People who work here: taken on with all that bounds them, changed and dismissed, and known by their password."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from factories import PASSWORD, UNIT, House, undone
from hotline.casework import staff
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import AuditEntry
from hotline.store.people import Staff
from hotline.store.work import Person

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
        ({"password": ""}, "密码至少 10 位"),
        ({"role": Role.SYSTEM}, "「系统」不是工作人员的岗位"),
        ({"phone": "1390000"}, "手机应为 1 开头的 11 位数字"),
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


def administrator(account: str = "administrator", region: str = "15") -> Person:
    return Person(account, Role.ADMINISTRATOR, region)


@pytest.fixture
def lone(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: whoever is taken on is gone again."""
    with undone(equipment) as found:
        yield found


def taken_on(house: House, account: str = "bai", role: Role = Role.CLERK, region: str = "150105") -> tuple[int, str]:
    with house.equipment.work(administrator()) as work:
        agency = UNIT if role in (Role.CLERK, Role.HEAD) else None
        one, password = staff.take_on(work, account=account, name="白音", role=role, region=region, agency=agency)
        return one.id, password


def as_it_is(house: House, account: str = "bai") -> dict[str, Any]:
    one = house.staff(account)
    return {"name": one.name, "role": one.role, "region": one.region, "agency": one.agency}


def deeds(house: House) -> list[tuple[str, str, dict[str, Any]]]:
    with house.equipment.work() as work:
        found = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(5)).all()
        return [(one.actor, one.deed, one.about) for one in reversed(found)]


def test_who_is_taken_on_gets_a_password_for_one_sign_in_and_must_choose_another(lone: House) -> None:
    _, password = taken_on(lone)
    one = lone.staff("bai")
    assert staff.password_fits(one, password) and not staff.password_fits(one, password.upper())
    assert staff.must_change(one) and password not in one.password_hash
    assert not staff.has_run_out(one, one.created_at + timedelta(days=2, hours=23))
    assert staff.has_run_out(one, one.created_at + timedelta(days=3, minutes=1))
    with lone.equipment.work(Person("bai", Role.CLERK, "150105", UNIT)) as work:
        staff.choose_password(work, "草原上的风今天吹得很大")
    chosen = lone.staff("bai")
    assert not staff.must_change(chosen) and not staff.has_run_out(chosen, chosen.created_at + timedelta(days=900))
    assert staff.password_fits(chosen, "草原上的风今天吹得很大") and not staff.password_fits(chosen, password)
    assert chosen.password_changed_at is not None
    assert [deed for _, deed, _ in deeds(lone)[-2:]] == ["create_staff", "change_password"]


def test_accounts_made_before_and_by_command_need_not_change_theirs(house: House) -> None:
    agent = house.staff("agent")
    assert agent.password_changed_at is None
    assert not staff.must_change(agent) and not staff.has_run_out(agent, datetime.now(UTC))


@pytest.mark.parametrize("weak", ["short", "administrator", "1234567890", PASSWORD])
def test_a_weak_or_the_same_password_is_not_chosen(weak: str, lone: House) -> None:
    before = lone.staff("administrator").password_hash
    with pytest.raises(Incomplete), lone.equipment.work(administrator()) as work:
        staff.choose_password(work, weak)
    assert lone.staff("administrator").password_hash == before


@pytest.mark.parametrize("account", ["", "a", "Bai", "白音", "a b", "13900000001 x", "-bai", "a" * 33])
def test_an_account_must_be_plain(account: str, lone: House) -> None:
    with pytest.raises(Incomplete, match="「账号」应为"):
        taken_on(lone, account)


def test_a_change_is_in_the_audit_with_posts_but_without_names_and_numbers(lone: House) -> None:
    number, _ = taken_on(lone)
    with lone.equipment.work(administrator()) as work:
        seen = staff.mark_of(lone.staff("bai"))
        new = {"name": "白云", "role": Role.AGENT, "region": "1501", "agency": "", "phone": "13900000009"}
        staff.change(work, number, **new, seen=seen)  # type: ignore[arg-type]
    assert as_it_is(lone) == {"name": "白云", "role": Role.AGENT, "region": "1501", "agency": None}
    actor, deed, about = deeds(lone)[-1]
    assert (actor, deed, about["account"]) == ("administrator", "change_staff", "bai")
    assert about["changed"] == ["岗位", "区划", "单位", "姓名", "短信手机"]
    assert (about["role_before"], about["role"]) == ("clerk", "agent")
    assert not {"白云", "13900000009"} & {str(value) for value in about.values()}
    with lone.equipment.work() as work:
        one = lone.staff("bai")
        assert work.vault.open(one.phone_sealed or "", f"staff.phone.{one.id}") == "13900000009"
        staff.change(work, number, **{**new, "phone": ""}, forget_phone=True)  # type: ignore[arg-type]
    assert lone.staff("bai").phone_sealed is None


def test_nothing_changed_is_nothing_written_down_and_an_old_page_is_refused(lone: House) -> None:
    number, _ = taken_on(lone)
    seen, before, same = staff.mark_of(lone.staff("bai")), deeds(lone), as_it_is(lone)
    with lone.equipment.work(administrator()) as work:
        staff.change(work, number, **same, seen=seen)
    assert deeds(lone) == before
    with lone.equipment.work(administrator("admin2")) as work:
        staff.change(work, number, **{**same, "name": "白云"})
    with pytest.raises(Conflict, match="刚被他人改过"), lone.equipment.work(administrator()) as work:
        staff.change(work, number, **{**same, "name": "白音"}, seen=seen)
    assert lone.staff("bai").name == "白云"


def test_an_account_is_closed_and_opened_again_once_each(lone: House) -> None:
    number, _ = taken_on(lone)
    for verb, told, after in (
        (staff.deactivate, "已经停用", False),
        (staff.reactivate, "本来就在用", True),
    ):
        with lone.equipment.work(administrator()) as work:
            verb(work, number)
        assert lone.staff("bai").active is after
        with pytest.raises(Conflict, match=told), lone.equipment.work(administrator()) as work:
            verb(work, number)
    assert [deed for _, deed, _ in deeds(lone)[-2:]] == ["deactivate_staff", "reactivate_staff"]


def test_a_reset_password_takes_the_place_of_the_old_one_and_not_of_a_closed_account(lone: House) -> None:
    number, first = taken_on(lone)
    with lone.equipment.work(administrator()) as work:
        second = staff.reset_password(work, number)[1]
    one = lone.staff("bai")
    assert staff.password_fits(one, second) and not staff.password_fits(one, first) and staff.must_change(one)
    assert deeds(lone)[-1] == ("administrator", "reset_password", {"account": "bai"})
    with lone.equipment.work(administrator()) as work:
        staff.deactivate(work, number)
    with pytest.raises(Conflict, match="请先恢复"), lone.equipment.work(administrator()) as work:
        staff.reset_password(work, number)


def every_deed_on(number: int, one: dict[str, Any]) -> list[Any]:
    return [
        lambda work: staff.change(work, number, **{**one, "role": Role.SUPERVISOR, "agency": None}),
        lambda work: staff.deactivate(work, number),
        lambda work: staff.reset_password(work, number),
    ]


def test_nobody_changes_their_own_post_closes_or_resets_their_own_account(lone: House) -> None:
    own = lone.staff("administrator").id
    for deed in every_deed_on(own, as_it_is(lone, "administrator")):
        with pytest.raises(Forbidden), lone.equipment.work(administrator()) as work:
            deed(work)
    with lone.equipment.work(administrator()) as work:  # 自己的姓名可以改
        staff.change(work, own, **{**as_it_is(lone, "administrator"), "name": "周静"})
    assert lone.staff("administrator").name == "周静" and lone.staff("administrator").active


def test_an_administrator_makes_and_touches_no_auditor(lone: House) -> None:
    with pytest.raises(Forbidden, match="维护人员"):
        taken_on(lone, "eye", Role.AUDITOR)
    auditor = lone.staff("auditor").id
    for deed in every_deed_on(auditor, as_it_is(lone, "auditor")):
        with pytest.raises(Forbidden, match="维护人员"), lone.equipment.work(administrator()) as work:
            deed(work)
    number, _ = taken_on(lone)
    with pytest.raises(Forbidden, match="维护人员"), lone.equipment.work(administrator()) as work:
        staff.change(work, number, **{**as_it_is(lone), "role": Role.AUDITOR, "agency": None})
    with lone.equipment.work() as work:  # 维护人员用命令可以
        staff.change(work, number, **{**as_it_is(lone), "role": Role.AUDITOR, "agency": None})
    assert lone.staff("bai").role == Role.AUDITOR


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM, Role.ADMINISTRATOR}))
def test_only_administrators_manage_people(role: Role, lone: House) -> None:
    agent, who = lone.staff("agent").id, Person(role.value, role, "15")
    for deed in every_deed_on(agent, as_it_is(lone, "agent")):
        with pytest.raises(Forbidden), lone.equipment.work(who) as work:
            deed(work)
    with pytest.raises(Forbidden), lone.equipment.work(who) as work:
        staff.take_on(work, account="bai", name="白音", role=Role.AGENT, region="15")


def test_the_last_administrator_stays(lone: House) -> None:
    last = lone.staff("administrator")
    for deed in every_deed_on(last.id, as_it_is(lone, "administrator"))[:2]:
        with pytest.raises(Conflict, match="最后一位"), lone.equipment.work() as work:
            deed(work)
    taken_on(lone, "second", Role.ADMINISTRATOR, "15")
    with lone.equipment.work(administrator("second")) as work:
        staff.deactivate(work, last.id)
    with pytest.raises(Conflict, match="最后一位"), lone.equipment.work() as work:
        staff.deactivate(work, lone.staff("second").id)


def test_an_administrator_of_a_league_manages_its_people_only(lone: House) -> None:
    here, elsewhere = taken_on(lone)[0], taken_on(lone, "far", Role.AGENT, "150202")[0]
    with pytest.raises(NotFound), lone.equipment.work(administrator(region="1501")) as work:
        staff.deactivate(work, elsewhere)
    with pytest.raises(Incomplete, match="超出您的管辖范围"), lone.equipment.work(administrator(region="1501")) as work:
        staff.change(work, here, **{**as_it_is(lone), "region": "15"})
    with lone.equipment.work(administrator(region="1501")) as work:
        staff.deactivate(work, here)
    assert not lone.staff("bai").active and lone.staff("far").active


def test_nobody_is_put_into_a_unit_that_is_gone(lone: House) -> None:
    number, _ = taken_on(lone)
    with lone.equipment.work() as work:
        staff.deactivate(work, number)
        work.session.get_one(AgencyRecord, UNIT).valid_until = date(2020, 1, 1)
    with pytest.raises(Incomplete, match="已失效"), lone.equipment.work(administrator()) as work:
        staff.reactivate(work, number)
    with pytest.raises(Incomplete, match="已失效"):
        taken_on(lone, "bai2")

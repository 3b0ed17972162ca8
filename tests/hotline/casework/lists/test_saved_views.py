"""Views that people keep: names once for a person, fifty at most, nobody's number in them, and one home."""

from collections.abc import Iterator

import pytest

from factories import House, person, undone
from hotline.casework.lists.saved_views import MOST, delete_view, mark_home, rename_view, save_view
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.queries.saved import home_view, own_views, shared_views, view_to_open

HEATING = {"words": "暖气", "under_way": 1}


@pytest.fixture
def alone(equipment: Equipment) -> Iterator[House]:
    with undone(equipment) as house:
        yield house


def kept(house: House, name: str = "供热在办", *, role: Role = Role.AGENT, **more: object) -> int:
    with house.equipment.work(person(role)) as work:
        return save_view(work, name=name, conditions=more.pop("conditions", HEATING), **more).id  # type: ignore[arg-type]


def test_a_view_is_kept_renamed_and_deleted(alone: House) -> None:
    view = kept(alone, "  供热   在办 ")
    with alone.equipment.work(person(Role.AGENT)) as work:
        (found,) = own_views(work)
        assert (found.name, found.about["conditions"], found.shared) == ("供热 在办", HEATING, False)
        assert (found.account, found.role, found.region) == ("agent", "agent", "15")
        assert rename_view(work, view, name="供热", shared=True).shared
    with alone.equipment.work(person(Role.AGENT)) as work:
        assert delete_view(work, view) == "供热"
    with alone.equipment.work(person(Role.AGENT)) as work:
        assert list(own_views(work)) == []


def test_a_name_stands_once_for_a_person_but_two_people_may_use_it(alone: House) -> None:
    kept(alone)
    with pytest.raises(Conflict, match="已有名为「供热在办」的筛选"):
        kept(alone)
    other = kept(alone, "道路")
    with pytest.raises(Conflict, match="供热在办"), alone.equipment.work(person(Role.AGENT)) as work:
        rename_view(work, other, name="供热在办", shared=False)
    assert kept(alone, role=Role.SUPERVISOR)


def test_fifty_are_enough(alone: House) -> None:
    for number in range(MOST):
        kept(alone, f"筛选{number}")
    with pytest.raises(Conflict, match="先删去不用的"):
        kept(alone, "再来一个")


@pytest.mark.parametrize(
    ("name", "conditions"),
    [
        ("", HEATING), ("   ", HEATING), ("长" * 31, HEATING), ("空\x00", HEATING), ("联系13847123456", HEATING),
        ("甲", {"words": "13847123456"}), ("甲", {"words": "150102199001011234"}), ("甲", {"words": "我叫李大明"}),
    ],
)  # fmt: skip
def test_no_name_and_no_personal_data(alone: House, name: str, conditions: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        kept(alone, name, conditions=conditions)


def test_what_is_shared_reaches_colleagues_of_role_and_region_and_stays_its_owners(alone: House) -> None:
    shared, own = kept(alone, "共享的", shared=True), kept(alone, "自己的")
    colleague = person(Role.AGENT)
    colleague = colleague.__class__("agent2", colleague.role, colleague.region)
    with alone.equipment.work(colleague) as work:
        (seen,) = shared_views(work)
        assert (seen.view.id, seen.by) == (shared, "测试坐席")
        assert view_to_open(work, shared).name == "共享的"
        for verb in (delete_view, lambda w, one: mark_home(w, one, home=True)):
            with pytest.raises(NotFound):
                verb(work, shared)
        with pytest.raises(NotFound):
            view_to_open(work, own)
    for stranger in (person(Role.SUPERVISOR), person(Role.AGENT, "1501").__class__("agent3", Role.AGENT, "1501")):
        with alone.equipment.work(stranger) as work:
            assert list(shared_views(work)) == []
            with pytest.raises(NotFound):
                view_to_open(work, shared)


def test_one_view_at_most_is_home(alone: House) -> None:
    first, second = kept(alone, "甲"), kept(alone, "乙")
    for marked, home, expected in ((first, True, first), (second, True, second), (second, False, None)):
        with alone.equipment.work(person(Role.AGENT)) as work:
            mark_home(work, marked, home=home)
        with alone.equipment.work(person(Role.AGENT)) as work:
            found = home_view(work)
            assert (found.id if found else None) == expected
            assert all(view.about["conditions"] == HEATING for view in own_views(work))

"""A view is seen by its owner, by colleagues only while it is shared, and by nobody else."""

from factories import person, undone
from hotline.casework.lists.saved_views import rename_view, save_view
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.queries.saved import home_view, own_views, shared_views
from hotline.store.work import Person

COLLEAGUE = Person("agent2", Role.AGENT)


def test_what_is_no_longer_shared_is_gone_for_colleagues(equipment: Equipment) -> None:
    with undone(equipment) as house:
        with house.equipment.work(person(Role.AGENT)) as work:
            view = save_view(work, name="供热", conditions={"words": "暖气"}, shared=True)
        with house.equipment.work(COLLEAGUE) as work:
            assert [one.view.name for one in shared_views(work)] == ["供热"]
            assert list(own_views(work)) == [] and home_view(work) is None
        with house.equipment.work(person(Role.AGENT)) as work:
            assert list(shared_views(work)) == []  # 自己共享的不在「同事共享的」里
            rename_view(work, view.id, name="供热", shared=False)
        with house.equipment.work(COLLEAGUE) as work:
            assert list(shared_views(work)) == []

"""An enterprise is told of a policy once, by 蒙速办 or by text, and nothing of it but the number is in the words."""

import pytest
from sqlalchemy import select

from factories import person
from hotline.analytics.policies.pushing import push
from hotline.domain.errors import Conflict, Forbidden, NotFound
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.store.deliveries import Delivery


def test_once_and_by_the_outbox(house, published, demand):
    number = published()
    with house.equipment.work(person(Role.OFFICER)) as work:
        made = push(work, demand, number).id
        with pytest.raises(Conflict, match="推送过"):
            push(work, demand, number)
        (due,) = work.session.scalars(select(Delivery).where(Delivery.job == "tell_policy"))
        assert due.about == {"number": demand, "push": made}


def test_who_may_not_and_what_does_not_fit_is_refused(house, published, demand):
    number = published()
    with house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(Forbidden):
        push(work, demand, number)
    with house.equipment.work(person(Role.OFFICER, region="1502")) as work, pytest.raises(NotFound):
        push(work, demand, number)
    citizen = house.dispatched(phone="13947110001")
    with house.equipment.work(person(Role.OFFICER)) as work, pytest.raises(Conflict, match="不是企业诉求"):
        push(work, citizen, number)
    elsewhere = house.dispatched(region="150202", requester_kind=RequesterKind.ENTERPRISE, company="测试", phone="13947110002",
                                 agency="ZJ-150202")  # fmt: skip
    with house.equipment.work(person(Role.OFFICER)) as work, pytest.raises(Conflict, match="不符"):
        push(work, elsewhere, number)

"""What needs the administrator today: found where it is, each with its way out, and nothing that is well."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from factories import UNIT, House
from hotline.app import create_app
from hotline.domain.vocabulary import EditionState, Lane, Role
from hotline.store.agencies import AgencyRecord
from hotline.store.deliveries import Delivery
from hotline.store.editions import RuleEdition
from hotline.store.knowledge import Article
from hotline.store.people import Staff
from hotline.web.admins.today import matters_of
from hotline.web.desk import equipment as _equipment

Alone = Callable[[Role], FlaskClient]


def counted(house: House, at: datetime | None = None) -> dict[str, int]:
    with create_app(house.equipment).test_request_context(), house.equipment.work(now=at) as work:
        assert _equipment() is house.equipment
        return {one.name: one.count for one in matters_of(work)}


def test_what_is_wrong_is_counted_and_shown_with_its_page(lone: House, alone_as: Alone) -> None:
    before = counted(lone)
    lone.dispatched(agency="ZJ-150202", region="150202")
    with lone.equipment.work() as work:
        work.session.add(Delivery(job="triage", lane=Lane.PROMPT, due_at=work.now, attempts=7, dead_at=work.now))
        work.session.add(RuleEdition(edition="2031.01-9", state=EditionState.SUBMITTED, digest="x", texts={}, note=""))
        work.session.get_one(AgencyRecord, UNIT).valid_until = date(2020, 1, 1)
        work.session.scalars(select(Article).limit(1)).one().valid_until = date(2020, 1, 1)
    after = counted(lone)
    rose = {name for name in after if after[name] > before[name]}
    assert rose >= {
        "多次失败的后台事项", "待批准的规则版本", "单位已失效的人员", "已过有效期的知识条目", "有在办工单、没有承办人账号的单位",
    }  # fmt: skip
    page = alone_as(Role.ADMINISTRATOR).get("/admins/").text
    assert 'href="/admins/queues/"' in page and "要紧" in page and "待批准的规则版本" in page


def test_only_one_administrator_is_said(lone: House) -> None:
    assert counted(lone)["只有一位系统管理员"] == 1
    with lone.equipment.work() as work:
        work.session.query(Staff).filter_by(account="agent").update({"role": Role.ADMINISTRATOR})
    assert counted(lone)["只有一位系统管理员"] == 0


def test_next_years_calendar_is_asked_for_before_the_year_ends(lone: House) -> None:
    spring, winter = datetime(2095, 3, 1, tzinfo=UTC), datetime(2095, 11, 20, tzinfo=UTC)
    assert counted(lone, spring)["2095 年节假日安排未导入"] == 1
    assert "2096 年节假日安排未导入" not in counted(lone, spring)
    assert counted(lone, winter)["2096 年节假日安排未导入"] == 1


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR, Role.AGENT])
def test_the_page_is_the_administrators_home_and_nobody_elses(role: Role, browser_of: Alone) -> None:
    assert browser_of(role).get("/admins/").status_code == 403
    assert browser_of(Role.ADMINISTRATOR).get("/").location == "/admins/"

"""The real hotline does not start with demo people, demo tickets or makeshift parts, and says why (生产准入)."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from factories import HEATING
from hotline.casework import staff
from hotline.domain.vocabulary import Role
from hotline.readiness import exit_if_unfit, reasons_to_refuse
from hotline.settings import Settings
from hotline.store.people import Staff

HEX = "00112233445566778899aabbccddeeff"


@pytest.fixture
def fit(house) -> Settings:
    """Settings with which the real hotline may start."""
    return replace(
        house.equipment.settings,
        env="production",
        secret_key=HEX,
        field_key=HEX,
        index_key=HEX,
        mengsuban_key=HEX,
        tls=True,
    )


def test_a_hotline_that_is_fit_starts(fit):
    assert reasons_to_refuse(fit) == []
    exit_if_unfit(fit)


def test_every_reason_is_named_at_once():
    reasons = reasons_to_refuse(Settings(env="production"))
    named = ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY", "MENGSUBAN_KEY", "DATABASE_URL", "REDIS_URL", "TLS")
    assert len(reasons) == len(named)
    for name in named:
        assert sum(f"HOTLINE_{name} " in reason for reason in reasons) == 1, name


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ({"secret_key": ""}, "HOTLINE_SECRET_KEY"),
        ({"field_key": ""}, "HOTLINE_FIELD_KEY"),
        ({"index_key": ""}, "HOTLINE_INDEX_KEY"),
        ({"mengsuban_key": ""}, "HOTLINE_MENGSUBAN_KEY"),
        ({"redis_url": ""}, "内嵌 Valkey"),
        ({"database_url": ""}, "内嵌 PostgreSQL"),
        ({"tls": False}, "TLS"),
    ],
)
def test_each_lack_is_a_reason_of_its_own(fit, lacking, named):
    (reason,) = reasons_to_refuse(replace(fit, **lacking))
    assert named in reason


def test_demo_tickets_and_demo_people_are_counted_and_named(fit, house):
    house.registered(HEATING, demo=True)
    house.registered(HEATING, demo=True)
    house.registered(HEATING)
    with house.equipment.work() as work:
        staff.create(
            work, account="demo-person", name="演示", role=Role.AGENT, region="15", password="long enough", demo=True
        )
    try:
        people, tickets = reasons_to_refuse(fit)
        assert "1 个演示账号" in people
        assert "2 件演示工单" in tickets
        with pytest.raises(SystemExit, match=r"(?s)拒绝以生产模式启动.*1 个演示账号.*2 件演示工单"):
            exit_if_unfit(fit)
    finally:
        with house.equipment.work() as work:
            work.session.delete(work.session.scalars(select(Staff).where(Staff.account == "demo-person")).one())


def test_outside_production_nothing_is_asked():
    for env in ("development", "test"):
        assert reasons_to_refuse(Settings(env=env)) == []
        exit_if_unfit(Settings(env=env))

"""Every indicator equals what pandas makes of the bare tables (指标与独立复算一致)."""

from datetime import date, timedelta

import pandas as pd
import pytest
import thousand
from recounting import Recount
from sqlalchemy.orm import Session

from hotline.analytics import tallies
from hotline.analytics.indicators import NOT_CONNECTED, named, read, score
from hotline.store.queries.figures import rolled
from hotline.store.queries.figures.tallying import By, Stretch, by_day, lying_behind, tally
from hotline.store.work import SYSTEM, Work
from routing_rules.indicators.definition import MEASURES

NOW = thousand.NOW
DAY = timedelta(days=1)
TABLES = ("tickets", "assignments", "steps", "agency_requests", "calls", "article_flags", "articles")
REGIONS = ("15", "1501", "150105")


@pytest.fixture(scope="module")
def sample(equipment):
    """The thousand tickets and a piece of work among them, never committed; and the bare tables."""
    with equipment.engine.connect() as connection:
        begun = connection.begin()
        thousand.fill(connection)
        session = Session(connection, join_transaction_mode="create_savepoint")
        bare = {name: pd.read_sql_table(name, connection) for name in TABLES}
        yield Work(session, SYSTEM, NOW, equipment.vault, equipment.rules), bare
        session.close()
        begun.rollback()


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("days", [1, 7, 30])
def test_every_measure_equals_the_recomputation(sample, region, days):
    work, bare = sample
    start = NOW - timedelta(days=days + 3)
    expected = Recount(bare, start, start + days * DAY, region, NOW).all()
    assert set(expected) == set(MEASURES)
    counted = tally(work, Stretch(start, start + days * DAY, region)).get((), {})
    assert {name: counted.get(name, 0) for name in MEASURES} == expected


def test_every_indicator_equals_the_recomputation(sample):
    work, bare = sample
    start, end = NOW - 20 * DAY, NOW
    e = Recount(bare, start, end, "15", NOW).all()
    readings = read(work.rules, tally(work, Stretch(start, end)).get((), {}), {})
    by_hand = {
        "SL01": e["受理"], "SL02": e["涉企受理"], "JT01": e["接通"] / e["呼入"], "JT02": e["十五秒接通"] / e["呼入"],
        "JT03": e["漏接回拨"] / e["漏接"], "ZB01": e["直接办结"] / (e["受理"] - e["无效"]),
        "FP01": e["机器派单"] / (e["机器派单"] + e["坐席派单"] + e["派单岗派单"]),
        "FP02": (e["派单次数"] - e["退单获准"]) / e["派单次数"], "QS01": e["按时签收"] / e["按时派单到期"],
        "XY01": e["按时联系"] / e["应联系"], "BJ01": e["按时办结"] / e["到期"],
        "BJ02": (e["超期办结"] + e["超期未办"]) / e["到期"], "JJ01": (e["已解决"] + e["部分解决"] / 2) / e["有效回访"],
        "MY01": e["满意评价"] / e["有效评价"], "TD01": e["退单申请"] / e["派单次数"], "TD02": e["退单驳回"] / e["退单申请"],
        "CB01": e["重办工单"] / e["办结"], "CF01": e["并单"] / e["受理"], "HF01": e["已回访"] / e["应回访"],
        "CD01": e["催办"], "CD02": e["督办"], "CD03": e["提级"], "ZS01": e["按时核实"] / e["知识纠错"],
        "SJ01": e["地点未定"] / e["受理"], "SJ02": e["自动分类"] / e["受理"], "SJ03": e["改判分类"] / e["自动分类"],
        "SJ04": e["暂定时限"] / e["转派"],
    }  # fmt: skip
    assert {one.indicator.code for one in readings} == set(by_hand)
    for one in readings:
        assert one.value == pytest.approx(by_hand[one.indicator.code], abs=1e-12), one.indicator.name
    weighed = {"QS01": 5, "XY01": 25, "JJ01": 35, "MY01": 30, "ZS01": 5}
    assert score(work.rules, tally(work, Stretch(start, end)).get((), {})) == pytest.approx(
        sum(weight * by_hand[code] for code, weight in weighed.items())
    )


def test_each_exclusion_is_written_beside_its_indicator(sample):
    work, _ = sample
    excluded = {one.code: (one.excluded, one.approved) for one in work.rules.indicators if one.excluded}
    assert excluded["JJ01"] == excluded["MY01"] == ("评价剔除", "审核督办第二人")
    assert excluded["BJ01"] == excluded["BJ02"] == ("挂账", "审核督办")
    assert excluded["XY01"][0] == "免联系" and excluded["SL01"][0] == "草稿"


@pytest.mark.parametrize(
    "by", [(By.LEAGUE,), (By.REGION,), (By.AGENCY,), (By.CATEGORY,), (By.CHANNEL, By.DEMAND_TYPE), (By.DAY,)]
)
def test_the_parts_add_up_to_the_whole(sample, by):
    work, _ = sample
    stretch = Stretch(NOW - 20 * DAY, NOW)
    whole = tally(work, stretch, (), ["受理", "到期", "办结", "派单", "退单"]).get((), {})
    parts = tally(work, stretch, by, ["受理", "到期", "办结", "派单", "退单"])
    for measure in ("受理", "到期", "办结", "已解决", "满意评价"):
        assert sum(cell.get(measure, 0) for cell in parts.values()) == whole.get(measure, 0), measure


def test_what_lies_behind_a_figure_is_what_it_counts(sample):
    work, _ = sample
    stretch = Stretch(NOW - 20 * DAY, NOW)
    whole = tally(work, stretch)[()]
    once = (
        "受理",
        "直接办结",
        "改判分类",
        "按时联系",
        "到期",
        "按时办结",
        "超期未办",
        "有效回访",
        "部分解决",
        "满意评价",
        "剔除",
    )
    for measure in once:
        assert len(work.session.scalars(lying_behind(work, stretch, measure, {})).all()) == whole.get(measure, 0), (
            measure
        )
    for (league,), counts in tally(work, stretch, [By.LEAGUE]).items():
        behind = work.session.scalars(lying_behind(work, stretch, "受理", {By.LEAGUE: league})).all()
        assert len(behind) == counts.get("受理", 0)
    assert lying_behind(work, stretch, "呼入", {}) is None


def test_no_calls_are_not_connected_and_nothing_counted_is_no_rate(sample):
    work, _ = sample
    readings = read(work.rules, {"受理": 3}, {})
    assert named(readings, "JT01").value is None and named(readings, "JT01").missing == NOT_CONNECTED
    assert named(readings, "MY01").value is None and named(readings, "MY01").missing == ""
    assert named(readings, "SL01").value == 3


def test_roll_ups_equal_the_register_and_what_differs_is_found(sample):
    work, _ = sample
    first, last = date(2026, 10, 20), date(2026, 11, 20)
    assert sum(written for _, written in tallies.rebuild(work, work.rules, first, last)) > 0
    assert tallies.compare(work, work.rules, first, last) == []
    whole = rolled.added_up(work, first, last, "地区")
    stretch = rolled.stretch_of(first, last, 0)
    counted = tally(work, stretch)[()]
    for measure in MEASURES:
        assert sum(cell.get(measure, 0) for cell in whole.values()) == counted.get(measure, 0), measure
    for facet in ("大类", "事项", "来源"):
        assert (
            sum(cell.get("受理", 0) for cell in rolled.added_up(work, first, last, facet).values()) == counted["受理"]
        )
    cell = next(row for row in by_day(work, stretch) if row[1] == "地区" and row[4].get("受理"))
    work.session.connection().exec_driver_sql(
        "update daily_tallies set counts = counts || '{\"受理\": 9999}' where day = %s and facet = %s and region = %s",
        (cell[0], cell[1], cell[2]),
    )
    (found,) = tallies.compare(work, work.rules, first, last)
    assert (found.measure, found.kept, found.counted) == ("受理", 9999, cell[4]["受理"])

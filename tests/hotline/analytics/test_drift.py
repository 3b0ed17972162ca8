"""How the model fares: what it abstains from, what people correct, words it never met; told once, it stays (模型漂移)."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from classifier.model import Model
from factories import UNIT, House, person
from hotline.analytics import drift
from hotline.analytics.drift import Tally, draw_up, editions_in, figures, tally
from hotline.analytics.period import Week
from hotline.casework.dispatch import dispatch_by_person
from hotline.domain.lessons import Heard
from hotline.domain.vocabulary import Decider, Role, State
from hotline.store.queries.lessons import LookedOver
from hotline.store.reports import DriftReport
from hotline.store.tickets import Ticket

WEEK = Week(date(2026, 11, 16))
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
IN_IT = WEEK.start + timedelta(days=1)
VAGUE = "想反映一个情况，请领导关心一下"
NEVER_MET = "碳晶蓄能板"


def plainly(title: str, text: str) -> Heard:
    return Heard(minor=False, secrecy="不要透露" in text)


@pytest.fixture
def current(house: House) -> Model:
    with house.equipment.work() as work:
        return house.equipment.judgement(work.session).model


@pytest.fixture
def models(house: House) -> drift.Models:
    return editions_in(house.equipment.settings.state / "models", house.equipment.settings.auto_accuracy)


@pytest.fixture
def judged(house: House) -> Callable[..., str]:
    """A ticket that the machine looked over in the week; the next call comes from somebody else."""
    callers = iter(range(13900000000, 13900001000))

    def made(text: str = VAGUE, now: datetime = IN_IT, **more: object) -> str:
        return house.triaged(text, now=now, **{"phone": str(next(callers)), "region": "150105", **more})

    return made


@pytest.fixture
def decide(house: House) -> Callable[[str, str], None]:
    def decided(number: str, category: str) -> None:
        with house.equipment.work(person(Role.DISPATCHER), IN_IT + timedelta(hours=1)) as work:
            dispatch_by_person(
                work, house.equipment.judgement(work.session), number,
                category=category, region="150105", agency=UNIT, seen=None,
            )  # fmt: skip

    return decided


@pytest.fixture
def shown(house: House, current: Model, models: drift.Models) -> Callable[..., dict]:
    def found(week: Week = WEEK) -> dict:
        with house.equipment.work(now=NOW) as work:
            return figures(work, current, models, plainly, week)

    return found


@pytest.fixture
def drawn_up(house: House, current: Model, models: drift.Models) -> Callable[..., DriftReport]:
    def found(week: Week = WEEK) -> DriftReport:
        with house.equipment.work(now=NOW) as work:
            return draw_up(work, current, models, plainly, week)

    return found


def test_unsure_and_corrected_are_counted_of_what_the_machine_judged(house, judged, decide, shown, current):
    sure = judged("赛罕区阳光花园小区暖气不热，室内只有十二度，供热公司电话打不通")
    assert house.ticket(sure).decided_by == Decider.MACHINE
    numbers = [judged(), judged(f"{VAGUE}，谢谢")]
    assert all(house.ticket(number).state == State.QUEUED for number in numbers)
    first = house.ticket(numbers[0]).candidates[0]["category"]
    decide(numbers[0], first)
    decide(numbers[1], "0205" if first != "0205" else "0102")
    house.registered(now=IN_IT)  # 还没有研判，不算
    totals = shown()["totals"]
    assert (totals["judged"], totals["weighed"], totals["decided"], totals["corrected"]) == (3, 3, 2, 1)
    assert totals["unsure"] == 2 and totals["unsure_share"] == pytest.approx(0.6667)
    assert totals["corrected_share"] == 0.5
    told = [house.ticket(number).confidence for number in (sure, *numbers)]
    assert totals["confidence"] == pytest.approx(sum(told) / 3, abs=1e-4)
    assert shown()["editions"] == {current.edition: 3}


def test_parts_are_by_the_level1_of_the_first_answer_and_add_up(house, judged, shown):
    for text in (VAGUE, "路灯不亮，晚上漆黑", "暖气不热，室温十二度", "12345"):
        judged(text)
    found = shown()
    assert sum(part["judged"] for part in found["level1"]) == found["totals"]["judged"] == 4
    codes = {part["code"] for part in found["level1"]}
    assert {"01", "03", ""} <= codes
    silent = next(part for part in found["level1"] if part["code"] == "")
    assert (silent["name"], silent["unsure"], silent["confidence"]) == ("没有候选", 1, None)
    assert next(part for part in found["level1"] if part["code"] == "03")["name"] == "供水供电供气供热与通信"


def test_tickets_of_other_weeks_are_not_counted(judged, shown):
    judged(now=WEEK.start)
    judged(now=WEEK.end - timedelta(seconds=1))
    judged(now=WEEK.start - timedelta(seconds=1))
    judged(now=WEEK.end)
    assert shown()["totals"]["judged"] == 2
    assert shown()["before"]["judged"] == 1


def test_a_week_without_tickets_has_no_shares_and_nothing_before(shown):
    found = shown()
    assert found["totals"] == Tally().as_figures()
    assert (
        found["totals"]["unsure_share"] is found["totals"]["corrected_share"] is found["totals"]["confidence"] is None
    )
    assert (found["before"], found["level1"], found["new_words"], found["editions"]) == (None, [], [], {})


def test_words_that_the_edition_never_met_are_told_from_three_tickets_of_three_people(judged, shown, current):
    assert NEVER_MET not in str(current.labels)
    for ending in ("发烫", "冒烟", "不能用"):
        judged(f"楼里装的{NEVER_MET}{ending}，物业不管")
    words = {one["word"]: one for one in shown()["new_words"]}
    assert any("晶" in word for word in words), words
    assert all(one["tickets"] >= 3 and one["before"] == 0 for one in words.values())
    assert "物业" not in words


@pytest.mark.parametrize(
    "more",
    [{"phone": "13911112222"}, {"phone": ""}, {"secret": True}, {"text": "请不要透露我，"}],
    ids=["one person", "nobody known", "secret by tick", "secret by words"],
)
def test_words_of_a_single_person_or_of_those_to_be_spared_are_not_told(judged, shown, more):
    said = {key: value for key, value in more.items() if key != "text"}
    for ending in ("发烫", "冒烟", "不能用", "漏水"):
        judged(f"{more.get('text', '')}楼里装的{NEVER_MET}{ending}", **said)
    assert shown()["new_words"] == []


def test_names_and_numbers_are_no_new_words(judged, shown):
    for number in range(4):
        judged(f"我叫欧阳锦绣，电话1381234567{number}，车牌蒙A12345，楼道灯坏了", name="欧阳锦绣")
    told = "".join(one["word"] for one in shown()["new_words"])
    assert "锦绣" not in told and "1381234" not in told and "12345" not in told


def test_invented_tickets_may_be_counted_for_their_words(judged, shown):
    for ending in ("发烫", "冒烟", "不能用"):
        judged(f"楼里装的{NEVER_MET}{ending}", demo=True)
    assert shown()["new_words"]


def test_drawn_up_twice_it_is_the_same_though_tickets_have_changed(house, judged, decide, drawn_up, shown):
    number = judged()
    first = drawn_up()
    before = copy.deepcopy(first.figures)
    decide(number, "0205")
    judged(f"{VAGUE}吧")
    again = drawn_up()
    assert (again.id, again.figures, again.drawn_up_at) == (first.id, before, first.drawn_up_at)
    assert shown()["totals"]["judged"] == 2
    with house.equipment.work() as work:
        assert len(work.session.scalars(select(DriftReport)).all()) == 1


def test_the_week_before_is_told_as_it_was_told_then(judged, drawn_up):
    for ending in ("发烫", "冒烟", "不能用"):
        judged(f"楼里装的{NEVER_MET}{ending}", now=IN_IT - timedelta(weeks=1))
    earlier = copy.deepcopy(drawn_up(WEEK.before(1)).figures)
    judged(now=IN_IT - timedelta(weeks=1))
    for ending in ("发烫", "冒烟", "不能用", "漏水"):
        judged(f"楼里装的{NEVER_MET}{ending}")
    found = drawn_up().figures
    assert found["before"] == earlier["totals"] and found["before"]["judged"] == 3
    assert {(one["tickets"], one["before"]) for one in found["new_words"]} >= {(4, 3)}


def test_its_figures_are_json_and_name_the_edition(judged, drawn_up, current):
    judged("路灯不亮")
    report = drawn_up()
    assert json.loads(json.dumps(report.figures)) == report.figures
    assert (report.model_edition, report.starts_on, report.ends_on) == (current.edition, WEEK.starts_on, WEEK.ends_on)
    assert report.drawn_up_by == "system"


def test_what_an_edition_judged_that_is_no_longer_here_is_not_weighed(house, judged, shown):
    judged()
    judged("路灯不亮")
    with house.equipment.work() as work:
        work.session.execute(update(Ticket).where(Ticket.text == VAGUE).values(model_edition="gone-1"))
    totals = shown()["totals"]
    assert (totals["judged"], totals["weighed"]) == (2, 1)


def test_each_ticket_is_weighed_by_the_thresholds_of_the_edition_that_judged_it(current):
    bold, timid = (replace(current.thresholds, overall=at, by_category={}) for at in (0.0, 1.01))
    row = LookedOver("1", State.QUEUED, False, False, None, "", "", "bold", "0102", 0.5, "", False, None)
    editions = {}
    for name, thresholds in (("bold", bold), ("timid", timid)):
        model = copy.copy(current)
        model.thresholds = thresholds
        editions[name] = model
    whole, _ = tally([row, replace(row, edition="timid"), replace(row, edition="gone")], editions.get)
    assert (whole.judged, whole.weighed, whole.unsure) == (3, 2, 1)


def test_an_edition_is_loaded_once_and_one_that_is_damaged_counts_as_gone(house, models, current, tmp_path):
    assert models(current.edition) is models(current.edition)
    assert models("nothing-here") is None
    (tmp_path / "broken").mkdir()
    assert editions_in(Path(tmp_path), 0.97)("broken") is None

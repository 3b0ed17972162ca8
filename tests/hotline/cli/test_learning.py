"""From lessons to a candidate: trained apart, compared, kept or refused; what is current never changes by itself (学习)."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from editions import editions_apart
from sqlalchemy import select

from classifier.estimator import parents
from classifier.learning import training
from classifier.learning.lessons import Lesson
from classifier.learning.measures import figures
from classifier.learning.training import Trained, edition_of
from classifier.model import Model
from classifier.registry import MANIFEST, ModelUnfit, load
from factories import House
from hotline.cli import learning
from hotline.cli.learning import gather, learn, put_in_service, take_back, trained_in
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.lessons import Heard
from hotline.domain.vocabulary import EditionState
from hotline.store.editions import ModelEdition

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
MATTERS = (
    ("0102", "路灯不亮，晚上漆黑一片"),
    ("0301", "暖气不热，室温只有十二度"),
    ("0405", "野狗成群追人，孩子不敢出门"),
)
DETAILS = (
    "阳光花园东门", "已经半个月没人来看", "打过物业电话不接", "西街菜市场旁边", "上周还摔了一位老人", "邻居都很有意见",
    "社区说不归他们管", "天一黑就不敢走", "希望三天内给个说法", "去年冬天也是这样", "学校门口那一段", "村里开会也提过",
    "附近有十几户人家", "孩子放学必经之路", "请实地看一看再答复",
)  # fmt: skip


def plainly(title: str, text: str) -> Heard:
    return Heard(minor=False, secrecy=False)


@pytest.fixture
def house(house: House) -> Iterator[House]:
    """The house with editions of its own."""
    with editions_apart(house.equipment):
        yield house


def standing(house: House) -> dict[str, EditionState]:
    with house.equipment.work() as work:
        rows = work.session.execute(select(ModelEdition.edition, ModelEdition.state))
        return {edition: state for edition, state in rows}


@pytest.fixture
def champion(house: House) -> Model:
    with house.equipment.work() as work:
        return house.equipment.judgement(work.session).model


def tickets(house: House, count: int, people: int = 1000) -> None:
    for number in range(count):
        category, text = MATTERS[number % len(MATTERS)]
        house.dispatched(
            f"{DETAILS[number % len(DETAILS)]}，{text}", phone=f"139{number % people:08d}", category=category,
            now=NOW + timedelta(minutes=number),
        )  # fmt: skip


@pytest.fixture
def full(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house with just enough lessons."""
    monkeypatch.setattr(learning, "FEWEST", 12)
    tickets(house, 15)
    return house


def as_good(champion: Model) -> Callable[..., Trained]:
    """Instead of half a minute of training: the champion once more."""
    truth = np.array(["0102", "0301"])
    measured = figures(truth, truth, np.eye(2), parents(truth))
    return lambda extra: Trained(champion.estimator, champion.outcomes, measured, f"{len(extra)} 件")


def worse(extra) -> Trained:
    """A challenger that takes street lamps for heating."""
    swapped = {"0102": "0301", "0301": "0102", "0405": "0405"}
    return edition_of(
        [Lesson(text + end, swapped[code], f"{code}{end}") for code, text in MATTERS for end in "甲乙丙丁戊"]
    )


@pytest.fixture
def trained_quickly(champion: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "own_edition", as_good(champion))


@pytest.mark.usefixtures("trained_quickly")
def test_a_challenger_that_is_not_worse_is_kept_as_a_candidate_and_nothing_else_changes(full, champion):
    before = standing(full)
    learnt = learn(full.equipment, plainly, edition="use-1")
    assert learnt.comparison.better and learnt.edition == "use-1"
    assert standing(full) == {**before, "use-1": EditionState.CANDIDATE}
    assert load(trained_in(full.equipment), "use-1").edition == "use-1"
    with full.equipment.work() as work:
        assert full.equipment.judgement(work.session).model is champion
        row = work.session.scalars(select(ModelEdition).where(ModelEdition.edition == "use-1")).one()
    assert (
        row.metrics["comparison"]["better"] is True
        and row.metrics["comparison"]["champion"]["edition"] == champion.edition
    )
    assert row.metrics["lessons"] == {"trained": 12, "held": 3, "corrected": 0, "left_out": {}}
    assert row.metrics["accuracy"] == 1.0


@pytest.mark.usefixtures("champion")
def test_the_latest_tickets_are_held_apart_and_never_train(full, champion, monkeypatch):
    seen: list[Lesson] = []

    def watched(extra):
        seen.extend(extra)
        return as_good(champion)(extra)

    monkeypatch.setattr(learning, "own_edition", watched)
    learnt = learn(full.equipment, plainly, edition="use-1")
    assert learnt.comparison.tickets == 3
    assert [one.document for one in seen] == [one.lesson.document for one in learnt.gathered.lessons[:12]]


def test_a_worse_challenger_is_refused_with_the_reasons_and_its_weights_are_not_kept(full, champion, monkeypatch):
    monkeypatch.setattr(learning, "own_edition", worse)
    before = standing(full)
    learnt = learn(full.equipment, plainly, edition="use-1")
    assert not learnt.comparison.better
    assert standing(full) == {**before, "use-1": EditionState.REFUSED}
    assert not (trained_in(full.equipment) / "use-1").exists()
    with pytest.raises(Conflict, match="比较未通过"):
        put_in_service(full.equipment, "use-1")
    with full.equipment.work() as work:
        row = work.session.scalars(select(ModelEdition).where(ModelEdition.edition == "use-1")).one()
        assert row.metrics["comparison"]["reasons"] == list(learnt.comparison.reasons)
        assert full.equipment.judgement(work.session).model is champion


@pytest.mark.usefixtures("trained_quickly")
def test_a_run_that_dies_while_writing_leaves_the_old_edition_and_no_row(full, champion, monkeypatch):
    before = standing(full)

    def dies(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(training, "_manifest", dies)
        with pytest.raises(OSError, match="disk full"):
            learn(full.equipment, plainly, edition="use-1")
    assert standing(full) == before
    assert load(trained_in(full.equipment), champion.edition).edition == champion.edition
    with pytest.raises(ModelUnfit):
        load(trained_in(full.equipment), "use-1")
    assert learn(full.equipment, plainly, edition="use-1").comparison.better  # 同名再来一次就好


@pytest.mark.usefixtures("trained_quickly")
def test_promoted_and_rolled_back_the_judgement_follows_at_once(full, champion):
    learn(full.equipment, plainly, edition="use-1")
    put_in_service(full.equipment, "use-1")
    with full.equipment.work() as work:
        assert full.equipment.judgement(work.session).model.edition == "use-1"
    assert take_back(full.equipment) == ("use-1", champion.edition)
    with full.equipment.work() as work:
        assert full.equipment.judgement(work.session).model.edition == champion.edition


@pytest.mark.usefixtures("trained_quickly")
def test_weights_that_are_gone_or_are_not_those_registered_do_not_serve(full, champion):
    learn(full.equipment, plainly, edition="use-1")
    home = trained_in(full.equipment) / "use-1"
    manifest = home / MANIFEST
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(f"{text}# 动过\n", encoding="utf-8")
    with pytest.raises(Conflict, match="不是登记时的那一份"):
        put_in_service(full.equipment, "use-1")
    shutil.rmtree(home)
    with pytest.raises(Conflict, match="请先训练"):
        put_in_service(full.equipment, "use-1")
    assert standing(full)[champion.edition] == EditionState.CURRENT


@pytest.mark.usefixtures("trained_quickly")
def test_without_a_name_the_day_names_it_and_a_second_one_is_numbered(full):
    first, second = (learn(full.equipment, plainly).edition for _ in range(2))
    assert first == f"use-{datetime.now(UTC):%Y.%m.%d}" and second == f"{first}-2"


@pytest.mark.parametrize(
    ("name", "refusal", "words"),
    [("../elsewhere", Incomplete, "不合规"), ("", Conflict, "请换一个版本名")],
    ids=["no name", "taken"],
)
def test_a_name_that_will_not_do_is_refused_before_training(full, champion, monkeypatch, name, refusal, words):
    monkeypatch.setattr(learning, "own_edition", None)
    with pytest.raises(refusal, match=words):
        learn(full.equipment, plainly, edition=name or champion.edition)


def test_too_few_lessons_are_refused_before_training(house, monkeypatch):
    monkeypatch.setattr(learning, "own_edition", None)
    tickets(house, 3)
    with pytest.raises(Incomplete, match="只有 3 件，至少要 100 件"):
        learn(house.equipment, plainly)


def test_lessons_of_one_requester_alone_are_refused(house, monkeypatch):
    monkeypatch.setattr(learning, "FEWEST", 3)
    monkeypatch.setattr(learning, "own_edition", None)
    tickets(house, 6, people=1)
    with pytest.raises(Incomplete, match="同一位诉求人"):
        learn(house.equipment, plainly)


def test_one_training_at_a_time(full, monkeypatch):
    monkeypatch.setattr(learning, "own_edition", None)
    with (trained_in(full.equipment) / ".learning.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Conflict, match="另一次训练正在进行"):
            learn(full.equipment, plainly)


def test_gathering_begins_where_it_is_told(house):
    tickets(house, 4)
    everything = gather(house.equipment, plainly, demo=False)
    later = gather(house.equipment, plainly, demo=False, since=NOW + timedelta(minutes=2))
    assert (len(everything.lessons), len(later.lessons)) == (4, 2)


def test_the_folder_of_the_weights_is_that_of_the_state(house):
    moved = replace(house.equipment, settings=replace(house.equipment.settings, state=Path("/somewhere")))
    assert trained_in(moved) == Path("/somewhere/models")

"""The model from the command line: lessons to look at, learn, promote, roll back, drift; refusals in one sentence."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from editions import editions_apart
from sqlalchemy import func, select

from classifier.learning.comparison import Comparison, Marks
from classifier.registry import fingerprint
from factories import House
from hotline.analytics.period import last_week
from hotline.casework.learning.lessons import Gathered
from hotline.casework.learning.model_editions import keep_challenger
from hotline.cli import classifier
from hotline.cli.learning import Learnt, trained_in
from hotline.domain.vocabulary import EditionState
from hotline.store.audit import AuditEntry
from hotline.store.editions import ModelEdition
from hotline.store.reports import DriftReport

LAMP = "小区门口的路灯坏了半个月，晚上漆黑一片"
GOOD = Marks("champion-1", 0.8, 0.9, 0.95, 0.7, 0.03, 0.5, 1.0, 0.75)


@pytest.fixture
def shipped(house: House) -> Iterator[str]:
    """The name of the edition that all tests share, with editions of its own beside it."""
    with editions_apart(house.equipment) as edition:
        yield edition


@pytest.fixture
def candidate(house: House, shipped: str) -> str:
    """A candidate whose weights are those of the shipped edition under another name."""
    home = trained_in(house.equipment) / "use-1"
    shutil.copytree(trained_in(house.equipment) / shipped, home)
    manifest = home / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(f'"{shipped}"', '"use-1"'), encoding="utf-8")
    with house.equipment.work() as work:
        keep_challenger(work, "use-1", digest=fingerprint(manifest), metrics={}, reasons=())
    return "use-1"


def current(house: House) -> str:
    with house.equipment.work() as work:
        return work.session.scalars(
            select(ModelEdition.edition).where(ModelEdition.state == EditionState.CURRENT)
        ).one()


def judged_by(house: House) -> str:
    with house.equipment.work() as work:
        return house.equipment.judgement(work.session).model.edition


def test_lessons_are_written_masked_and_the_export_is_audited(house, type_in, tmp_path):
    house.dispatched(f"我叫王建军，电话13812345678，{LAMP}", phone="13812345678", name="王建军", category="0102")
    house.dispatched("=1+1 路灯", title="+86", phone="13900002222", category="0102")
    house.dispatched(LAMP, phone="13900003333", secret=True, category="0102")
    target = tmp_path / "lessons.csv"
    with house.equipment.work() as work:
        before = work.session.scalar(select(func.count()).select_from(AuditEntry))
    answer = type_in("classifier", "lessons", "--output", str(target))
    assert answer.code == 0, answer.err
    assert "训练样本 2 件，其中改判 0 件" in answer.out and "不用的：要求个人信息保密 1 件" in answer.out
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "title", "text", "label", "group", "decided_at"]
    assert [row["label"] for row in rows] == ["0102", "0102"]
    whole = target.read_text(encoding="utf-8-sig")
    assert "13812345678" not in whole and "王建军" not in whole
    assert rows[1]["text"].startswith("'=") and rows[1]["title"].startswith("'+")
    with house.equipment.work() as work:
        entries = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[before:]
    assert [(entry.deed, entry.about) for entry in entries] == [("export_lessons", {"lessons": 2})]


def test_lessons_since_a_day_and_of_the_demo_may_be_asked_for(house, type_in, tmp_path):
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    house.dispatched(LAMP, phone="13900001111", now=now)
    house.dispatched(LAMP, phone="13900001111", now=now - timedelta(days=2))
    house.dispatched(LAMP, phone="13900001111", now=now, demo=True)
    target = str(tmp_path / "lessons.csv")
    assert "训练样本 2 件" in type_in("classifier", "lessons", "--output", target).out
    assert "训练样本 1 件" in type_in("classifier", "lessons", "--output", target, "--since", "2026-11-20").out
    demo = type_in("classifier", "lessons", "--output", target, "--demo").out
    assert "训练样本 3 件" in demo and "没有不用的工单" in demo


def test_learning_from_too_little_is_refused_in_one_sentence(house, type_in):
    house.dispatched(LAMP, phone="13900001111")
    answer = type_in("classifier", "learn")
    assert answer.code == 1
    assert answer.err.splitlines()[-1] == "可用的人定分类工单只有 1 件，至少要 100 件才能训练和比较"
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("reasons", "code", "told"),
    [
        ((), 0, "已留作候选；启用：hotline classifier promote use-1"),
        (("首位正确率低 3.0%，超过允许的 0.5%",), 1, "版本 use-1 未通过比较，现行版本不变"),
    ],
    ids=["candidate", "refused"],
)
def test_the_table_is_shown_and_a_refused_challenger_leaves_with_1(type_in, monkeypatch, reasons, code, told):
    other = replace(GOOD, edition="use-1", top1=0.83)
    found = Comparison(GOOD, other, 40, 1, 3, 0.625, 0.97, 396, reasons)
    learnt = Learnt("use-1", Gathered((), {}), found)
    monkeypatch.setattr(classifier, "_spared", lambda _: "不用的：要求个人信息保密 2 件")
    asked = {}
    monkeypatch.setattr(classifier, "learn", lambda *_, **more: asked.update(more) or learnt)
    answer = type_in("classifier", "learn", "--edition", "use-1", "--demo")
    assert answer.code == code
    assert asked == {"edition": "use-1", "demo": True}
    assert "首位正确：80.0% → 83.0%" in answer.out and "只有现行对 1 件，只有候选对 3 件" in answer.out
    assert "要求个人信息保密 2 件" in answer.out
    assert told in answer.out + answer.err and "Traceback" not in answer.err
    assert all(reason in answer.out for reason in reasons)


def test_promote_and_roll_back_are_one_line_each(house, type_in, shipped, candidate):
    answer = type_in("classifier", "promote", candidate)
    assert (answer.code, answer.out.strip()) == (0, "分类模型 use-1 现行"), answer.err
    assert current(house) == judged_by(house) == "use-1"
    answer = type_in("classifier", "rollback")
    assert (answer.code, answer.out.strip()) == (0, f"已从 use-1 回退，分类模型 {shipped} 现行")
    assert current(house) == judged_by(house) == shipped
    again = type_in("classifier", "rollback")
    assert again.code == 1 and again.err.strip() == "没有更早的模型版本可以回退"


def test_loading_again_does_not_undo_a_promotion_but_promote_without_a_name_goes_back_to_the_shipped_one(
    house, type_in, shipped, candidate
):
    type_in("classifier", "promote", candidate)
    assert "分类模型 use-1 现行" in type_in("db", "load").out
    assert current(house) == "use-1"
    assert type_in("classifier", "promote").out.strip() == f"分类模型 {shipped} 现行"
    assert current(house) == shipped


def test_loading_again_replaces_a_learnt_edition_whose_weights_are_gone(house, type_in, shipped, candidate):
    type_in("classifier", "promote", candidate)
    shutil.rmtree(trained_in(house.equipment) / candidate)
    assert f"分类模型 {shipped} 现行" in type_in("db", "load").out


@pytest.mark.parametrize("name", ["nothing-here", "../elsewhere"])
def test_an_edition_that_is_none_is_refused_in_one_sentence(type_in, shipped, name):
    answer = type_in("classifier", "promote", name)
    assert answer.code == 1 and "模型版本" in answer.err and "Traceback" not in answer.err
    assert answer.err.count("\n") <= 1


def test_last_weeks_drift_is_drawn_up_shown_and_stays(house, type_in):
    week = last_week(datetime.now(UTC))
    house.triaged(LAMP, phone="13900001111", now=week.start + timedelta(days=1))
    first = type_in("classifier", "drift")
    assert first.code == 0, first.err
    assert f"{week}（第 {week.number} 周）机器研判 1 件，上周 — 件" in first.out
    assert "拿不准的：" in first.out and "01 城乡建设与市政设施：1 件" in first.out and "没见过的词：" in first.out
    house.triaged(LAMP, phone="13900001111", now=week.start + timedelta(days=2))
    assert type_in("classifier", "drift").out == first.out
    year, number, _ = week.starts_on.isocalendar()
    assert type_in("classifier", "drift", "--week", f"{year}-W{number}").out == first.out
    with house.equipment.work() as work:
        (report,) = work.session.scalars(select(DriftReport))
    assert report.starts_on == week.starts_on


@pytest.mark.parametrize("week", ["2026-47", "W47", "2026-W60", "去年"])
def test_what_is_no_week_is_refused_in_one_sentence(type_in, week):
    answer = type_in("classifier", "drift", "--week", week)
    assert answer.code == 1 and "2026-W47" in answer.err and "Traceback" not in answer.err


def test_a_week_that_is_not_over_is_not_told_yet(house, type_in):
    year, number, _ = datetime.now(UTC).isocalendar()
    answer = type_in("classifier", "drift", "--week", f"{year}-W{number}")
    assert answer.code == 1 and "还没有过完" in answer.err
    with house.equipment.work() as work:
        assert work.session.scalars(select(DriftReport)).all() == []

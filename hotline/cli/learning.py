"""From the lessons of use to a candidate (学习): gather, train apart, compare, keep; never change what is current."""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from classifier.learning.comparison import Comparison, compare, held_apart
from classifier.learning.lessons import Lesson
from classifier.learning.training import own_edition, write
from classifier.model import Model
from classifier.registry import MANIFEST, METRICS, ModelUnfit, checked_edition, fingerprint, load
from hotline.casework.learning.lessons import Gathered, lessons_of_use
from hotline.casework.learning.model_editions import (
    edition_before,
    is_taken,
    keep_challenger,
    may_serve,
    promote,
    roll_back,
)
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.lessons import Hears
from hotline.equipment import Equipment
from hotline.store.editions import ModelEdition

FEWEST = 100
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Learnt:
    """A challenger and how it did (学习结果)."""

    edition: str
    gathered: Gathered
    comparison: Comparison


def gather(equipment: Equipment, hears: Hears, *, demo: bool, since: datetime = BEGINNING) -> Gathered:
    """The lessons of use, in a piece of work of its own (收集)."""
    with equipment.work() as work:
        return lessons_of_use(work, hears, since, demo=demo)


def learn(equipment: Equipment, hears: Hears, *, edition: str = "", demo: bool = False) -> Learnt:
    """Train a challenger with the lessons of use and let it compete (学习).

    Raises:
        Incomplete: too few lessons to hold some back and learn from the rest.
        Conflict: the name is taken, or is no name.
    """
    with _alone(trained_in(equipment)):
        name, gathered = _name(equipment, edition), gather(equipment, hears, demo=demo)
        training, held = _apart(gathered)
        home = trained_in(equipment) / name
        write(own_edition(training), home, name)
        with equipment.work() as work:
            champion = equipment.judgement(work.session).model
        comparison = compare(champion, _loaded(equipment, name), [(one.document, one.label) for one in held])
        learnt = Learnt(name, gathered, comparison)
        _keep(equipment, home, learnt, len(training))
        return learnt


def put_in_service(equipment: Equipment, edition: str) -> None:
    """Promote a registered edition whose weights are here and whole (启用)."""
    with equipment.work() as work:
        row = may_serve(work, _checked(edition))
        _check(equipment, row)
        promote(work, row.edition, digest=row.digest, metrics=row.metrics)


def take_back(equipment: Equipment) -> tuple[str, str]:
    """Roll back to the edition before, if its weights are here and whole (回退)."""
    with equipment.work() as work:
        _check(equipment, edition_before(work))
        return roll_back(work)


def trained_in(equipment: Equipment) -> Path:
    """The folder that holds one folder an edition (权重所在)."""
    return equipment.settings.state / "models"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One training at a time: two would write into the same folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".learning.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("另一次训练正在进行，请等它结束") from None
        yield


def _apart(gathered: Gathered) -> tuple[list[Lesson], list[Lesson]]:
    if len(gathered.lessons) < FEWEST:
        raise Incomplete(f"可用的人定分类工单只有 {len(gathered.lessons)} 件，至少要 {FEWEST} 件才能训练和比较")
    training, held = held_apart([one.lesson for one in gathered.lessons])
    if not training:
        raise Incomplete("可用的工单全部来自同一位诉求人，留出以后没有可学的；请等有更多人的工单")
    return training, held


def _name(equipment: Equipment, asked: str) -> str:
    """The name that was asked for, or one of the day that is still free."""
    day = f"use-{datetime.now(UTC):%Y.%m.%d}"
    with equipment.work() as work:
        if not asked:
            return next(name for name in _names(day) if not is_taken(work, name))
        if is_taken(work, _checked(asked)):
            raise Conflict(f"模型版本 {asked} 已经登记过，请换一个版本名")
        return asked


def _names(day: str) -> Iterator[str]:
    yield day
    yield from (f"{day}-{number}" for number in count(2))


def _keep(equipment: Equipment, home: Path, learnt: Learnt, trained: int) -> None:
    """Register the challenger; of a refused one only the row with its comparison stays."""
    metrics = json.loads((home / METRICS).read_text(encoding="utf-8"))
    metrics["comparison"] = learnt.comparison.kept()
    metrics["lessons"] = {
        "trained": trained,
        "held": learnt.comparison.tickets,
        "corrected": learnt.gathered.corrected,
        "left_out": dict(learnt.gathered.left_out),
    }
    with equipment.work() as work:
        digest, reasons = fingerprint(home / MANIFEST), learnt.comparison.reasons
        keep_challenger(work, learnt.edition, digest=digest, metrics=metrics, reasons=reasons)
    if not learnt.comparison.better:
        shutil.rmtree(home)


def _checked(edition: str) -> str:
    try:
        return checked_edition(edition)
    except ModelUnfit as trouble:
        raise Incomplete(str(trouble)) from trouble


def _check(equipment: Equipment, row: ModelEdition) -> None:
    """Refuse weights that do not load, or are not those that were registered."""
    _loaded(equipment, row.edition)
    if fingerprint(trained_in(equipment) / row.edition / MANIFEST) != row.digest:
        raise Conflict(f"模型版本 {row.edition} 的权重不是登记时的那一份，拒绝启用")


def _loaded(equipment: Equipment, edition: str) -> Model:
    try:
        return load(trained_in(equipment), edition, equipment.settings.auto_accuracy)
    except ModelUnfit as trouble:
        raise Conflict(str(trouble)) from trouble

"""What a fresh house needs to begin (初始装载): rules with regions and agencies, knowledge, a trained model."""

import json
from collections.abc import Iterator

from sqlalchemy import select

from classifier.learning.training import train
from classifier.registry import ModelUnfit, current_edition, fingerprint
from classifier.registry import load as load_model
from hotline.casework.learning.model_editions import promote
from hotline.casework.rules.publishing import current, publish
from hotline.domain.vocabulary import EditionState
from hotline.equipment import Equipment
from hotline.knowledge.articles import load_seed
from hotline.store.editions import ModelEdition
from routing_rules import FOLDER, texts_in

FIRST_EDITION = "系统初始规则表"


def load_all(equipment: Equipment) -> Iterator[str]:
    """Load everything that is not there yet; say what was done, a line each."""
    with equipment.work() as work:
        running = current(work)
        if running is None or running.approved_by is None:  # 人批准过的版本，装载不去动它
            running = publish(work, texts_in(FOLDER), FIRST_EDITION)
        yield f"规则版本 {running.edition} 现行"
    with equipment.work() as work:
        yield f"知识条目新增 {load_seed(work)} 条"
    yield f"分类模型 {_learnt_in_service(equipment) or ready_model(equipment)} 现行"


def _learnt_in_service(equipment: Equipment) -> str:
    """The current edition if it was learnt here and is whole; loading again must not undo its promotion."""
    with equipment.work() as work:
        current = work.session.scalar(select(ModelEdition.edition).where(ModelEdition.state == EditionState.CURRENT))
    if current is None or (equipment.settings.models / current).exists():
        return ""
    try:
        return load_model(equipment.settings.state / "models", current).edition
    except ModelUnfit:
        return ""


def ready_model(equipment: Equipment) -> str:
    """The model edition that models/current.toml names, trained if its weights are not in the state folder."""
    edition = current_edition(equipment.settings.models)
    trained = equipment.settings.state / "models"
    try:
        load_model(trained, edition)
    except ModelUnfit:
        train(edition, trained)
    home = trained / edition
    metrics = json.loads((home / "metrics.json").read_text(encoding="utf-8"))
    with equipment.work() as work:
        promote(work, edition, digest=fingerprint(home / "manifest.toml"), metrics=metrics)
    return edition

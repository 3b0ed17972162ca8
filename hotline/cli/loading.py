"""What a fresh house needs to begin (初始装载): rules with regions and agencies, knowledge, a trained model."""

import json
from collections.abc import Iterator

from classifier.learning.training import train
from classifier.registry import ModelUnfit, current_edition, fingerprint
from classifier.registry import load as load_model
from hotline.casework.model_editions import promote
from hotline.casework.rule_editions import publish
from hotline.equipment import Equipment
from hotline.knowledge.articles import load_seed
from routing_rules import FOLDER, texts_in


def load_all(equipment: Equipment) -> Iterator[str]:
    """Load everything that is not there yet; say what was done, a line each."""
    with equipment.work() as work:
        edition = publish(work, texts_in(FOLDER), "仓库自带规则表")
        yield f"规则版本 {edition.edition} 现行"
    with equipment.work() as work:
        yield f"知识条目新增 {load_seed(work)} 条"
    yield f"分类模型 {ready_model(equipment)} 现行"


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

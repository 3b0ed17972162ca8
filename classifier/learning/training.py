"""Fit, measure, write (训练): one edition of the model with all that is needed to trust it."""

import csv
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from classifier import corpus
from classifier.estimator import DemandClassifier
from classifier.features import BLOCKS
from classifier.learning.card import card
from classifier.learning.evaluation import Figures, figures, held_out, training_rows
from classifier.registry import (
    CARD,
    FEATURES,
    LABELS,
    MANIFEST,
    METRICS,
    WEIGHTS,
    checked_edition,
    fingerprint,
    versions,
)

_DIGITS = 4


def train(edition: str, out: Path) -> Figures:
    """Train one edition into out/edition and give its cross-validation figures (训练一个版本)."""
    home = out / checked_edition(edition)
    home.mkdir(parents=True, exist_ok=True)
    rows, cues = corpus.read(), corpus.cues()
    estimator = DemandClassifier()
    measured = figures(held_out(rows, cues, estimator))
    measured = replace(measured, temperature=round(measured.temperature, _DIGITS))
    estimator.set_params(temperature=measured.temperature)
    estimator.fit(*training_rows(rows, cues))
    _write_estimator(home, estimator)
    _write_labels(home / LABELS, estimator.classes_.tolist())
    (home / METRICS).write_text(_json(asdict(measured)), encoding="utf-8")
    (home / CARD).write_text(card(edition, measured, len(cues), estimator.features_.width), encoding="utf-8")
    (home / MANIFEST).write_text(_manifest(home, edition, estimator, measured), encoding="utf-8")
    return measured


def _write_estimator(home: Path, estimator: DemandClassifier) -> None:
    arrays: dict[str, Any] = {
        f"rarity_{block.name}": rare for block, rare in zip(BLOCKS, estimator.features_.rarity, strict=True)
    }
    arrays["classes"] = estimator.classes_
    arrays["weights"] = estimator.weights_.astype(np.float16)
    arrays["offsets"] = estimator.offsets_.astype(np.float32)
    np.savez_compressed(home / WEIGHTS, **arrays)
    terms = {block.name: list(table) for block, table in zip(BLOCKS, estimator.features_.terms, strict=True)}
    (home / FEATURES).write_text(json.dumps(terms, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _write_labels(file: Path, codes: list[str]) -> None:
    names = corpus.labels()
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["分类编码", "一级分类", "二级分类"])
        table.writerows([code, names[code[:2]], names[code]] for code in codes)


def _json(figures_told: dict[str, object]) -> str:
    rounded = json.loads(json.dumps(figures_told), parse_float=lambda number: round(float(number), _DIGITS))
    return json.dumps(rounded, ensure_ascii=False, indent=1) + "\n"


def _manifest(home: Path, edition: str, estimator: DemandClassifier, measured: Figures) -> str:
    lines = [
        "# 由 python -m classifier train 写成；装载时逐项核对",
        f'edition = "{edition}"',
        f'corpus = "{corpus.digest()}"',
        f"seed = {estimator.random_state}",
        "",
        "[decision]",
        f"temperature = {measured.temperature}",
        f"threshold = {measured.threshold}",
        "",
        "[libraries]",
        *(f'{name} = "{number}"' for name, number in versions().items()),
        "",
        "[files]",
        *(f'"{name}" = "{fingerprint(home / name)}"' for name in (WEIGHTS, FEATURES, LABELS, METRICS, CARD)),
    ]
    return "\n".join(lines) + "\n"

"""Editions of the model on disk (模型登记): written by training, verified before they serve."""

import csv
import hashlib
import re
import tomllib
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from classifier.estimator import DemandClassifier
from classifier.features import Features
from classifier.model import PROMISE, Model
from classifier.reading.kinds import Kinds
from classifier.thresholds import Outcomes

WEIGHTS, LABELS, METRICS, CARD, MANIFEST = "weights.npz", "labels.csv", "metrics.json", "card.md", "manifest.toml"
KIND = "kind_"
LIBRARIES = ("numpy", "scipy", "scikit-learn", "jieba", "rjieba")
_EDITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class ModelUnfit(Exception):
    """An edition of the model that must not serve (模型不可用)."""


def checked_edition(edition: str) -> str:
    """The name of an edition if it is one (版本名), so that it cannot lead out of its folder."""
    if not _EDITION.fullmatch(edition):
        raise ModelUnfit(f"模型版本名「{edition}」不合规：只能用字母、数字、点、横线和下划线")
    return edition


def current_edition(models_folder: Path) -> str:
    """The edition that models/current.toml names (当前版本)."""
    file = models_folder / "current.toml"
    try:
        edition = tomllib.loads(file.read_text(encoding="utf-8"))["edition"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as trouble:
        raise ModelUnfit(f"读不出当前模型版本：{file} 缺失或没有 edition 一行") from trouble
    return checked_edition(str(edition))


def load(folder: Path, edition: str, promise: float = PROMISE) -> Model:
    """Load one edition after its fingerprints and library versions have been checked (装载模型).

    Args:
        folder: holds one folder an edition.
        promise: the share of sure answers that must be right, 0–1.

    Raises ModelUnfit with a sentence that says what is wrong and what to do.
    """
    return load_folder(folder / checked_edition(edition), edition, promise)


def load_folder(home: Path, edition: str = "", promise: float = PROMISE) -> Model:
    """Load the edition that lies in a folder (装载模型); any edition where none is named."""
    manifest = _manifest(home, edition)
    name = checked_edition(str(manifest["edition"]))
    _check_libraries(manifest, name)
    for file, wanted in manifest["files"].items():
        _check_file(home, file, wanted, name)
    try:
        estimator, outcomes, kinds = _arrays(home, manifest["decision"])
    except (KeyError, ValueError, OSError, BadZipFile) as trouble:
        raise ModelUnfit(f"模型版本 {name} 的文件内容不完整，请重新训练") from trouble
    return Model(estimator, name, outcomes, _labels(home / LABELS), promise, kinds)


def fingerprint(file: Path) -> str:
    """SHA-256 of a file (文件指纹)."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def versions() -> dict[str, str]:
    """Versions of the libraries that a model leans on (依赖版本)."""
    return {name: version(name) for name in LIBRARIES}


def _manifest(home: Path, edition: str) -> dict[str, Any]:
    try:
        manifest = tomllib.loads((home / MANIFEST).read_text(encoding="utf-8"))
    except OSError as trouble:
        raise ModelUnfit(f"找不到模型版本 {edition}：{home} 下没有 {MANIFEST}，请先训练") from trouble
    except tomllib.TOMLDecodeError as trouble:
        raise ModelUnfit(f"模型版本 {edition} 的 {MANIFEST} 已损坏，请重新训练") from trouble
    missing = [part for part in ("files", "libraries", "decision") if not isinstance(manifest.get(part), dict)]
    missing += [name for name in (WEIGHTS, LABELS) if name not in manifest.get("files", {})]
    if missing or "edition" not in manifest or edition not in ("", manifest["edition"]):
        raise ModelUnfit(f"模型版本 {edition} 的 {MANIFEST} 不完整或属于另一个版本，请重新训练")
    return manifest


def _check_libraries(manifest: dict[str, Any], edition: str) -> None:
    for name, here in versions().items():
        trained = str(manifest["libraries"].get(name, "未记录"))
        if trained.split(".")[0] != here.split(".")[0]:
            raise ModelUnfit(f"模型版本 {edition} 用 {name} {trained} 训练，本机是 {here}，主版本不同，请重新训练")


def _check_file(home: Path, name: str, wanted: str, edition: str) -> None:
    file = home / Path(name).name
    if not file.is_file():
        raise ModelUnfit(f"模型版本 {edition} 缺少文件 {name}，请先运行 python -m classifier train")
    if fingerprint(file) != wanted:
        raise ModelUnfit(f"模型版本 {edition} 的文件 {name} 与登记的指纹不符，可能被改动或损坏，拒绝装载")


def _arrays(home: Path, decision: dict[str, Any]) -> tuple[DemandClassifier, Outcomes, Kinds | None]:
    mixture = {name: decision[name] for name in ("bayes", "margin", "longest")}
    with np.load(home / WEIGHTS, allow_pickle=False) as arrays:
        estimator = DemandClassifier(**mixture)
        estimator.classes_ = arrays["classes"]
        estimator.weights_ = arrays["weights"].astype(np.float32, order="C")
        estimator.offsets_ = arrays["offsets"]
        estimator.features_ = Features(arrays["numbers"], arrays["rarity"], arrays["blocks"], int(arrays["bits"]))
        outcomes = Outcomes(*(arrays[f"outcome_{field.name}"] for field in fields(Outcomes)))
        taught = {name.removeprefix(KIND): arrays[name] for name in arrays.files if name.startswith(KIND)}
    if estimator.weights_.shape != (estimator.features_.width, len(estimator.classes_)):
        raise ValueError("weights and features differ in size")
    return estimator, outcomes, Kinds.read(taught) if taught else None


def _labels(file: Path) -> dict[str, str]:
    names: dict[str, str] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            names[row["一级编码"]] = row["一级分类"]
            names[row["分类编码"]] = row["二级分类"]
    return names

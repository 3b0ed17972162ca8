"""Only an edition that is whole and fits this machine may serve (模型登记)."""

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifier.registry import LABELS, MANIFEST, WEIGHTS, ModelUnfit, current_edition, load, load_folder

COMMITTED = Path(__file__).parents[2] / "models"


@pytest.fixture
def copied(trained, model, tmp_path):
    shutil.copytree(trained / model.edition, tmp_path / model.edition)
    return tmp_path


def _rewrite(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_whole_edition_is_loaded(model):
    assert model.edition == "test-1"
    assert model.estimator.weights_.dtype == np.float32


def test_no_file_needs_pickle(trained, model):
    with np.load(trained / model.edition / WEIGHTS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_a_changed_file_is_refused(copied, model):
    with (copied / model.edition / LABELS).open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(ModelUnfit, match="指纹不符"):
        load(copied, model.edition)


def test_a_missing_file_is_refused(copied, model):
    (copied / model.edition / WEIGHTS).unlink()
    with pytest.raises(ModelUnfit, match=r"缺少文件 weights\.npz"):
        load(copied, model.edition)


def test_another_major_version_of_a_library_is_refused(copied, model):
    _rewrite(copied / model.edition / MANIFEST, f'numpy = "{np.__version__}"', 'numpy = "99.0"')
    with pytest.raises(ModelUnfit, match="主版本不同"):
        load(copied, model.edition)


def test_a_broken_or_foreign_manifest_is_refused(copied, model):
    manifest = copied / model.edition / MANIFEST
    whole = manifest.read_text(encoding="utf-8")
    manifest.write_text(whole.replace('edition = "test-1"', 'edition = "other"'), encoding="utf-8")
    with pytest.raises(ModelUnfit, match="另一个版本"):
        load(copied, model.edition)
    manifest.write_text("not [toml", encoding="utf-8")
    with pytest.raises(ModelUnfit, match="已损坏"):
        load(copied, model.edition)
    manifest.write_text(whole.split("[files]")[0] + "[files]\n", encoding="utf-8")
    with pytest.raises(ModelUnfit, match="不完整"):
        load(copied, model.edition)


def test_weights_that_do_not_match_their_features_are_refused(copied, model):
    home = copied / model.edition
    before = hashlib.sha256((home / WEIGHTS).read_bytes()).hexdigest()
    with np.load(home / WEIGHTS, allow_pickle=False) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    np.savez(home / WEIGHTS, **(kept | {"numbers": kept["numbers"][:-1]}))
    _rewrite(home / MANIFEST, before, hashlib.sha256((home / WEIGHTS).read_bytes()).hexdigest())
    with pytest.raises(ModelUnfit, match="内容不完整"):
        load(copied, model.edition)


@pytest.mark.parametrize("edition", ["../elsewhere", "", "a/b", ".hidden", "版本"])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path, edition):
    with pytest.raises(ModelUnfit, match="不合规"):
        load(tmp_path, edition)


def test_weights_that_would_run_code_are_not_read(copied, model):
    home = copied / model.edition
    before = hashlib.sha256((home / WEIGHTS).read_bytes()).hexdigest()
    np.savez(home / WEIGHTS, weights=np.array([print], dtype=object))
    _rewrite(home / MANIFEST, before, hashlib.sha256((home / WEIGHTS).read_bytes()).hexdigest())
    with pytest.raises(ModelUnfit, match="内容不完整"):
        load(copied, model.edition)


def test_any_folder_may_hold_an_edition(trained, model):
    assert load_folder(trained / model.edition).edition == model.edition
    with pytest.raises(ModelUnfit, match="请先训练"):
        load_folder(trained)


def test_an_unknown_edition_says_what_to_do(tmp_path):
    with pytest.raises(ModelUnfit, match="请先训练"):
        load(tmp_path, "demand-2000.01")


def test_the_current_edition_is_committed_without_weights():
    edition = current_edition(COMMITTED)
    names = {file.name for file in (COMMITTED / edition).iterdir()}
    assert {"manifest.toml", "metrics.json", "labels.csv", "card.md"} <= names
    assert "weights.npz" not in names


def test_a_missing_current_edition_is_told(tmp_path):
    with pytest.raises(ModelUnfit, match="当前模型版本"):
        current_edition(tmp_path)

"""One model trained for all tests of the classifier (测试用模型)."""

from pathlib import Path

import pytest

from classifier.learning.training import train
from classifier.model import Model
from classifier.registry import load

EDITION = "test-1"


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a freshly trained edition."""
    folder = tmp_path_factory.mktemp("models")
    train(EDITION, folder)
    return folder


@pytest.fixture(scope="session")
def model(trained: Path) -> Model:
    """The trained edition, loaded as the service loads it."""
    return load(trained, EDITION)

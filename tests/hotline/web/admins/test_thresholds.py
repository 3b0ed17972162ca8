"""Thresholds as they were found, with what came of them on texts kept apart."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from classifier.thresholds import NEVER, Outcomes, Thresholds
from factories import House
from hotline.domain.vocabulary import Role
from hotline.web.admins.thresholds import all_thresholds

Browsers = Callable[[Role], FlaskClient]


def test_each_category_tells_how_many_reach_it_and_how_many_of_these_are_right() -> None:
    right = np.array([True, False, True, True])
    sure = np.array([0.9, 0.8, 0.4, 0.7])
    said = Outcomes(np.array(["0101", "0101", "0101", "0102"]), sure, right, sure, right)
    kept = Thresholds(0.97, 0.6, 0.5, {"0101": 0.75, "0102": NEVER})
    model: Any = SimpleNamespace(thresholds=kept, outcomes=said, classes=["0101", "0102", "0103"])
    found = all_thresholds(model)
    by_code = {one.category: one for one in found.categories}
    assert (by_code["0101"].texts, by_code["0101"].covered, by_code["0101"].right) == (3, 2 / 3, 0.5)
    assert by_code["0102"].never and by_code["0102"].covered == 0 and by_code["0102"].right is None
    assert by_code["0103"].threshold == 0.6 and by_code["0103"].covered is None
    assert (found.overall.covered, found.overall.right, found.never) == (0.5, 0.5, 1)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_page_shows_the_promise_every_category_and_how_it_is_changed(
    role: Role, house: House, browser_of: Browsers
) -> None:
    page = browser_of(role).get("/admins/thresholds").text
    with house.equipment.work() as work:
        model = house.equipment.judgement(work.session).model
    assert f"{house.equipment.settings.auto_accuracy:.1%}" in page and "HOTLINE_AUTO_ACCURACY" in page
    assert page.count('<th scope="row">') == len(model.classes)

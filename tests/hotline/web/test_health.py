"""Health: alive, ready, and not ready without rules."""

from flask.testing import FlaskClient

from factories import House
from hotline.domain.vocabulary import EditionState
from hotline.store.editions import RuleEdition


def test_the_process_answers_without_signing_in(guarded_browser: FlaskClient) -> None:
    answer = guarded_browser.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_is_ready_with_tables_rules_and_model(guarded_browser: FlaskClient) -> None:
    answer = guarded_browser.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json is not None and answer.json["tables"] is True
    assert answer.json["rules"] and answer.json["model"]


def test_without_current_rules_it_is_not_ready_and_says_what_to_do(house: House, guarded_browser: FlaskClient) -> None:
    with house.equipment.work() as work:
        current = work.session.query(RuleEdition).filter_by(state=EditionState.CURRENT).one()
        edition, current.state = current.edition, EditionState.RETIRED
    try:
        answer = guarded_browser.get("/health/ready")
        assert answer.status_code == 503
        assert "请先运行 hotline db load" in answer.text
    finally:
        with house.equipment.work() as work:
            work.session.query(RuleEdition).filter_by(edition=edition).one().state = EditionState.CURRENT

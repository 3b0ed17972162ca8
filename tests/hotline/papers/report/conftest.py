"""A report in print: a small one with everything in it, and a real one drawn up from the thousand tickets."""

from datetime import date
from types import SimpleNamespace

import pytest
import thousand
from prints import manuscript, small
from sqlalchemy.orm import Session

from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.period import Period
from hotline.analytics.report.printing import manuscript_of
from hotline.domain.analysis.terms import ReportKind
from hotline.papers.report.composing import compose
from hotline.store.work import SYSTEM, Work


@pytest.fixture(scope="session")
def printed() -> SimpleNamespace:
    """The small report and its pieces, composed once."""
    found = manuscript(small())
    return SimpleNamespace(manuscript=found, pieces=compose(found))


@pytest.fixture(scope="session")
def monthly(equipment) -> SimpleNamespace:
    """The monthly report of the thousand tickets; nothing of it is committed."""
    with equipment.engine.connect() as connection:
        begun = connection.begin()
        thousand.fill(connection)
        session = Session(connection, join_transaction_mode="create_savepoint")
        work = Work(session, SYSTEM, thousand.NOW, equipment.vault, equipment.rules)
        report = draw_up(work, work.rules, Period(ReportKind.MONTHLY, date(2026, 11, 1)))
        found = manuscript_of(report)
        session.close()
        begun.rollback()
    return SimpleNamespace(manuscript=found, pieces=compose(found))

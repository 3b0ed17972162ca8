"""The desk that every view sits at (当前操作): the person signed in, and a piece of work of theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app, g

from hotline.casework.judgement import Judgement
from hotline.equipment import Equipment
from hotline.store.work import Person, Work


def equipment() -> Equipment:
    """The equipment of this process."""
    found: Equipment = current_app.extensions["equipment"]
    return found


def person() -> Person:
    """The person signed in; the guard has seen to it that there is one."""
    found: Person = g.person
    return found


@contextmanager
def work_of_this_person() -> Iterator[Work]:
    """One transaction for one request of the person signed in."""
    with equipment().work(person()) as work:
        g.now, g.work = work.now, work
        yield work


def judgement_for(work: Work) -> Judgement:
    """The judgement of the current editions."""
    return equipment().judgement(work.session)


def attachments_folder() -> Path:
    """Where files of tickets lie in the state folder."""
    return equipment().settings.state / "attachments"

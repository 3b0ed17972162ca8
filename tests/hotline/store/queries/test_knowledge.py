"""Lists of the knowledge base: one query a list, however many articles (知识库清单)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, select

from factories import House, person, undone
from hotline.domain.errors import NotFound
from hotline.domain.vocabulary import ArticleState, Role
from hotline.equipment import Equipment
from hotline.knowledge import articles, flags
from hotline.store.knowledge import Article
from hotline.store.queries.knowledge import article_page, counts_by_state, doubts, readable, waiting


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    with undone(equipment) as found:
        yield found


def asked(work, verb) -> int:
    """How many statements a verb sends."""
    sent = []
    connection = work.session.connection()
    listen = lambda *_: sent.append(1)  # noqa: E731
    event.listen(connection, "before_cursor_execute", listen)
    verb()
    event.remove(connection, "before_cursor_execute", listen)
    return len(sent)


def test_the_lists_ask_no_more_of_many_articles_than_of_few(house):
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        few = asked(work, lambda: waiting(work))
        ids = work.session.scalars(select(Article.id).order_by(Article.id).limit(12)).all()
        for one in ids:
            articles.correct(work, one)
            flags.flag(work, one, words="有误")
        assert asked(work, lambda: waiting(work)) == few
        lists = waiting(work)
        assert (len(lists.drafts), len(lists.flags), len(lists.mine)) == (12, 12, 12)
        assert asked(work, lambda: doubts(work, ids)) == 1
        assert doubts(work, ids).asked == set(ids) and not doubts(work, ids).wrong
        assert counts_by_state(work)[ArticleState.DRAFT] == 12
    with house.equipment.work(person(Role.AGENT)) as work:
        assert ArticleState.DRAFT not in counts_by_state(work)
        assert asked(work, lambda: article_page(work, ids[0])) <= 6


def test_an_unknown_article_is_not_found_by_anybody(house):
    for role in (Role.AGENT, Role.SUPERVISOR):
        with house.equipment.work(person(role)) as work, pytest.raises(NotFound):
            article_page(work, 999_999)


@pytest.mark.parametrize("role", [Role.AGENT, Role.CLERK, Role.ANALYST, Role.AUDITOR, Role.SYSTEM])
def test_what_was_published_may_be_read_by_all(house, role):
    with house.equipment.work(person(role)) as work:
        shown = work.session.scalars(select(Article).where(readable(work))).all()
        assert len(shown) == 48

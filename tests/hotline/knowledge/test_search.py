"""The article that answers is found, and one that no longer holds is not (知识检索)."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hotline.domain.moments import beijing
from hotline.domain.vocabulary import ArticleState
from hotline.knowledge.articles import SEED, load_seed
from hotline.knowledge.search import answering
from hotline.store.knowledge import Article

ROWS = [json.loads(line) for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture
def shelf(work):
    """Work whose changes to articles are thrown away."""
    yield work
    work.session.rollback()


def titles(work, text: str, **more: object) -> list[str]:
    return [article.title for article in answering(work, text, **more)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["title"])
def test_each_article_is_found_first_by_its_own_title(shelf, row):
    assert titles(shelf, row["title"], category=row["category"])[0] == row["title"]


def test_nearly_every_question_of_an_article_finds_it_among_three(shelf):
    asked = [(question, row) for row in ROWS for question in row["questions"]]
    missed = [q for q, row in asked if row["title"] not in titles(shelf, q, category=row["category"])]
    assert len(missed) <= len(asked) * 0.05, missed


@pytest.mark.parametrize("state", [ArticleState.DRAFT, ArticleState.EXPIRED])
def test_what_is_not_published_is_not_read_out(shelf, state):
    article = shelf.session.scalars(select(Article).where(Article.title == ROWS[0]["title"])).one()
    article.state = state
    shelf.session.flush()
    assert article.title not in titles(shelf, article.title, category=article.category)


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True)])
def test_an_article_holds_to_the_end_of_its_last_day_in_beijing(shelf, days, holds):
    article = shelf.session.scalars(select(Article).where(Article.title == ROWS[0]["title"])).one()
    article.valid_until = beijing(shelf.now).date() + timedelta(days=days)
    shelf.session.flush()
    assert (article.title in titles(shelf, article.title, category=article.category)) is holds


def test_the_best_article_is_found_among_very_many_that_share_a_word(shelf, tmp_path):
    template = {**ROWS[0], "category": "9999"}
    crowd = [{**template, "title": f"供热事项说明第{at}条", "questions": [], "body": "供热"} for at in range(120)]
    best = {**template, "title": "供热管道爆裂抢修电话", "questions": ["供热管道爆裂找谁"], "body": "请拨打抢修电话"}
    seed = tmp_path / "seed.jsonl"
    seed.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in [*crowd, best]), encoding="utf-8")
    load_seed(shelf, seed)
    assert titles(shelf, "供热管道爆裂抢修电话是多少")[0] == best["title"]


@pytest.mark.parametrize("text", ["", "   ", "……", "%_'\\"])
def test_a_text_without_words_finds_nothing(shelf, text):
    assert titles(shelf, text, category="0301") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), most=st.integers(0, 5))
def test_no_text_breaks_the_search_and_no_more_than_asked_come(shelf, text, most):
    assert len(answering(shelf, text, most=most)) <= most

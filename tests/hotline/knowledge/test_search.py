"""The article that answers is found, and one that no longer holds is not (知识检索)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text

from factories import person
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import ArticleState, Role
from hotline.knowledge.articles import SEED, load_seed, note_reading
from hotline.knowledge.indexing import index_anew
from hotline.knowledge.search import answering, find
from hotline.store.knowledge import Article

ROWS = [json.loads(line) for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
RUNS = [
    (row["title"], start, end)
    for row in ROWS
    for start in range(len(row["title"]) - 1)
    for end in range(start + 2, len(row["title"]) + 1)
]


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


def found(work, words: str, **more: object) -> list[str]:
    return [article.title for article in find(work, words, **more)]


@pytest.mark.parametrize("words", [
    "供热报停", "供暖报停", "暖气 停暖", "gongrebaoting", "grbt", "gongnuan baoting", "gongre报停", "报停供", "GongRe",
    "不住了想把暖气停了怎么办",
])  # fmt: skip
def test_an_article_is_found_by_its_words_by_others_and_by_their_sound(shelf, words):
    assert "住宅供热报停怎样办理" in found(shelf, words)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["title"])
def test_each_article_stands_first_for_its_own_title(shelf, row):
    assert found(shelf, row["title"])[0] == row["title"]


def test_every_word_must_be_there_and_one_character_is_enough(shelf, tmp_path):
    rows = [{**ROWS[0], "title": f"蓝骆驼{kind}", "questions": [], "body": "见驼场公告"} for kind in ("喂养", "过冬")]
    take_in(shelf, tmp_path, rows)
    assert found(shelf, "蓝骆驼 过冬") == ["蓝骆驼过冬"]
    assert set(found(shelf, "驼场")) == {"蓝骆驼喂养", "蓝骆驼过冬"}
    assert found(shelf, "冬 驼") == ["蓝骆驼过冬"]
    assert set(found(shelf, "骆驼展览")) == {"蓝骆驼喂养", "蓝骆驼过冬"}
    assert found(shelf, "xyzq") == []


def test_an_article_of_the_place_or_above_fits_and_the_nearest_comes_first(shelf, tmp_path):
    regions = ("15", "1501", "150105", "1502")
    rows = [{**ROWS[0], "title": f"蓝骆驼登记办法{code}", "region": code, "questions": []} for code in regions]
    take_in(shelf, tmp_path, rows)
    near = [f"蓝骆驼登记办法{code}" for code in ("150105", "1501", "15")]
    assert found(shelf, "蓝骆驼登记", region="150105") == near
    assert found(shelf, "蓝骆驼登记", region="1501") == near[1:]
    assert len(found(shelf, "蓝骆驼登记")) == 4
    with_place = answering(shelf, "蓝骆驼登记办法", region="1502", most=5)
    assert {article.region for article in with_place} == {"15", "1502"}
    anywhere = answering(shelf, "蓝骆驼登记办法", region="15", most=5)
    assert {article.region for article in anywhere} == set(regions)


def test_the_title_comes_before_the_text_and_then_what_is_read_most(shelf, tmp_path):
    rows = [{**ROWS[0], "title": title, "questions": [], "body": body} for title, body in
            (("甲事", "也管蓝骆驼"), ("乙事", "也管蓝骆驼"), ("蓝骆驼", "另见"))]  # fmt: skip
    take_in(shelf, tmp_path, rows)
    second = shelf.session.scalars(select(Article).where(Article.title == "乙事")).one()
    reader = replace(shelf, person=person(Role.AGENT))
    for _ in range(3):
        note_reading(reader, second)
    note_reading(replace(shelf, person=person(Role.SUPERVISOR)), second)
    shelf.session.refresh(second)
    assert (second.read, second.version) == (3, 1)
    assert found(shelf, "蓝骆驼") == ["蓝骆驼", "乙事", "甲事"]
    assert found(shelf, "", most=1) == ["乙事"]


def test_category_narrows_and_most_bounds(shelf):
    assert all(article.category.startswith("03") for article in find(shelf, "办理", category="03"))
    assert len(find(shelf, "", most=4)) == 4


def test_the_index_is_asked_and_the_table_is_not_walked_through(shelf):
    shelf.session.execute(text("set local enable_seqscan = off"))
    asked = []
    listen = lambda conn, cursor, statement, parameters, *_: asked.append((statement, parameters))  # noqa: E731
    connection = shelf.session.connection()
    event.listen(connection, "before_cursor_execute", listen)
    find(shelf, "gongnuan 报停", region="150105")
    event.remove(connection, "before_cursor_execute", listen)
    statement, parameters = asked[0]
    plan = connection.exec_driver_sql(f"explain {statement}", parameters).scalars().all()
    assert any("ix_articles_search" in line for line in plan), plan


def test_what_was_indexed_in_an_older_way_is_indexed_again_and_stays_as_it_was(shelf):
    article = shelf.session.scalars(select(Article).where(Article.title == ROWS[0]["title"])).one()
    version = article.version
    shelf.session.execute(text("update articles set search = '' where id = :id"), {"id": article.id})
    assert article.title not in found(shelf, "gongrebaoting")
    assert (index_anew(shelf), index_anew(shelf)) == (1, 0)
    shelf.session.refresh(article)
    assert article.version == version and article.title in found(shelf, "gongrebaoting")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), most=st.integers(1, 5))
def test_no_words_break_finding(shelf, words, most):
    assert len(find(shelf, words, region="150105", most=most)) <= most


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(run=st.sampled_from(RUNS))
def test_any_run_of_a_title_finds_its_article(shelf, run):
    title, start, end = run
    assert title in found(shelf, title[start:end], most=48)


def take_in(work, folder, rows) -> None:
    seed = folder / "seed.jsonl"
    seed.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert load_seed(work, seed) == len(rows)

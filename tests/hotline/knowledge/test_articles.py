"""Articles are taken in once, and what they said before is kept (知识条目)."""

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.domain.vocabulary import ArticleState
from hotline.knowledge.articles import SEED, load_seed, revise
from hotline.knowledge.search import answering
from hotline.store.knowledge import Article, ArticleRevision


def rolled_back(session: Session) -> None:
    session.rollback()
    session.expunge_all()


def test_the_seed_is_taken_in_once(work):
    before = work.session.scalar(select(func.count()).select_from(Article))
    assert load_seed(work) == 0
    assert work.session.scalar(select(func.count()).select_from(Article)) == before


def test_every_line_of_the_seed_is_an_article_of_a_known_category_and_region(work, judgement):
    rows = [json.loads(line) for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    kept = {article.title: article for article in work.session.scalars(select(Article))}
    assert len({row["title"] for row in rows}) == len(rows)
    for row in rows:
        article = kept[row["title"]]
        assert (article.body, article.questions, article.state) == (
            row["body"],
            row["questions"],
            ArticleState.PUBLISHED,
        )
        assert article.category in judgement.rules.categories
        assert article.region in judgement.rules.directory.regions


def test_a_revision_keeps_what_was_said_before_and_is_found_by_its_new_words(work):
    article = work.session.scalars(select(Article).order_by(Article.id)).first()
    old, version = article.body, article.version
    revise(work, article.id, body="改写后的答复，提到蓝色骆驼。")
    kept = work.session.scalars(select(ArticleRevision).where(ArticleRevision.article_id == article.id)).one()
    assert (kept.body, kept.version, kept.written_by) == (old, version, "system")
    assert article.body == "改写后的答复，提到蓝色骆驼。"
    assert article.version == version + 1
    assert article.updated_at == work.now
    assert article.id in [one.id for one in answering(work, article.title, category=article.category)]
    rolled_back(work.session)


def test_only_articles_whose_title_is_new_come_in(work, tmp_path):
    rows = [json.loads(line) for line in SEED.read_text(encoding="utf-8").splitlines()[:2]]
    fresh = {**rows[0], "title": "一条新的知识"}
    seed = tmp_path / "seed.jsonl"
    seed.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in [*rows, fresh]) + "\n\n", encoding="utf-8")
    assert load_seed(work, seed) == 1
    assert load_seed(work, seed) == 0
    rolled_back(work.session)

"""What of an article can be found (知识索引): its words two by two, and the sound of its title and questions."""

from sqlalchemy import cast, func, not_, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR

from hotline.domain.searching import bigrams
from hotline.knowledge.pinyin import sounds
from hotline.store.knowledge import Article
from hotline.store.queries.search import holding_any
from hotline.store.work import Work

EDITION = "ix:2"  # 索引写法的版本：改了写法就加一，装载时旧的重建


def index(article: Article) -> None:
    """Let the article be found by what it says now (建索引)."""
    article.search = cast(func.array_to_tsvector(terms_of(article)), TSVECTOR)


def terms_of(article: Article) -> list[str]:
    """All terms by which an article is found; of Chinese also each character, for words of one alone."""
    asked = " ".join([article.title, *article.questions])
    said = " ".join([asked, article.body, article.materials or "", article.title_mn or "", article.body_mn or ""])
    terms = bigrams(said)
    singles = [character for term in terms if term[0] >= "\u3400" for character in term]
    return list(dict.fromkeys([*terms, *singles, *sounds(asked), EDITION]))


def index_anew(work: Work) -> int:
    """Index again what was indexed in an older way; answer how many (重建索引). The text and its version stay."""
    current = Article.search.bool_op("@@")(holding_any([EDITION]))
    old = work.session.scalars(select(Article).where(not_(current))).all()
    for article in old:
        terms = cast(func.array_to_tsvector(terms_of(article)), TSVECTOR)
        renewed = update(Article).where(Article.id == article.id).values(search=terms)
        work.session.execute(renewed.execution_options(synchronize_session=False))
    return len(old)

"""Finding the article that answers (知识检索): for the desk while it types, and by words, other words and pinyin."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from hotline.domain.moments import beijing
from hotline.domain.searching import bigrams
from hotline.domain.vocabulary import ArticleState
from hotline.knowledge.pinyin import UNFINISHED, asked_by_sound
from hotline.knowledge.synonyms import plain, sounding, variants
from hotline.store.knowledge import Article
from hotline.store.queries.knowledge import in_force, known_wrong, readable
from hotline.store.queries.search import holding_any
from hotline.store.work import Work

LOOKED_AT = 40
WHOLE = 2  # 自治区的代码长度：只知在区内，等于不知在哪里
FIT, ALIKE = 1.0, 0.5  # 主动推荐要相近到这么多；人在检索、没有全合的，可以松些
LONGEST, MOST_WORDS = 200, 8  # 字、词；再多的不看
_PARTS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]+")
_LETTERS = re.compile(r"[a-z]+")


def answering(work: Work, text: str, *, category: str = "", region: str = "", most: int = 3) -> Sequence[Article]:
    """The valid articles that fit a demand best: those of its category first, then by shared words.

    Args:
        region: where the demand is; articles of other places are left out. Empty, or no more than the whole region is
            known: all places.
    """
    terms = bigrams(text)
    if not terms:
        return []
    words = holding_any(terms[:80])
    fits = Article.search.op("@@")(words)
    rows = work.session.scalars(
        select(Article)
        .where(in_force(beijing(work.now).date()), ~known_wrong(), *_of_place(region if len(region) > WHOLE else ""))
        .where(or_(fits, Article.category == category))
        .order_by((Article.category == category).desc(), func.ts_rank(Article.search, words).desc(), Article.id)
        .limit(LOOKED_AT)
    ).all()
    return _fittest(rows, set(terms), category)[:most]


def find(
    work: Work,
    words: str,
    *,
    region: str = "",
    category: str = "",
    state: ArticleState | None = None,
    most: int = 20,
) -> Sequence[Article]:
    """Articles that hold every word, be it in other words or in pinyin; failing that, those that share most (知识检索).

    Args:
        words: parted by spaces; none at all gives what is read most.
        region: a place; articles of that place and of all above it fit. Empty: all places.
        category: a category or the beginning of one.
        state: articles in that state; without it, those in force today.
    """
    sought = plain(words[:LONGEST].replace("\x00", " ")).split()[:MOST_WORDS]
    chosen = _chosen(work, region, category, state)
    if not sought:
        return work.session.scalars(chosen.order_by(Article.read.desc(), Article.id).limit(most)).all()
    holding = [asked for word in sought if (asked := _holding(word))]
    if not holding:
        return []
    exact = chosen.where(Article.search.op("@@")(_query(" & ".join(holding))))
    found = work.session.scalars(exact.order_by(*_best_first(sought, region)).limit(most)).all()
    return found or _alike(work, chosen, sought)[:most]


def _chosen(work: Work, region: str, category: str, state: ArticleState | None) -> Select[Article]:
    held = Article.state == state if state else in_force(beijing(work.now).date())
    conditions = [readable(work), held, *_of_place(region)]
    if category:
        conditions.append(Article.category.startswith(category, autoescape=True))
    return select(Article).where(*conditions)


def _of_place(region: str) -> list[ColumnElement[bool]]:
    """Articles of the place and of every place above it: what the region says holds in its banners too."""
    codes = [region[:length] for length in range(2, len(region) + 1, 2)]
    return [Article.region.in_(codes)] if region else []


def _best_first(sought: Sequence[str], region: str) -> list[ColumnElement[Any]]:
    """Words in the title before words in a question before words in the text; then the nearer place, then the more read."""
    phrases = [variants(word) for word in sought]
    nearer = [func.length(Article.region).desc()] if region else []
    title, asked = cast(Article.title, Text), cast(Article.questions, Text)
    return [_said_in(title, phrases), _said_in(asked, phrases), *nearer, Article.read.desc(), Article.id.asc()]


def _said_in(column: ColumnElement[str], phrases: Iterable[Sequence[str]]) -> ColumnElement[Any]:
    """How many of the words a column holds, the most first."""
    held = [or_(*(column.icontains(one, autoescape=True) for one in some)) for some in phrases]
    counted: ColumnElement[Any] = literal(0)
    for condition in held:
        counted = counted + case((condition, 1), else_=0)
    return counted.desc()


def _holding(word: str) -> str:
    """A condition in the index's own language: every part of a word is there, said in one way or another."""
    held = [_either(_ways(part)) for part in _PARTS.findall(word)]
    return " & ".join(one for one in held if one)


def _ways(part: str) -> list[Sequence[str]]:
    """The ways to say a part: in other words; letters also by the sound of a title, or of a word with its like."""
    ways: list[Sequence[str]] = [bigrams(one) for one in variants(part)]
    if _LETTERS.fullmatch(part):
        ways += [*asked_by_sound(part), *(bigrams(one) for one in sounding(part))]
    return ways


def _either(ways: Iterable[Sequence[str]]) -> str:
    rows = [" & ".join(map(_lexeme, terms)) for terms in ways if terms]
    return "(" + " | ".join(f"({row})" for row in rows) + ")" if rows else ""


def _lexeme(term: str) -> str:
    begun = term.endswith(UNFINISHED)
    quoted = term.rstrip(UNFINISHED).replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*" if begun else f"'{quoted}'"


def _query(written: str) -> ColumnElement[object]:
    return cast(literal(written, Text), TSQUERY)


def _alike(work: Work, chosen: Select[Article], sought: Sequence[str]) -> list[Article]:
    """Of the articles that share a word, those that share most."""
    terms = list(dict.fromkeys(term for word in sought for said in variants(word) for term in bigrams(said)))
    if not terms:
        return []
    words = holding_any(terms[:80])
    ranked = chosen.where(Article.search.op("@@")(words)).order_by(func.ts_rank(Article.search, words).desc())
    rows = work.session.scalars(ranked.order_by(Article.read.desc(), Article.id).limit(LOOKED_AT)).all()
    return _fittest(rows, set(terms), floor=ALIKE)


def _fittest(rows: Sequence[Article], asked: set[str], category: str = "", floor: float = FIT) -> list[Article]:
    def fitness(article: Article) -> float:
        known = set(bigrams(" ".join([article.title, *article.questions])))
        return (article.category == category) * 2 + 10 * len(asked & known) / (len(known) + 10)

    ranked = sorted(rows, key=fitness, reverse=True)
    return [article for article in ranked if fitness(article) > floor]

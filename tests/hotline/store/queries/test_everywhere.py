"""What stands beside tickets is found whole, page by page in both directions, and a caller only by who may know."""

from collections.abc import Iterator
from datetime import date

import pytest

from factories import HEATING, OTHER_UNIT, UNIT, House, person, undone
from hotline.domain.vocabulary import ArticleState, Role
from hotline.equipment import Equipment
from hotline.store.knowledge import Article
from hotline.store.queries.everywhere import (
    Turned,
    articles_holding,
    known_events,
    number_seen,
    officers,
    tickets_of_caller,
    under_way_at,
    unit_names,
    units_holding,
)
from hotline.store.work import Person
from hotline.store.workbench.callroom import KnownEvent

PHONE = "13847123456"


@pytest.fixture
def alone(equipment: Equipment) -> Iterator[House]:
    with undone(equipment) as house:
        yield house


def write(house: House, title: str, body: str = "正文", state: ArticleState = ArticleState.PUBLISHED) -> int:
    with house.equipment.work() as work:
        article = Article(
            title=title, body=body, questions=["怎么申请“炎热津贴”%_"], category="0301", region="15", unit="住建厅",
            basis="条例", grade="A", state=state, updated_at=work.now, search="", valid_until=date(2030, 1, 1),
        )  # fmt: skip
        work.session.add(article)
        work.session.flush()
        return article.id


def found(house: House, words: str, **turned: str) -> list[str]:
    with house.equipment.work(person(Role.AGENT)) as work:
        return [row.title for row in articles_holding(work, words, Turned(**turned)).rows]  # type: ignore[arg-type]


def test_articles_are_found_by_any_run_of_characters(alone: House) -> None:
    write(alone, "燧石取暖补贴", "每年十月十五日申请")
    write(alone, "燧石取暖补贴（草稿）", state=ArticleState.DRAFT)
    for words in ("燧石", "石取", "燧石 十五日", "燧石 热津贴”%_"):
        assert found(alone, words) == ["燧石取暖补贴"], words
    for words in ("燧取", "燧石 十六日", "燧石 %%", "燧石%补贴", "燧石\\"):
        assert found(alone, words) == [], words


def test_pages_of_articles_go_forth_and_back(alone: House) -> None:
    ids = [write(alone, f"燧石第{n}条") for n in range(7)]
    with alone.equipment.work(person(Role.AGENT)) as work:
        forth, after, pages = [], "", []
        while True:
            leaf = articles_holding(work, "燧石", Turned(after=after, most=3))
            pages.append(leaf)
            forth += [row.id for row in leaf.rows]
            if not (after := leaf.next_key):
                break
        assert forth == ids[::-1] and [len(leaf.rows) for leaf in pages] == [3, 3, 1]
        assert [leaf.previous_key != "" for leaf in pages] == [False, True, True]
        back = articles_holding(work, "燧石", Turned(before=pages[2].previous_key, most=3))
        assert [row.id for row in back.rows] == [row.id for row in pages[1].rows]
        first = articles_holding(work, "燧石", Turned(before=back.previous_key, most=3))
        assert [row.id for row in first.rows] == ids[:3:-1] and first.previous_key == ""
        for key in ("x", "９", "-1", "99999999999999999999999"):
            assert len(articles_holding(work, "燧石", Turned(after=key)).rows) in (0, 7)


def test_units_are_found_by_name_function_and_code(house: House) -> None:
    with house.equipment.work(person(Role.AGENT)) as work:
        name = unit_names(work)[UNIT]
        by_code = units_holding(work, UNIT.lower(), "", Turned()).rows
        assert UNIT in {unit.code for unit in by_code}
        there = units_holding(work, name[2:6], "150105", Turned()).rows
        assert UNIT in {unit.code for unit in there} and all(unit.region.startswith("150105") for unit in there)
        assert units_holding(work, "100%", "", Turned()).rows == ()
        first = units_holding(work, "局", "", Turned(most=5))
        second = units_holding(work, "局", "", Turned(after=first.next_key, most=5))
        again = units_holding(work, "局", "", Turned(before=second.previous_key, most=5))
        codes = [unit.code for unit in (*first.rows, *second.rows)]
        assert len(set(codes)) == 10 and codes == sorted(codes)
        assert [unit.code for unit in again.rows] == codes[:5] and again.previous_key == ""


def test_open_tickets_of_a_unit_are_told_only_to_who_may_see_them(house: House) -> None:
    house.dispatched(), house.dispatched(agency=OTHER_UNIT, region="150202")
    codes = {UNIT, OTHER_UNIT}
    for who, expected in ((person(Role.AGENT), codes), (person(Role.AGENT, "1501"), {UNIT}),
                          (person(Role.CLERK), {UNIT})):  # fmt: skip
        who = Person("somebody", who.role, who.region, who.agency)
        with house.equipment.work(who) as work:
            assert under_way_at(work, codes) == expected
            assert under_way_at(work, ()) == set()


def test_a_caller_is_found_by_the_blind_index_within_ones_scope(house: House) -> None:
    own, secret = house.dispatched(phone=PHONE), house.dispatched(phone=PHONE, secret=True)
    other = house.dispatched(phone=PHONE, agency=OTHER_UNIT)
    house.dispatched(phone="13847123457")
    for role, expected in ((Role.AGENT, [other, secret, own]), (Role.CLERK, [own])):
        with house.equipment.work(person(role)) as work:
            for written in (PHONE, "138 4712 3456", "+86 138-4712-3456"):
                caller = tickets_of_caller(work, written)
                assert [ticket.number for ticket in caller.tickets] == expected, (role, written)
                assert not caller.more
            assert number_seen(work, own) and number_seen(work, other) is (role == Role.AGENT)


def test_many_tickets_of_a_caller_are_cut(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline.store.queries.everywhere.OF_A_CALLER", 1)
    house.registered(HEATING, phone=PHONE), house.registered(HEATING, phone=PHONE)
    with house.equipment.work(person(Role.AGENT)) as work:
        caller = tickets_of_caller(work, PHONE)
        assert len(caller.tickets) == 1 and caller.more


def test_the_filters_offer_officers_and_events_of_the_region(alone: House) -> None:
    with alone.equipment.work() as work:
        for region in ("1501", "1502"):
            work.session.add(KnownEvent(
                region=region, category="0301", title=f"{region}停热", places=[], wording="", source="",
                starts_at=work.now, made_by="agent", made_at=work.now,
            ))  # fmt: skip
    with alone.equipment.work(person(Role.AGENT, "1501")) as work:
        assert list(known_events(work).values()) == ["1501停热"]
        assert officers(work) == {"officer": "测试服务专员"}
    with alone.equipment.work(person(Role.AGENT)) as work:
        assert set(known_events(work).values()) == {"1501停热", "1502停热"}

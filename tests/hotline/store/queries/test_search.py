"""Words are found exactly where they stand, and nothing in a query breaks or widens it (检索)."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import person
from hotline.casework import intake, supplements
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.vocabulary import Channel, DemandType, Language, RequesterKind, Role, State, Urgency
from hotline.store.queries.search import PAGE, Wanted, export, search
from hotline.store.workbench.callroom import KnownEvent

TEXTS = (
    "小区停水三天，物业电话打不通",
    "停了一天的水，停电也有两天，水压不足",
    "昨天停电，今天供水正常",
    "中山路3号楼的电梯坏了",
    "新华大街312号院排水不畅",
    "收费100%不合理，单位写作a_b\\c，他说'不退'，\"再等等\"",
    "收费1000元不合理",
    "Wi-Fi信号差，5G基站在A座楼顶",
    "%%__''",
)
NASTY = "%_'\"\\&|!():*<->停水电天abc \t/[]{}$?;-"


@pytest.fixture
def told(house):
    """Tickets with texts of their own; their numbers by text."""
    return {text: house.registered(text, address="通顺街东口" if "电梯" in text else "") for text in TEXTS}


def found(house, words: str, **more: object) -> set[str]:
    with house.equipment.work(person(Role.ANALYST)) as work:
        page = search(work, Wanted(words=words, **more))
        assert page.next_before is None
        return {ticket.text for ticket in page.tickets}


@pytest.mark.parametrize(
    "words",
    [
        "停水", "停电", "物业电话", "小区停水三天", "昨天停电，今天", "中山路3号", "中山路3号楼", "路3号", "大街312号院", "街312",
        "号楼的", "100%", "a_b", "b\\c", "'不退'", "\"再等等\"", "A座", "a座楼顶", "5G基站", "%不合理", "天，物业", "1000元",
    ],
)  # fmt: skip
def test_a_run_of_characters_is_found_exactly_where_it_stands(house, told, words):
    assert found(house, words) == {text for text in TEXTS if words.lower() in text.lower()} != set()


@pytest.mark.parametrize(
    "words", ["停水电", "水停电", "电停水", "停水不足", "三天停水", "收费%不合理", "收费____不合理", "停%水", "停_水"]
)
def test_what_does_not_stand_there_in_one_piece_is_not_found(house, told, words):
    assert found(house, words) == set()


def test_a_phrase_whose_pairs_stand_apart_is_not_found(house):
    house.registered("暖气不热，气不打一处来，不热的还有水")
    assert found(house, "暖气不打") == set()
    assert found(house, "暖气不热") != set()


def test_words_parted_by_spaces_must_all_occur(house, told):
    assert found(house, "停电 水压") == {TEXTS[1]}
    assert found(house, "停电　水压") == {TEXTS[1]}
    assert found(house, "停电 电梯") == set()


def test_a_single_character_narrows_other_words_exactly_and_is_not_asked_for_alone(house, told):
    assert found(house, "停电 两") == {TEXTS[1]} and found(house, "水压 足") == {TEXTS[1]}
    assert found(house, "停电 梯") == set() and found(house, "大街 畅") == {TEXTS[4]}
    house.registered("水、电、气都停了")
    assert found(house, "水") == found(house, "水 电") == found(house, "水", under_way=True) == set()


def test_a_translation_is_searched_by_any_run_of_its_characters(house):
    number = house.registered("ᠬᠠᠯᠠᠭᠤᠨ")
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        supplements.translate(work, number, words="暖气管道漏水三天")
    assert found(house, "管道漏水三天") == found(house, "漏水 管") == {"ᠬᠠᠯᠠᠭᠤᠨ"}


def test_an_address_is_searched_too_and_a_number_finds_its_ticket(house, told):
    assert found(house, "通顺街") == {TEXTS[3]}
    assert found(house, told[TEXTS[5]]) == {TEXTS[5]}
    assert found(house, "") == set(TEXTS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(NASTY, min_size=1, max_size=6))
def test_no_sign_in_a_query_breaks_or_widens_it(house, told, words):
    def holds(text: str) -> bool:
        where = (text, "通顺街东口" if "电梯" in text else "")
        return all(any(word.lower() in one.lower() for one in where) for word in words.split())

    assert found(house, words) <= {text for text in TEXTS if holds(text)}


def test_a_piece_of_binary_in_a_query_finds_nothing_and_breaks_nothing(house, told):
    assert found(house, "停水\x00") == set()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_piece_of_two_chinese_characters_or_more_finds_its_text(house, told, data):
    text = data.draw(st.sampled_from(TEXTS[:5]))
    start = data.draw(st.integers(0, len(text) - 2))
    piece = text[start : data.draw(st.integers(start + 2, len(text)))]
    if any("\u3400" <= one <= "\u9fff" and "\u3400" <= other <= "\u9fff" for one, other in itertools.pairwise(piece)):
        assert found(house, piece) == {one for one in TEXTS if piece in one}


def test_pages_do_not_overlap_and_cover_everything(house):
    numbers = [house.registered(f"第{at}件停水", region="150105") for at in range(2 * PAGE + 3)]
    with house.equipment.work(person(Role.ANALYST)) as work:
        pages, before = [], None
        while not pages or before is not None:
            page = search(work, Wanted(words="停水", before=before))
            pages.append([ticket.number for ticket in page.tickets])
            before = page.next_before
        assert [len(page) for page in pages] == [PAGE, PAGE, 3]
        assert [number for page in pages for number in page] == numbers[::-1]
        assert [ticket.number for ticket in export(work, Wanted(words="停水"))] == numbers[::-1]


def test_a_full_last_page_is_the_last(house):
    for at in range(PAGE):
        house.registered(f"第{at}件停水")
    with house.equipment.work(person(Role.ANALYST)) as work:
        assert search(work, Wanted(words="停水")).next_before is None


def test_each_filter_narrows(house):
    mine = house.dispatched(region="150105", agency="ZJ-150105", category="0301")
    web = house.registered(
        "网上来的", channel=Channel.WEBSITE, requester_kind=RequesterKind.ENTERPRISE, region="150202"
    )
    with house.equipment.work(person(Role.ANALYST)) as work:
        for wanted, expected in (
            (Wanted(state=State.DISPATCHED), [mine]),
            (Wanted(agency="ZJ-150105"), [mine]),
            (Wanted(agency="ZJ-%"), []),
            (Wanted(category="03"), [mine]),
            (Wanted(category="0_"), []),
            (Wanted(region="1502"), [web]),
            (Wanted(region="150_"), []),
            (Wanted(channel=Channel.WEBSITE), [web]),
            (Wanted(requester_kind=RequesterKind.ENTERPRISE), [web]),
        ):
            assert [ticket.number for ticket in search(work, wanted).tickets] == expected, wanted


def test_pages_go_back_as_they_went_forth(house):
    numbers = [house.registered(f"第{at}件停水", region="150105") for at in range(7)][::-1]
    with house.equipment.work(person(Role.ANALYST)) as work:

        def page(**where: int) -> tuple[list[str], int | None, int | None]:
            found = search(work, Wanted(words="停水", most=3, **where))
            return [ticket.number for ticket in found.tickets], found.next_before, found.previous_after

        first, forth, nothing = page()
        assert (first, nothing) == (numbers[:3], None)
        second, further, back = page(before=forth)
        last, end, back_again = page(before=further)
        assert (second, last, end) == (numbers[3:6], numbers[6:], None)
        assert page(after=back_again)[0] == second
        assert page(after=back) == (first, forth, None)
        assert page(after=2**62) == ([], None, None)


def test_how_a_ticket_stands_and_when_it_came_narrow_too(house):
    long_ago = datetime.now(UTC) - timedelta(days=40)
    late = house.dispatched(now=long_ago)
    fresh = house.registered("刚来的", urgency=Urgency.URGENT, demand_type=DemandType.COMPLAINT)
    void = house.registered("误拨")
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.void(work, void, reason="误拨")
    with house.equipment.work() as work:
        event = KnownEvent(region="15", category="0301", title="停热", places=[], wording="", source="",
                           starts_at=work.now, made_by="agent", made_at=work.now)  # fmt: skip
        work.session.add(event)
        work.session.flush()
        ticket = work.ticket(late)
        ticket.watcher, ticket.supervised, ticket.problem = "officer", SupervisionKind.DAILY, True
        ticket.language, ticket.event_id, known = Language.MONGOLIAN, event.id, event.id
    with house.equipment.work(person(Role.ANALYST)) as work:
        day = timedelta(days=1)
        for wanted, expected in (
            (Wanted(since=work.now - day), [void, fresh]),
            (Wanted(until=work.now - day), [late]),
            (Wanted(since=long_ago, until=long_ago), []),
            (Wanted(under_way=True), [fresh, late]),
            (Wanted(overdue=True), [late]),
            (Wanted(urgency=Urgency.URGENT), [fresh]),
            (Wanted(demand_type=DemandType.COMPLAINT), [fresh]),
            (Wanted(watcher="officer"), [late]),
            (Wanted(supervised=True), [late]),
            (Wanted(problem=True), [late]),
            (Wanted(language=Language.MONGOLIAN), [late]),
            (Wanted(event=known), [late]),
            (Wanted(event=known + 1), []),
        ):
            assert [ticket.number for ticket in search(work, wanted).tickets] == expected, wanted
    with house.equipment.work() as work:
        work.ticket(late).event_id = None
        work.session.flush()
        work.session.delete(work.session.get_one(KnownEvent, known))


@pytest.mark.parametrize(
    ("words", "found"),
    [("电话13947112233", True), ("电话1394", False), ("电话1394711223", False), ("47112233请回", False), ("312号", True),
     ("电话139", True), ("3947112233请", False)],
)  # fmt: skip
def test_a_number_cannot_be_guessed_a_digit_at_a_time(house, words, found):
    number = house.registered("新华街312号路灯不亮，电话13947112233请回电告知处理结果")
    with house.equipment.work(person(Role.ANALYST)) as work:
        assert ([one.number for one in search(work, Wanted(words=words)).tickets] == [number]) is found

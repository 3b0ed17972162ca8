"""What repeated returns teach the rules: proposed by counting, and taken into a draft only by a person."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from factories import House, person, returning, undone
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.requests import asking, rulings
from hotline.casework.rules import drafts
from hotline.casework.rules.learning import accept, dismiss, proposals, propose
from hotline.domain.errors import Conflict, Forbidden, NotFound
from hotline.domain.vocabulary import EditionState, Role
from hotline.equipment import Equipment
from hotline.store.casefile.requests import RuleProposal
from hotline.store.work import SYSTEM, Person
from routing_rules import Demand, load

AUTHOR, OTHER = (Person(f"admin-{number}", Role.ADMINISTRATOR) for number in (1, 2))
TABLE = "responsibility.csv"
CITY = "CG-150105"


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: editions and proposals that are made in it are undone with everything else."""
    with undone(equipment) as found:
        with found.equipment.work() as work:
            work.session.execute(delete(RuleProposal))
        yield found


def _moved(house: House, agency: str = CITY, category: str = "0301", region: str = "150105") -> str:
    """A ticket that housing gave back and that unit then got."""
    unit = f"ZJ-{region}"
    number = house.returned(house.dispatched(category=category, region=region, agency=unit), agency=unit)
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category=category, region=region, agency=agency, seen=None)
    return number


def _proposed(house: House, now: datetime | None = None) -> list[RuleProposal]:
    with house.equipment.work(SYSTEM, now) as work:
        count = propose(work)
        found = list(proposals(work))
        assert len(found) == count
        return found


@pytest.mark.parametrize(("times", "found"), [(1, 0), (2, 0), (3, 1), (4, 1)])
def test_three_returns_to_the_same_function_are_one_proposal_and_fewer_are_none(
    house: House, times: int, found: int
) -> None:
    numbers = [_moved(house) for _ in range(times)]
    made = _proposed(house)
    assert len(made) == found
    for one in made:
        assert (one.category, one.league, one.from_function, one.to_function) == ("0301", "1501", "ZJ", "CG")
        assert (one.count, one.numbers, one.level, one.decided_at) == (times, numbers, "旗县", None)


def test_counting_again_counts_on_and_makes_no_second_proposal(house: House) -> None:
    for _ in range(3):
        _moved(house)
    (first,) = _proposed(house)
    _moved(house)
    (again,) = _proposed(house)
    assert (again.id, first.count, again.count) == (first.id, 3, 4)


@pytest.mark.parametrize(
    "third", [{"category": "0302"}, {"region": "150202", "agency": "CG-150202"}, {"agency": "GA-150105"}]
)
def test_another_matter_league_or_function_is_counted_by_itself(house: House, third: dict[str, str]) -> None:
    _moved(house)
    _moved(house)
    _moved(house, **third)
    assert _proposed(house) == []


def test_another_unit_of_the_same_function_teaches_nothing(house: House) -> None:
    for _ in range(3):
        _moved(house, agency="ZJ-150102")
    assert _proposed(house) == []


def test_returns_of_long_ago_do_not_count(house: House) -> None:
    for _ in range(3):
        _moved(house)
    assert _proposed(house, datetime.now(UTC) + timedelta(days=91)) == []
    assert len(_proposed(house, datetime.now(UTC) + timedelta(days=89))) == 1


def test_a_return_that_was_not_granted_does_not_count(house: House) -> None:
    for _ in range(3):
        house.dispatched()
    assert _proposed(house) == []


def test_rulings_are_named_as_the_grounds(house: House) -> None:
    for _ in range(3):
        number = house.dispatched()
        with house.equipment.work(person(Role.CLERK)) as work:
            request = asking.ask(work, number, returning()).id
        with house.equipment.work(person(Role.DISPATCHER)) as work:
            rulings.rule(work, number, agency=CITY, basis="三定方案", request=request)
    (one,) = _proposed(house)
    assert one.count == len(one.rulings) == 3
    with house.equipment.work(AUTHOR) as work:
        assert one.rulings[0] in accept(work, one.id).texts[TABLE]


def test_an_accepted_proposal_is_a_row_of_a_draft_that_passes_the_checks(house: House) -> None:
    for _ in range(3):
        _moved(house)
    (one,) = _proposed(house)
    with house.equipment.work(AUTHOR) as work:
        before = work.rules.edition
        draft = accept(work, one.id)
        assert draft.state == EditionState.DRAFT and draft.drafted_by == AUTHOR.account
        assert drafts.mistakes_of(draft.texts, work.now) == []
        book = load(draft.texts, edition="试")
        there, elsewhere = (book.decide(Demand("0301", region), work.now) for region in ("150105", "150202"))
        assert there is not None and elsewhere is not None
        assert (there.agency.code, there.grade) == (CITY, "D") and elsewhere.agency.function == "ZJ"
    with house.equipment.work(SYSTEM) as work:
        kept = work.session.get_one(RuleProposal, one.id)
        assert (kept.accepted, kept.decided_by) == (draft.edition, AUTHOR.account)
        assert work.rules.edition == before, "only a draft: nothing is in force"
    assert _proposed(house) == []


def test_two_proposals_of_one_person_go_into_one_draft_and_another_person_has_another(house: House) -> None:
    for category in ("0301", "0302", "0305"):
        for _ in range(3):
            _moved(house, category=category)
    one, two, three = _proposed(house)
    with house.equipment.work(AUTHOR) as work:
        first, second = accept(work, one.id).edition, accept(work, two.id).edition
    with house.equipment.work(OTHER) as work:
        third = accept(work, three.id).edition
    assert first == second != third


def test_a_row_of_the_same_scope_is_changed_instead_of_doubled(house: House) -> None:
    for _ in range(3):
        _moved(house)
    (one,) = _proposed(house)
    with house.equipment.work(AUTHOR) as work:
        draft = drafts.start(work, note="已有该盟市的行")
        own = "R0301H,0301,1501,,GD,盟市,,,旧依据,C,2024-01-01,\n"
        drafts.put_tables(work, draft.edition, {TABLE: draft.texts[TABLE] + own})
        taken = accept(work, one.id)
        assert taken.edition == draft.edition
        rows = list(csv.DictReader(io.StringIO(taken.texts[TABLE], newline="")))
        same = [row for row in rows if (row["事项分类"], row["行政区划"], row["诉求主体"]) == ("0301", "1501", "")]
        assert [(row["规则编号"], row["主办职能"], row["主办层级"]) for row in same] == [("R0301H", "CG", "旗县")]
        assert drafts.mistakes_of(taken.texts, work.now) == []


def test_a_dismissed_proposal_is_not_made_again(house: House) -> None:
    for _ in range(3):
        _moved(house)
    (one,) = _proposed(house)
    with house.equipment.work(AUTHOR) as work:
        assert dismiss(work, one.id).accepted is None
    _moved(house)
    assert _proposed(house) == []
    with house.equipment.work(SYSTEM) as work:
        assert work.session.get_one(RuleProposal, one.id).count == 3


@pytest.mark.parametrize("verb", [accept, dismiss])
def test_a_proposal_is_decided_once_and_only_by_an_administrator(house: House, verb) -> None:
    for _ in range(3):
        _moved(house)
    (one,) = _proposed(house)
    for role in (Role.CLERK, Role.DISPATCHER, Role.SUPERVISOR):
        with pytest.raises(Forbidden), house.equipment.work(person(role)) as work:
            verb(work, one.id)
    with house.equipment.work(AUTHOR) as work:
        verb(work, one.id)
    with pytest.raises(Conflict), house.equipment.work(OTHER) as work:
        verb(work, one.id)
    with pytest.raises(NotFound), house.equipment.work(OTHER) as work:
        verb(work, 987_654)

"""What is counted to find topics, and topics as they are listed (热点统计与清单)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, TableValuedAlias, and_, cast, distinct, func, or_, select, true

from hotline.domain.analysis.terms import TopicState, Verdict
from hotline.domain.vocabulary import Role, State, Urgency
from hotline.store.analysis.warnings import DemandReading, EarlyWarning, Topic, TopicTicket
from hotline.store.people import Staff
from hotline.store.tickets import Ticket
from hotline.store.work import Work

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WINDOWS = (DAY, timedelta(days=3), WEEK)
REFERENCE = timedelta(days=63)
YEARS_AGO = ((51, 53), (103, 105))  # 去年、前年同期前后各一周
LISTED = 200
LEAGUE = 4  # 盟市代码的长度
PERSON = func.coalesce(cast(Ticket.requester_id, String), Ticket.number)


def unread(work: Work, most: int) -> Sequence[Any]:
    """Tickets of the reference that were not read yet, the newest first."""
    read = select(DemandReading.ticket_id).where(DemandReading.ticket_id == Ticket.id).exists()
    wanted = select(Ticket.id, Ticket.registered_at, Ticket.region, PERSON, Ticket.title, Ticket.text).where(
        Ticket.registered_at > work.now - REFERENCE, Ticket.registered_at <= work.now, Ticket.state != State.DRAFT,
        Ticket.state != State.VOID, ~read,
    )  # fmt: skip
    return work.session.execute(wanted.order_by(Ticket.id.desc()).limit(most)).all()


def demands_by_league(work: Work) -> Sequence[Any]:
    """By league, how many demands in a day, three days, a week, and in the eight weeks before."""
    filed = DemandReading.filed_at
    counts = [func.count().filter(filed > work.now - window) for window in WINDOWS]
    rows = select(DemandReading.league, *counts, func.count().filter(filed <= work.now - WEEK)).where(
        filed > work.now - REFERENCE, filed <= work.now
    )
    return work.session.execute(rows.group_by(DemandReading.league)).all()


def name_counts(work: Work) -> Sequence[Any]:
    """Every name that was spoken of at least twice in the last week: people by window and before, tickets, danger."""
    said = _said()
    filed, person = DemandReading.filed_at, DemandReading.person
    recent, today = filed > work.now - WEEK, filed > work.now - DAY
    people = [func.count(distinct(person)).filter(filed > work.now - window) for window in WINDOWS]
    danger = and_(today, Ticket.urgency != Urgency.ORDINARY)
    rows = (
        select(
            DemandReading.league, said.c.value, *people, func.count(distinct(person)).filter(filed <= work.now - WEEK),
            func.count().filter(recent), func.count().filter(today), func.count().filter(danger),
        )
        .select_from(DemandReading).join(said, true()).join(Ticket, Ticket.id == DemandReading.ticket_id)
        .where(filed > work.now - REFERENCE, filed <= work.now)
        .group_by(DemandReading.league, said.c.value)
        .having(func.count().filter(recent) >= 2)
    )  # fmt: skip
    return work.session.execute(rows).all()


def names_told(work: Work) -> dict[str, int]:
    """How many names the demands of the last week told, by league, each as often as it was told."""
    told = func.sum(func.jsonb_array_length(DemandReading.names))
    rows = select(DemandReading.league, told).where(
        DemandReading.filed_at > work.now - WEEK, DemandReading.filed_at <= work.now
    )
    return {league: int(names) for league, names in work.session.execute(rows.group_by(DemandReading.league))}


def voices(work: Work, league: str, span: timedelta, most: int) -> Sequence[Any]:
    """The demands of a league within a span, the newest so many: id, moment, person, title and text."""
    wanted = select(Ticket.id, Ticket.registered_at, PERSON, Ticket.title, Ticket.text).where(
        Ticket.registered_at > work.now - span, Ticket.registered_at <= work.now,
        func.left(Ticket.region, LEAGUE) == league, Ticket.state.not_in((State.DRAFT, State.VOID)),
    )  # fmt: skip
    newest = wanted.order_by(Ticket.id.desc()).limit(most).subquery()
    return work.session.execute(select(newest).order_by(newest.c.id)).all()


def topics_holding(work: Work, tickets: Collection[int]) -> Sequence[tuple[Topic, int]]:
    """Topics that hold some of these tickets and how many, the fullest first; locked."""
    held = (
        select(TopicTicket.topic_id, func.count().label("held"))
        .where(TopicTicket.ticket_id.in_(tickets), TopicTicket.taken_out.is_(None))
        .group_by(TopicTicket.topic_id).subquery()
    )  # fmt: skip
    wanted = select(Topic, held.c.held).join(held, held.c.topic_id == Topic.id)
    rows = work.session.execute(wanted.order_by(held.c.held.desc(), Topic.id).with_for_update(of=Topic)).all()
    return [(topic, count) for topic, count in rows]


def tickets_naming(work: Work, names: Collection[str]) -> dict[tuple[str, str], list[int]]:
    """The tickets of the last week that name each of these, by league and name."""
    said = _said()
    rows = (
        select(DemandReading.league, said.c.value, DemandReading.ticket_id)
        .select_from(DemandReading)
        .join(said, true())
    )
    rows = rows.where(
        DemandReading.filed_at > work.now - WEEK, DemandReading.filed_at <= work.now, said.c.value.in_(names)
    ).order_by(DemandReading.ticket_id)
    found: dict[tuple[str, str], list[int]] = {}
    for league, name, ticket in work.session.execute(rows):
        found.setdefault((league, name), []).append(ticket)
    return found


def _said() -> TableValuedAlias:
    return func.jsonb_array_elements_text(DemandReading.names).table_valued("value", name="said")


def matters_by_week(work: Work) -> Sequence[Any]:
    """Tickets by category, region and weeks ago: the last nine, and the same weeks of two years before."""
    at = Ticket.registered_at
    ago = func.floor(func.extract("epoch", work.now - at) / WEEK.total_seconds())
    spans = [and_(at > work.now - REFERENCE, at <= work.now)]
    spans += [and_(at > work.now - WEEK * (last + 1), at <= work.now - WEEK * first) for first, last in YEARS_AGO]
    rows = select(Ticket.category, Ticket.region, ago, func.count(), func.count(distinct(PERSON))).where(
        or_(*spans), Ticket.category.is_not(None), Ticket.state.not_in((State.DRAFT, State.VOID))
    )
    return work.session.execute(rows.group_by(Ticket.category, Ticket.region, ago)).all()


def tickets_of_cells(work: Work, cells: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """The tickets of the last week of each category and region, by their beginnings."""
    found: dict[tuple[str, str], list[int]] = {}
    for category, region in cells:
        wanted = select(Ticket.id).where(
            Ticket.registered_at > work.now - WEEK, Ticket.registered_at <= work.now,
            Ticket.category.startswith(category, autoescape=True), Ticket.region.startswith(region, autoescape=True),
            Ticket.state.not_in((State.DRAFT, State.VOID)),
        )  # fmt: skip
        found[category, region] = list(work.session.scalars(wanted.order_by(Ticket.id)))
    return found


def facts_of(work: Work, tickets: Collection[int]) -> dict[int, Any]:
    """What a topic is told from: moment, person, category, region, agency, title and text of tickets."""
    wanted = select(
        Ticket.id, Ticket.registered_at, PERSON.label("person"), Ticket.category, Ticket.region, Ticket.agency,
        Ticket.title, Ticket.text,
    ).where(Ticket.id.in_(tickets))  # fmt: skip
    return {row.id: row for row in work.session.execute(wanted)}


def members(work: Work, topic: int) -> Sequence[TopicTicket]:
    """The tickets of a topic that this person may see, and those that were taken out."""
    wanted = select(TopicTicket).where(TopicTicket.topic_id == topic).order_by(TopicTicket.ticket_id)
    return work.session.scalars(wanted).all()


def watchers_of(work: Work, region: str, roles: Collection[Role]) -> list[str]:
    """The accounts of the people in these roles whose region holds that one, the nearest first."""
    above = [region[:length] for length in range(len(region), 0, -2)]
    wanted = select(Staff.account).where(Staff.role.in_(roles), Staff.active, Staff.region.in_(above))
    return list(work.session.scalars(wanted.order_by(func.length(Staff.region).desc(), Staff.id)))


def topics_listed(work: Work, states: Collection[TopicState]) -> Sequence[Topic]:
    """Topics in these states, the latest found first."""
    wanted = select(Topic).where(Topic.state.in_(states)).order_by(Topic.found_at.desc(), Topic.id.desc())
    return work.session.scalars(wanted.limit(LISTED)).all()


def topics_between(work: Work, start: datetime, end: datetime, region: str) -> Sequence[Topic]:
    """Topics that were spoken of between these moments, neither merged nor dismissed; the most people first."""
    out = (TopicState.MERGED, TopicState.DISMISSED)
    wanted = select(Topic).where(
        Topic.found_at < end, Topic.last_seen >= start, Topic.first_seen < end, Topic.state.not_in(out),
        Topic.region.startswith(region, autoescape=True),
    )  # fmt: skip
    return work.session.scalars(wanted.order_by(Topic.people.desc(), Topic.id)).all()


def warnings_of(work: Work, topics: Collection[int]) -> Sequence[EarlyWarning]:
    """The warnings of these topics, the latest first."""
    wanted = select(EarlyWarning).where(EarlyWarning.topic_id.in_(topics)).order_by(EarlyWarning.id.desc())
    return work.session.scalars(wanted).all()


def examples_of(work: Work, topics: Collection[int]) -> dict[int, str]:
    """One ticket's words for each topic: the earliest that this person may see."""
    first = (
        select(TopicTicket.topic_id, func.min(TopicTicket.ticket_id).label("ticket"))
        .where(TopicTicket.topic_id.in_(topics), TopicTicket.taken_out.is_(None))
        .group_by(TopicTicket.topic_id).subquery()
    )  # fmt: skip
    wanted = select(first.c.topic_id, Ticket.title, Ticket.text).join(Ticket, Ticket.id == first.c.ticket)
    return {topic: title or text for topic, title, text in work.session.execute(wanted)}


def precision(work: Work) -> tuple[int, int, int]:
    """How many warnings were found true, how many false, and how many nobody has judged yet (预警准确率)."""
    said = [func.count().filter(EarlyWarning.verdict == one) for one in (Verdict.TRUE, Verdict.FALSE)]
    row = work.session.execute(select(*said, func.count().filter(EarlyWarning.verdict.is_(None)))).one()
    return row[0], row[1], row[2]


def not_acknowledged(work: Work, since: datetime) -> Sequence[EarlyWarning]:
    """Warnings raised before that moment that nobody has taken and that were not escalated."""
    wanted = select(EarlyWarning).join(Topic, Topic.id == EarlyWarning.topic_id).where(
        EarlyWarning.acknowledged_at.is_(None), EarlyWarning.escalated_at.is_(None), EarlyWarning.raised_at <= since,
        Topic.state.in_((TopicState.NEW, TopicState.ONGOING)),
    )  # fmt: skip
    return work.session.scalars(wanted.with_for_update(of=EarlyWarning)).all()

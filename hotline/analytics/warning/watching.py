"""Watching the register for topics (发现热点): what is new is read, counted and tested; what stands out is kept and told."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from hotline.analytics.warning.found import (
    MOSTLY,
    CellCount,
    Found,
    NameCount,
    Volume,
    cells_found,
    folded,
    limits_of,
    names_found,
)
from hotline.analytics.warning.matters import REFERENCE, Voice, matters_found
from hotline.analytics.warning.speech import names_of, spot_in
from hotline.domain.analysis.terms import TopicState, WarningLevel
from hotline.domain.moments import beijing
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import Role
from hotline.store.analysis.warnings import DemandReading, EarlyWarning, Topic, TopicTicket
from hotline.store.audit import write_down
from hotline.store.queries.figures import topics as counted
from hotline.store.work import Work
from routing_rules import RuleBook

BATCH = 3000
WEEKS = 9
LEAGUE, BRANCH = 4, 2
KEPT = timedelta(days=70)
TOLD_ALIKE = "事:"
MOST_VOICES = 20_000
TOLD = (Role.SUPERVISOR, Role.ANALYST)
LEADERS = (Role.SUPERVISOR, Role.ANALYST, Role.HEAD)
OPEN = (TopicState.NEW, TopicState.ONGOING, TopicState.ENDED)
SETTLED_IN = timedelta(days=1)


def read_new(work: Work) -> int:
    """Read the places and words of tickets that were not read yet (读诉求), and forget readings out of use; how many."""
    rows = counted.unread(work, BATCH)
    work.session.add_all(
        DemandReading(ticket_id=one, filed_at=at, league=region[:LEAGUE], person=person, names=names_of(title, text))
        for one, at, region, person, title, text in rows
    )
    work.session.execute(delete(DemandReading).where(DemandReading.filed_at < work.now - KEPT))
    return len(rows)


def watch_names(work: Work, rules: RuleBook) -> list[Topic]:
    """Find estates, roads, schools and firms that stand out, within minutes (热点与预警); the topics found.

    Found again, a topic is brought up to date; what was dismissed is not raised again for so many days.
    """
    names = [NameCount(row[0], row[1], (row[2], row[3], row[4]), *row[5:]) for row in counted.name_counts(work)]
    told = counted.names_told(work)
    volumes = {
        league: Volume((day, three, week), before, told.get(league, 0))
        for league, day, three, week, before in counted.demands_by_league(work)
    }
    topics = _kept(work, rules, names_found(names, volumes, limits_of(rules.practice)))
    _settle(work)
    return topics


def watch_cells(work: Work, rules: RuleBook) -> list[Topic]:
    """Find matters that a place speaks of more than it does in other weeks (格子热点); the topics found."""
    found = cells_found(_cells(work), beijing(work.now).month, limits_of(rules.practice))
    return _kept(work, rules, found)


def watch_matters(work: Work, rules: RuleBook, league: str) -> list[Topic]:
    """Find matters of a league that many speak of in words of their own (同一件事); the topics found."""
    rows = counted.voices(work, league, timedelta(days=REFERENCE), MOST_VOICES)
    voices = [
        Voice(one, person, (work.now - at) / timedelta(days=1), title, text) for one, at, person, title, text in rows
    ]
    return _kept(work, rules, matters_found(voices, league, limits_of(rules.practice)))


def _kept(work: Work, rules: RuleBook, found: Sequence[Found]) -> list[Topic]:
    kept = [_keep(work, rules, one) for one in folded(_with_tickets(work, found))]
    return [topic for topic in kept if topic is not None]


def _with_tickets(work: Work, found: Sequence[Found]) -> list[Found]:
    naming = counted.tickets_naming(work, {one.name for one in found if one.name and not one.tickets})
    cells = counted.tickets_of_cells(work, [(one.category or "", one.region) for one in found if not one.name])
    told = []
    for one in found:
        if one.tickets:
            told.append(one)
            continue
        tickets = naming.get((one.cell[:LEAGUE], one.name)) if one.name else cells.get((one.category or "", one.region))
        told.append(replace(one, tickets=tuple(tickets or ())))
    return told


def _cells(work: Work) -> list[CellCount]:
    """Matters by category and by branch, by banner and by league, week by week; weeks without any ticket left out."""
    weeks: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    people: Counter[tuple[str, str]] = Counter()
    arrived: Counter[str] = Counter()
    whole: Counter[int] = Counter()
    for category, region, ago, tickets, persons in counted.matters_by_week(work):
        whole[int(ago)] += tickets
        arrived[region[:LEAGUE]] += tickets if int(ago) == 0 else 0
        for cell in {(category, region), (category, region[:LEAGUE]), (category[:BRANCH], region[:LEAGUE])}:
            weeks[cell][int(ago)] += tickets
            people[cell] += persons if int(ago) == 0 else 0
    before = [week for week in range(1, WEEKS) if whole[week]]
    seasons = [week for week in sorted(whole) if week >= WEEKS]
    return [
        CellCount(
            category, region, (seen[0], *(seen[week] for week in before)), people[category, region],
            arrived[region[:LEAGUE]], tuple(seen[week] for week in seasons),
        )
        for (category, region), seen in sorted(weeks.items())
        if len(region) >= LEAGUE
    ]  # fmt: skip


def _keep(work: Work, rules: RuleBook, found: Found) -> Topic | None:
    """The topic of a finding, new or brought up to date; None where a person has dismissed it not long ago."""
    latest = select(Topic).where(Topic.cell == found.cell).order_by(Topic.id.desc()).limit(1).with_for_update()
    topic = work.session.scalar(latest) or _same_tickets(work, found)
    while topic is not None and topic.merged_into is not None:
        topic = work.session.get(Topic, topic.merged_into, with_for_update=True)
    if topic is not None and topic.state is TopicState.DISMISSED:
        until = timedelta(days=rules.practice.number("热点排除天数"))
        if topic.dismissed_at is not None and work.now < topic.dismissed_at + until:
            return None
        topic = None
    if not found.tickets:
        return topic
    fresh = topic is None or topic.state is TopicState.ENDED
    if topic is None:
        topic = Topic(cell=found.cell, kind=found.kind, name="", spot="" if found.name.startswith(TOLD_ALIKE) else spot_in(found.name), region="15", days={},
                      first_seen=work.now, last_seen=work.now, tickets=0, people=0, units=[], found_at=work.now,
                      expected=found.expected, growth=found.growth, chance=found.chance)  # fmt: skip
        work.session.add(topic)
        put_in(work, topic, found.tickets, describe=found, rules=rules)
    else:
        topic.expected, topic.growth, topic.chance = found.expected, found.growth, min(found.chance, topic.chance)
        put_in(work, topic, found.tickets, rules=rules)
    if fresh:
        topic.state = TopicState.NEW
        warn(work, topic, found.level, found.why)
    return topic


def _same_tickets(work: Work, found: Found) -> Topic | None:
    """The topic that already holds most of what was found, under whatever cell (同一热点)."""
    for topic, held in counted.topics_holding(work, found.tickets):
        if held >= MOSTLY * len(found.tickets) and topic.region[:LEAGUE] == (found.region or found.cell)[:LEAGUE]:
            return topic
    return None


def put_in(
    work: Work, topic: Topic, tickets: Sequence[int], *, rules: RuleBook, describe: Found | None = None,
    placed_by: str | None = None,
) -> None:  # fmt: skip
    """Put tickets into a topic that are not in it, and count it anew; what a person took out stays out.

    Args:
        describe: the finding that made the topic; without one its place and matter stay as they are.
    """
    facts = counted.facts_of(work, tickets)
    if describe is not None:
        topic.region, topic.category = _place_and_matter(facts, describe)
        topic.name = _name(topic, describe, rules)
        work.session.flush()
    have = {one.ticket_id for one in counted.members(work, topic.id)}
    work.session.add_all(
        TopicTicket(topic_id=topic.id, ticket_id=one, placed_by=placed_by) for one in tickets if one not in have
    )
    work.session.flush()
    recount(work, topic)


def recount(work: Work, topic: Topic) -> None:
    """Count a topic anew from its tickets (重数): days, people, units, when first and last."""
    inside = [one.ticket_id for one in counted.members(work, topic.id) if one.taken_out is None]
    facts = counted.facts_of(work, inside)
    days = Counter(beijing(row.registered_at).date().isoformat() for row in facts.values())
    topic.days, topic.tickets = dict(sorted(days.items())), len(facts)
    topic.people = len({row.person for row in facts.values()})
    topic.units = sorted({row.agency for row in facts.values() if row.agency})
    if facts:
        topic.first_seen = min(row.registered_at for row in facts.values())
        topic.last_seen = max(row.registered_at for row in facts.values())


def _place_and_matter(facts: Mapping[int, Any], found: Found) -> tuple[str, str | None]:
    if not found.name:
        return found.region, found.category
    region = Counter(row.region for row in facts.values()).most_common(1)[0][0]
    known = Counter(row.category for row in facts.values() if row.category).most_common(1)
    return region, known[0][0] if known else None


def _name(topic: Topic, found: Found, rules: RuleBook) -> str:
    """What a topic is called (热点名称): its spot and matter, a matter and its place, or the words that its tellers share."""
    matter = rules.categories[topic.category].name if topic.category and topic.category in rules.categories else ""
    if ":" not in topic.cell:
        regions = rules.directory.regions
        return f"{regions[topic.region].name if topic.region in regions else ''} {matter}".strip()
    if topic.spot:
        return mask_text(f"{topic.spot} {matter}".strip())
    return mask_text(spot_in(found.name)) or matter


def warn(work: Work, topic: Topic, level: WarningLevel, why: str) -> EarlyWarning:
    """Tell the supervisors and analysts of the region of a topic (推送预警), once."""
    told = counted.watchers_of(work, topic.region, TOLD)
    warning = EarlyWarning(topic_id=topic.id, region=topic.region, level=level, why=why, tickets=topic.tickets,
                           raised_at=work.now, told=told)  # fmt: skip
    work.session.add(warning)
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "warning_raised", {"topic": topic.id, "told": told})
    work.announce("topic_raised", str(topic.id))
    return warning


def escalate(work: Work, rules: RuleBook) -> int:
    """Tell the leaders too of warnings that nobody took in time (预警升级); how many."""
    late = work.now - timedelta(hours=rules.practice.number("预警签收小时"))
    found = counted.not_acknowledged(work, late)
    for warning in found:
        leaders = counted.watchers_of(work, warning.region, LEADERS)
        warning.told = list(dict.fromkeys([*warning.told, *leaders]))
        warning.escalated_at, warning.level = work.now, WarningLevel.GRAVE
        about = {"topic": warning.topic_id, "told": leaders}
        write_down(work.session, work.now, work.person.account, "warning_escalated", about)
        work.announce("topic_raised", str(warning.topic_id))
    return len(found)


def _settle(work: Work) -> None:
    """New topics go on after a day; topics of which nobody spoke for a week have ended."""
    for topic in work.session.scalars(select(Topic).where(Topic.state.in_(OPEN[:2])).with_for_update()):
        if topic.last_seen <= work.now - counted.WEEK:
            topic.state = TopicState.ENDED
        elif topic.state is TopicState.NEW and topic.found_at <= work.now - SETTLED_IN:
            topic.state = TopicState.ONGOING

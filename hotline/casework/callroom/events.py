"""Known events (已知事件): what many will call about; one key answers and attaches the caller."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from hotline.casework import intake
from hotline.casework.judgement import Judgement
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.agencies import RegionRecord
from hotline.store.audit import write_down
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.store.workbench.callroom import KnownEvent

LONGEST = 500  # 字：读给来电人的话
MOST_PLACES = 200
SHOWN = 3


@dataclass(frozen=True)
class Announced:
    """A notice as somebody enters it (公告).

    Args:
        places: names of quarters, streets, villages that it concerns; none for the whole region.
        restores_at: when it is expected to be over; None if nobody knows.
    """

    region: str
    category: str
    title: str
    wording: str
    source: str
    starts_at: datetime
    restores_at: datetime | None = None
    places: tuple[str, ...] = ()


def announce(work: Work, judgement: Judgement, said: Announced) -> KnownEvent:
    """Make an event known to all desks of its region (登记已知事件)."""
    demand_permission(work.person.role, Permission.ANNOUNCE)
    _check(work, judgement, said)
    event = KnownEvent(
        region=said.region, category=said.category, title=said.title, places=list(said.places), wording=said.wording,
        source=said.source, starts_at=said.starts_at, restores_at=said.restores_at, made_by=work.person.account,
        made_at=work.now,
    )  # fmt: skip
    work.session.add(event)
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "announce_event", {"event": event.id})
    return event


def _check(work: Work, judgement: Judgement, said: Announced) -> None:
    written = {"标题": said.title, "答复口径": said.wording, "公告单位与文号": said.source}
    wrong = [f"请写明「{name}」" for name, words in written.items() if not words.strip()]
    if not said.region.startswith(work.person.region) or work.session.get(RegionRecord, said.region) is None:
        wrong.append("请选择本地区的区划")
    if said.category not in judgement.rules.categories:
        wrong.append("请选择事项分类")
    if said.restores_at is not None and said.restores_at <= said.starts_at:
        wrong.append("预计恢复时间应晚于开始时间")
    if len(said.wording) > LONGEST:
        wrong.append(f"答复口径最多 {LONGEST} 字，现有 {len(said.wording)} 字")
    if len(said.places) > MOST_PLACES:
        wrong.append(f"涉及地点最多 {MOST_PLACES} 个")
    if wrong:
        raise Incomplete("；".join(wrong))


def end(work: Work, event_id: int) -> KnownEvent:
    """It is over (结束已知事件)."""
    demand_permission(work.person.role, Permission.ANNOUNCE)
    event = one_event(work, event_id)
    if event.ended_at is not None:
        raise Conflict("这个事件已经结束")
    event.ended_at = work.now
    write_down(work.session, work.now, work.person.account, "end_event", {"event": event.id})
    return event


def extend(work: Work, event_id: int, restores_at: datetime) -> KnownEvent:
    """It will take longer, or less long (改预计恢复时间)."""
    demand_permission(work.person.role, Permission.ANNOUNCE)
    event = one_event(work, event_id)
    if restores_at <= event.starts_at:
        raise Incomplete("预计恢复时间应晚于开始时间")
    event.restores_at = restores_at
    write_down(work.session, work.now, work.person.account, "extend_event", {"event": event.id})
    return event


def one_event(work: Work, event_id: int) -> KnownEvent:
    """An event of this person's region; NotFound otherwise."""
    event = work.session.get(KnownEvent, event_id)
    if event is None or not (
        event.region.startswith(work.person.region) or work.person.region.startswith(event.region)
    ):
        raise NotFound("没有这个已知事件，或不在您的地区")
    return event


def said_of(event: KnownEvent) -> str:
    """What is read to the caller: the wording, and when it is expected to be over."""
    until = f"预计 {beijing(event.restores_at):%m月%d日 %H:%M} 恢复。" if event.restores_at else "恢复时间尚未公布。"
    return f"{event.wording.rstrip()}{until}"


def events_about(events: Iterable[KnownEvent], text: str, category: str) -> list[KnownEvent]:
    """The events that a caller may mean: one of their places is named; or the matter is theirs and they name none."""
    named = [one for one in events if any(place in text for place in one.places)]
    general = [one for one in events if not one.places and one.category == category]
    of_category = [one for one in events if one.places and one.category == category and one not in named]
    return [*named, *general, *of_category][:SHOWN]


def answer_by_event(work: Work, event_id: int, demand: intake.Demand) -> Ticket:
    """Take the caller down under a known event and answer at once (一键答复并挂接).

    Raises Conflict if the event is over.
    """
    event = one_event(work, event_id)
    if event.ended_at is not None:
        raise Conflict("这个事件已经结束，请按普通诉求登记")
    ticket = intake.register(work, demand)
    ticket.event_id, ticket.category = event.id, event.category
    return intake.answer(work, ticket.number, reply=said_of(event))


def attached(work: Work, event_ids: list[int]) -> dict[int, int]:
    """How many tickets are attached to each event (挂接件数)."""
    counted = select(Ticket.event_id, func.count()).where(Ticket.event_id.in_(event_ids)).group_by(Ticket.event_id)
    return {int(event or 0): count for event, count in work.session.execute(counted)}

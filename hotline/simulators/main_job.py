"""The main job on a stream (主流程演示): demands come in, are looked over by the workers, handled, reviewed, called
back, closed, counted, and told to 蒙速办; with progress, and a summary at the end.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx
from sqlalchemy import func, select

from hotline.analytics.feed import review
from hotline.analytics.period import last_week
from hotline.casework import intake
from hotline.domain.errors import HotlineError
from hotline.domain.vocabulary import Lane, Role, State
from hotline.equipment import Equipment, equip
from hotline.gateways.signing import Signer
from hotline.settings import Settings
from hotline.simulators import firms
from hotline.simulators.mengsuban import HotlineClient
from hotline.simulators.office import Office, unsettled
from hotline.simulators.stream import Item, from_file, invented
from hotline.simulators.summary import print_summary
from hotline.store.deliveries import Delivery
from hotline.store.queries.feeds import drafts
from hotline.store.tickets import Ticket
from hotline.store.work import Person

BY_HTTP = 10  # 经模拟蒙速办真实提交的件数
WEEKS_REPORTED = 4
ANALYSED = ("rebuild_tallies", "watch_topics", "watch_cells", "watch_matters", "count_quality", "export_history")
PUBLISHER = Person("supervisor", Role.SUPERVISOR)  # 演示账号
PATIENCE = 900.0  # 秒：队列整体停滞超过此时即报告


@dataclass(frozen=True)
class Taken:
    """What came of the stream: ticket number → meant category, and the refusals with their reason."""

    truths: dict[str, str]
    refused: list[tuple[str, str]]
    seconds: float


def take_in(equipment: Equipment, items: list[Item]) -> Taken:
    """Register every item, each in its own piece of work; what is already there is left as it is."""
    truths, refused, start = {}, [], time.monotonic()
    with bar("登记", len(items)) as step:
        for item in items:
            agent = Person("sim-agent", Role.AGENT, region=item.centre)
            try:
                with equipment.work(agent, item.at) as work:
                    truths[intake.register(work, item.demand).number] = item.truth
            except HotlineError as error:
                refused.append((item.demand.external_id or "", str(error)))
            step(1)
    return Taken(truths, refused, time.monotonic() - start)


def file_in_app(hotline: HotlineClient, items: list[Item]) -> list[str]:
    """File some demands over the signed interface, as the app would; the numbers of their tickets."""
    numbers = []
    for item in items:
        demand = item.demand
        message = {
            "external_no": f"app-{demand.external_id}", "open_id": f"app-{demand.external_id}",
            "content": demand.text, "title": demand.title, "name": demand.name, "phone": demand.phone,
            "reporter_type": demand.requester_kind.value, "enterprise_name": demand.company, "uscc": demand.uscc,
        }  # fmt: skip
        status, answer = hotline.call("POST", "/tickets", message)
        if status != httpx.codes.CREATED:
            raise SystemExit(f"蒙速办接口没有受理：{status} {answer}")
        numbers.append(answer["order_no"])
    return numbers


def wait_for(equipment: Equipment, name: str, total: int, state: State | None) -> None:
    """Wait, with a bar, until no ticket stands in that state; for None until no delivery waits."""
    seen_change, before = time.monotonic(), -1
    with bar(name, total) as step:
        while (left := _left(equipment, state)) or before == -1:
            done = max(0, total - left)
            step(max(0, done - max(before, 0)))
            if done != before:
                seen_change, before = time.monotonic(), done
            if time.monotonic() - seen_change > PATIENCE:
                raise SystemExit(f"{name}：{left} 件超过 {PATIENCE:.0f} 秒没有进展，请查看 .state/logs 下的日志")
            if left:
                time.sleep(0.3)
        step(max(0, total - max(before, 0)))


def _left(equipment: Equipment, state: State | None) -> int:
    with equipment.work() as work:
        if state is not None:
            wanted = select(func.count()).select_from(Ticket).where(Ticket.state == state)
        else:
            wanted = select(func.count()).select_from(Delivery)
            due = Delivery.due_at <= work.now  # 夜里的短信等到早上，不必守着
            wanted = wanted.where(Delivery.done_at.is_(None), Delivery.dead_at.is_(None), due)
        return work.session.scalar(wanted) or 0


def handle(equipment: Equipment, taken: Taken, now: datetime) -> None:
    """Agencies, reviewers and callers-back do their part."""
    office = Office(equipment, now, taken.truths, random.Random(len(taken.truths)))
    numbers = unsettled(equipment)
    with bar("办理、审核、回访", len(numbers)) as step:
        for number in numbers:
            office.play(number)
            step(1)


def look_into(equipment: Equipment, taken: Taken, now: datetime) -> None:
    """Enterprises come into the register, and an officer enters what is known of them and their demands."""
    with equipment.work() as work:
        work.must_follow("follow_enterprises", Lane.ROUTINE)
    wait_for(equipment, "企业入册", 1, None)
    with bar("登记企业行业、堵点、金额", 1) as step:
        firms.tell(equipment, taken.truths, now, random.Random(len(taken.truths)))
        step(1)


def report(equipment: Equipment, now: datetime) -> None:
    """The reports of the last weeks and of last month on enterprises, and the feed to 蒙速办, as the timetable has them."""
    for back in range(WEEKS_REPORTED, 0, -1):
        week = last_week(now).before(back - 1)
        with equipment.work() as work:
            about = {"starts_on": week.starts_on.isoformat()}
            work.must_follow("find_hotspots", Lane.NIGHTLY, about=about)
            work.must_follow("reports", Lane.NIGHTLY, about=about)
    wait_for(equipment, "周报", WEEKS_REPORTED, None)
    with equipment.work() as work:
        work.must_follow("enterprise_reports", Lane.NIGHTLY)
    wait_for(equipment, "涉企专报", 1, None)
    with equipment.work() as work:
        work.must_follow("compose_feed", Lane.NIGHTLY, about={"starts_on": last_week(now).starts_on.isoformat()})
    wait_for(equipment, "起草热点回流", 1, None)
    approve_feeds(equipment)
    with equipment.work() as work:
        for job in ANALYSED:
            work.must_follow(job, Lane.ROUTINE)
    wait_for(equipment, "研判", len(ANALYSED), None)


def approve_feeds(equipment: Equipment) -> int:
    """The invented supervisor reviews and publishes what was composed, as on a Monday morning (复核发布); how many."""
    with equipment.work(PUBLISHER) as work:
        waiting = [feed.id for feed in drafts(work)]
        for number in waiting:
            review.approve(work, number)
    return len(waiting)


@contextmanager
def bar(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar; on no terminal, one line when it is done."""
    start = time.monotonic()
    if sys.stdout.isatty():
        with click.progressbar(length=total, label=f"{name:　<10}", width=32) as shown:
            yield shown.update
    else:
        yield lambda _steps: None
        print(f"{name}：{total} 项，{time.monotonic() - start:.1f} 秒", flush=True)


def main() -> None:
    """Run the main job on the stream that the options name, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m hotline.simulators.main_job", description="主流程演示")
    parser.add_argument("--tickets", type=int, default=600, help="来件数")
    parser.add_argument("--data", type=Path, help="真实留言 CSV（id,title,text）")
    parser.add_argument("--centre", default="1501", help="真实留言视同由哪个盟市的热线受理（区划代码）")
    parser.add_argument("--hotline", required=True, help="热线系统的地址")
    options = parser.parse_args()
    settings, now = Settings.from_env(), datetime.now(UTC)
    equipment = equip(settings)
    with equipment.work() as work:
        rules = equipment.judgement(work.session).rules
    if options.data:
        items = list(from_file(options.data, options.tickets or None, now, options.centre))
    else:
        items = list(invented(rules, options.tickets, now))
    taken = take_in(equipment, items)
    signer = Signer(settings.mengsuban_app, settings.key("mengsuban_key"))
    filed = [] if options.data else file_in_app(HotlineClient(options.hotline, signer), items[:BY_HTTP])
    wait_for(equipment, "分类、派单", len(items), State.REGISTERED)
    handle(equipment, taken, now)
    look_into(equipment, taken, now)
    report(equipment, now)
    wait_for(equipment, "通知蒙速办", WEEKS_REPORTED, None)
    print_summary(equipment, [*taken.truths, *filed], len(items) + len(filed), taken.refused, taken.seconds)


if __name__ == "__main__":
    main()

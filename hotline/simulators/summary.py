"""What came of the main job (结果汇总): every message in a known state, who decided, how long it took, nothing lost."""

from collections.abc import Sequence

from sqlalchemy import func, select

from classifier.thresholds import Thresholds
from hotline.domain.vocabulary import Action, State
from hotline.equipment import Equipment
from hotline.store.deliveries import Delivery
from hotline.store.queries.settings import deliveries_by_standing
from hotline.store.tickets import Assignment, Step, Ticket
from hotline.store.work import Work

REASONS_SHOWN = 6


def print_summary(
    equipment: Equipment, numbers: Sequence[str], asked: int, refused: Sequence[tuple[str, str]], taken_in: float
) -> None:
    """Print the summary of all demo tickets, and prove of this run that nothing was lost.

    Args:
        numbers: the ticket that each message of this run was given.
        asked: messages of this run, those over the signed interface of 蒙速办 among them.
        refused: external id and reason of each message that was not taken.
        taken_in: seconds that registering took.
    """
    with equipment.work() as work:
        states = _counts(work)
        total = sum(states.values())
        print(f"\n主流程结果（本次来件 {asked} 件，库内演示工单共 {total} 件）")
        for state in State:
            if states.get(state):
                print(f"  {state.label}　{states[state]:>6}　{states[state] / total:.1%}")
        _print_decisions(work, total, equipment.judgement(work.session).model.thresholds)
        _print_reasons(work)
        _print_times(work, asked, taken_in)
        for external_id, reason in refused:
            print(f"  未受理 {external_id}：{reason}")
        standing = "，".join(f"{name} {count}" for name, count in deliveries_by_standing(work).items())
        print(f"  待发事项　{standing}")
        kept = work.session.scalar(select(func.count()).where(Ticket.number.in_(numbers))) or 0
        print(f"  丢失　{asked - len(refused) - kept}")


def _counts(work: Work) -> dict[State, int]:
    ours = Ticket.external_id.like("demo-%") | Ticket.external_id.like("file-%")
    app = Ticket.external_id.like("mengsuban-app-%")
    rows = work.session.execute(select(Ticket.state, func.count()).where(ours | app).group_by(Ticket.state))
    return {state: count for state, count in rows}


def _print_decisions(work: Work, total: int, thresholds: Thresholds) -> None:
    judged = work.session.execute(select(Ticket.confidence, Ticket.candidates).where(Ticket.confidence.is_not(None)))
    sure = sum(1 for confidence, first in judged if (confidence or 0) >= thresholds.of(first[0]["category"]))
    print(f"  模型有把握分类（承诺准确率 {thresholds.promise:.0%}）　{sure}（{sure / max(total, 1):.1%}）")
    classified = work.session.scalar(select(func.count()).where(Ticket.category.is_not(None))) or 0
    print(f"  已定分类（含人工）　{classified}（{classified / max(total, 1):.1%}）")
    rows = work.session.execute(
        select(Assignment.decided_by, func.count(func.distinct(Assignment.ticket_id))).group_by(Assignment.decided_by)
    )
    for decider, count in rows:
        print(f"  {decider.label}派单　{count}（{count / max(total, 1):.1%}）")


def _print_reasons(work: Work) -> None:
    """Why a person was asked, by the first words of the reason."""
    kind = func.split_part(Ticket.waits_for, "：", 1)
    referred = select(func.count(func.distinct(Step.ticket_id))).where(Step.action == Action.REFER)
    print(f"  转人工　{work.session.scalar(referred) or 0}，其中仍待派单的理由：")
    rows = work.session.execute(
        select(kind, func.count()).where(Ticket.state == State.QUEUED).group_by(kind).order_by(func.count().desc())
    )
    for reason, count in list(rows)[:REASONS_SHOWN]:
        print(f"    {reason}　{count}")


def _print_times(work: Work, asked: int, taken_in: float) -> None:
    took = func.extract("epoch", Delivery.done_at - Delivery.created_at)
    median = func.percentile_cont(0.5).within_group(took)
    seconds = work.session.scalar(select(median).where(Delivery.job == "triage", Delivery.done_at.is_not(None)))
    print(f"  登记　平均 {taken_in / max(asked, 1) * 1000:.1f} 毫秒/件")
    print(f"  从登记到研判完成（含排队）　中位数 {float(seconds or 0):.1f} 秒")

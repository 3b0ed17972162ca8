"""What needs the administrator today (今日待办): each thing one line, with the page where it is mended."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template, url_for

from hotline.casework.watchers import unwatched
from hotline.domain.moments import beijing
from hotline.store.queries import settings
from hotline.store.queries.feeds import stopped_subscribers
from hotline.store.queries.upkeep import people
from hotline.store.queries.upkeep.outbox import dead_letters, lanes
from hotline.store.work import Work
from hotline.web.desk import work_of_this_person

bp = Blueprint("today", __name__)

SOON = timedelta(days=60)  # 离年底这么近而来年日历未公布，就该催


@dataclass(frozen=True)
class Matter:
    """One thing to look at (待办事项).

    Args:
        count: how much of it there is; 0 is well.
        grave: whether it keeps the hotline from its work.
        fine: what is said where it is well, if not simply that there is none.
    """

    name: str
    count: int
    advice: str
    href: str
    grave: bool = False
    fine: str = ""


@bp.get("/")
def found() -> str:
    """The matters that need somebody, the grave first, and those that are well."""
    with work_of_this_person() as work:
        matters = matters_of(work)
    waiting = sorted((one for one in matters if one.count), key=lambda one: not one.grave)
    return render_template("admins/today.html", waiting=waiting, well=[one for one in matters if not one.count])


def matters_of(work: Work) -> list[Matter]:
    """All that is looked at, whether it is well or not (待办各项)."""
    waits = settings.overdue(work)
    slow = sum(lane.is_slow(work.now) for lane in lanes(work))
    queues, editions, models = url_for("queues.found"), url_for("rules.editions"), url_for("admins.rules")
    staff, knowledge = url_for("people.found", standing="on"), url_for("knowledge.found")
    return [
        Matter(
            "多次失败的后台事项", dead_letters(work), "重试六次仍未办成，请查明原因后重办或放弃", queues, grave=True
        ),
        Matter("积压的后台队列", slow, "应办时刻已过五分钟仍未办理，请联系系统维护人员", queues, grave=True),
        Matter(
            "送不到而停用的订阅方", stopped_subscribers(work), "请与对方核实后恢复、重发", url_for("subscribers.listed")
        ),
        Matter("无人盯办的企业诉求", len(unwatched(work)), "请核对当地有没有在岗的服务专员", staff, grave=True),
        *_of_the_calendar(work),
        Matter("待批准的规则版本", waits.rule_editions, "须由没有起草、没有送复核的另一位管理员批准", editions),
        Matter("待启用的候选模型", waits.model_editions, "比较已通过，由维护人员用命令启用", models),
        Matter("有在办工单、没有承办人账号的单位", waits.units, "派去的工单无人签收，请为单位设立承办人", staff),
        Matter("单位已失效的人员", people.in_units_that_are_gone(work), "请改到承接其职责的单位，或停用账号", staff),
        Matter(
            "只有一位系统管理员",
            int(people.administrators(work) < 2),
            "规则改版须两人，请再设一位",
            staff,
            fine="系统管理员不少于两位",
        ),
        Matter("已过有效期的知识条目", waits.articles, "请责任单位续期、更新或下架", knowledge),
        Matter("超期未答复的知识纠错", waits.flags, "请责任单位尽快核实答复", knowledge),
    ]


def _of_the_calendar(work: Work) -> list[Matter]:
    """This year's calendar, and before its end the next year's (日历)."""
    today = beijing(work.now).date()
    years = [today.year] + ([today.year + 1] if (today + SOON).year > today.year else [])
    return [
        Matter(
            f"{year} 年节假日安排未导入", int(year not in work.rules.calendar.settled),
            "时限暂按周末和法定节日推算；国务院办公厅通知发布后，请在规则改版中换成正式日历",
            url_for("admins.calendar", year=year), grave=year == today.year, fine=f"{year} 年节假日安排已导入",
        )
        for year in years
    ]  # fmt: skip

"""The measures counted anew by pandas from the bare tables (独立复算): no line of the SQL is shared."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

CONTENT = ["5", "4", "3"]
DAY = pd.Timedelta(days=1)
Bare = dict[str, pd.DataFrame]
Numbers = dict[str, Any]


def moment(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column of moments in one time zone."""
    return pd.to_datetime(frame[column], utc=True)


@dataclass
class Recount:
    """The bare tables, and which stretch and place is asked for."""

    bare: Bare
    start: datetime
    end: datetime
    region: str
    now: datetime

    def within(self, frame: pd.DataFrame, column: str) -> pd.DataFrame:
        """Rows whose moment lies in the stretch."""
        moments = moment(frame, column)
        return frame[(moments >= self.start) & (moments < self.end)]

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of the place; what has none belongs to the whole region."""
        return frame[frame.region.fillna("15").str.startswith(self.region) | (self.region == "15")]

    def tickets(self) -> pd.DataFrame:
        """Tickets of the place."""
        return self.placed(self.bare["tickets"])

    def hanging(self, name: str) -> pd.DataFrame:
        """Rows of a table, each at the place of its ticket."""
        where = self.bare["tickets"].set_index("id").region
        return self.placed(self.bare[name].assign(region=self.bare[name].ticket_id.map(where)))

    def all(self) -> dict[str, int]:
        """Every measure."""
        parts = (self.received(), self.contacts(), self.due(), self.closed(), self.given(), self.steps(), self.calls())
        return {name: int(number) for part in parts for name, number in part.items()}

    def received(self) -> Numbers:
        """What came in."""
        tickets = self.tickets()
        got = self.within(tickets[tickets.state != "draft"], "registered_at")
        steps = self.bare["steps"]
        first = got.candidates.map(lambda rows: rows[0]["category"] if rows else None)
        looked, people = got.model_edition.notna(), got.decided_by.isin(["agent", "dispatcher"])
        differs = first.notna() & got.category.notna() & (got.category != first)
        archived = steps[steps.action == "archive"].set_index("ticket_id").before
        stood = got.state.where(got.state != "archived", got.id.map(archived).astype(object))  # 归档之后仍算原来的
        states = {"分类处理": "guided", "转紧急热线": "transferred", "无效": "void", "撤诉": "withdrawn"}
        deciders = {"机器派单": "machine", "坐席派单": "agent", "派单岗派单": "dispatcher"}
        return {
            "受理": len(got), "涉企受理": (got.requester_kind == "enterprise").sum(),
            "直接办结": got.id.isin(set(steps[steps.action == "answer"].ticket_id)).sum(),
            "转派": got.dispatched_at.notna().sum(), "并单": got.merged_into.notna().sum(),
            "待派": got.state.isin(["registered", "queued"]).sum(), "地点未定": (got.region == "15").sum(),
            "暂定时限": got.provisional.sum(), "自动分类": (looked & first.notna()).sum(),
            "改判分类": (looked & people & differs).sum(),
            **{name: (stood == state).sum() for name, state in states.items()},
            **{name: (got.decided_by == who).sum() for name, who in deciders.items()},
        }  # fmt: skip

    def contacts(self) -> Numbers:
        """Who was to be spoken with, and was."""
        tickets = self.tickets()
        asked = self.within(tickets[moment(tickets, "contact_by") < self.now], "contact_by")
        in_time = moment(asked, "contacted_at") <= moment(asked, "contact_by")
        return {"应联系": len(asked), "按时联系": in_time.sum()}

    def due(self) -> Numbers:
        """What fell due."""
        tickets = self.tickets()
        due = self.within(tickets[moment(tickets, "due_at") < self.now], "due_at")
        running, replied = due.suspended_until.isna(), due.replied_at.notna()
        early = moment(due, "replied_at") <= moment(due, "due_at")
        return {
            "到期": running.sum(), "挂账到期": (~running).sum(), "按时办结": (running & replied & early).sum(),
            "超期办结": (running & replied & ~early).sum(), "超期未办": (running & ~replied).sum(),
        }  # fmt: skip

    def closed(self) -> Numbers:
        """What was closed, and what was said of it."""
        done = self.within(self.tickets(), "closed_at")
        kept, unit, rated = ~done.rating_excluded, done.accepted_at.notna(), done.satisfaction.notna()
        content = done.satisfaction.isin(CONTENT)
        said = {"已解决": "yes", "部分解决": "partly", "未解决": "no"}
        return {
            "办结": len(done), "剔除": done.rating_excluded.sum(), "重办工单": (done.redone > 0).sum(),
            "有效回访": (kept & done.solved.notna()).sum(), "有效评价": (kept & rated).sum(),
            "满意评价": (kept & content).sum(), "不满意评价": (kept & rated & ~content).sum(), "应回访": unit.sum(),
            "已回访": (unit & (done.solved.notna() | rated | (done.called > 0))).sum(),
            **{name: (kept & (done.solved == word)).sum() for name, word in said.items()},
        }  # fmt: skip

    def given(self) -> Numbers:
        """What was given to units, and sent back by them."""
        assignments, requests = self.hanging("assignments"), self.hanging("agency_requests")
        given = self.within(assignments[assignments.part == "lead"], "given_at")
        over = moment(given, "given_at") < self.now - DAY
        asked = self.within(requests[requests.kind == "return"], "asked_at")
        return {
            "派单次数": len(given), "按时派单到期": over.sum(),
            "按时签收": (over & (moment(given, "accepted_at") <= moment(given, "given_at") + DAY)).sum(),
            "退单申请": len(asked), "退单驳回": (asked.state == "refused").sum(),
            "退单获准": asked.state.isin(["granted", "ruled"]).sum(),
        }  # fmt: skip

    def steps(self) -> Numbers:
        """Deeds that are counted by the time."""
        taken = self.within(self.hanging("steps"), "taken_at")
        deeds = {
            "催办": "press", "督办": "supervise", "提级": "escalate", "重办": "redo", "延期": "extend", "挂起": "suspend",
        }  # fmt: skip
        return {name: (taken.action == deed).sum() for name, deed in deeds.items()}

    def calls(self) -> Numbers:
        """Calls, and articles that were said to be wrong."""
        rung = self.within(self.placed(self.bare["calls"]), "started_at")
        waited = moment(rung, "answered_at") - moment(rung, "started_at")
        places, flags = self.bare["articles"].set_index("id").region, self.bare["article_flags"]
        told = self.within(self.placed(flags.assign(region=flags.article_id.map(places))), "flagged_at")
        return {
            "呼入": len(rung), "接通": rung.answered_at.notna().sum(), "漏接": rung.missed_at.notna().sum(),
            "十五秒接通": (waited <= pd.Timedelta(seconds=15)).sum(),
            "漏接回拨": (rung.missed_at.notna() & rung.called_back_at.notna()).sum(), "知识纠错": len(told),
            "按时核实": (moment(told, "answered_at") <= moment(told, "due_at")).sum(),
        }  # fmt: skip

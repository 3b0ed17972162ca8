"""Replies worth using again (答复模板): a unit's own, those for all, and good replies to like demands."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from hotline.casework.closing.hints import NUMBER
from hotline.casework.judging.neighbours import neighbours
from hotline.casework.steps import keepable
from hotline.casework.units import UNIT
from hotline.domain.errors import Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission, permitted
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import Satisfaction
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import write_down
from hotline.store.scope import same_body
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.store.workbench.office import ReplyTemplate

LONGEST_TITLE, LONGEST = 60, 3000  # 字
GAP = re.compile(r"_{2,}|＿{2,}")  # 留给人填的空
WHOLE_REGION = "15"  # 全区通用的，由自治区热线中心定
GOOD = frozenset({Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED})
LOOKED_AT, SHOWN = 40, 3


@dataclass(frozen=True)
class Worded:
    """What a template says (模板内容).

    Args:
        category: a branch or leaf of the categories, or empty for all.
        text: 〔编号〕〔单位〕〔事项〕〔日期〕 are filled in when it is used; ＿＿ is left to the person.
    """

    title: str
    text: str
    category: str = ""


@dataclass(frozen=True)
class PastReply:
    """A reply to a like demand, with which its requester was content, masked (以往好答复)."""

    number: str
    demand: str
    reply: str
    satisfaction: Satisfaction


def make(work: Work, worded: Worded) -> ReplyTemplate:
    """Put a template by: a unit's people for their unit, the region's own room for all (新增模板)."""
    agency = _owner(work)
    _refuse_unfit(work, worded)
    found = ReplyTemplate(
        agency=agency, category=worded.category or None, title=worded.title.strip(), text=worded.text.strip(),
        used=0, made_by=work.person.account, made_at=work.now,
    )  # fmt: skip
    work.session.add(found)
    work.session.flush()
    _note(work, "make_template", found)
    return found


def change(work: Work, template: int, worded: Worded) -> ReplyTemplate:
    """Word a template otherwise (修改模板)."""
    found = _own(work, template)
    _refuse_unfit(work, worded)
    found.title, found.text, found.category = worded.title.strip(), worded.text.strip(), worded.category or None
    _note(work, "change_template", found)
    return found


def remove(work: Work, template: int) -> ReplyTemplate:
    """Use a template no more (删除模板); replies written from it stay as they are."""
    found = _own(work, template)
    _note(work, "remove_template", found)
    work.session.delete(found)
    work.session.flush()
    return found


def use(work: Work, template: int, ticket: Ticket) -> str:
    """The text of a template for this ticket, and one more use of it (套用)."""
    found = _locked(work, template)
    found.used += 1
    unit = work.session.get(AgencyRecord, work.person.agency or "")
    category = work.rules.categories.get(ticket.category or "")
    today = beijing(work.now)
    known = {
        "〔编号〕": ticket.number, "〔单位〕": unit.name if unit else "我单位",
        "〔事项〕": category.name if category else "所反映事项", "〔日期〕": f"{today.year}年{today.month}月{today.day}日",
    }  # fmt: skip
    text = found.text
    for gap, word in known.items():
        text = text.replace(gap, word)
    return text


def refuse_gaps(text: str) -> None:
    """Raise Incomplete if a reply still holds a gap of its template: the requester would read it (未填的空)."""
    if GAP.search(text):
        raise Incomplete("公开答复里还有没填的空（＿＿），请填好或删去")


def past_replies(work: Work, ticket: Ticket) -> list[PastReply]:
    """Up to three replies to like demands with which their requesters were content, masked (以往好答复).

    Of demands whose requester wanted secrecy nothing is shown again.
    """
    asked, category = f"{ticket.title} {ticket.text}", ticket.category or ""
    if not category:
        return []
    near = [one.ticket for one in neighbours(work, asked, LOOKED_AT, category=category, closed=True)]
    good = [one for one in near if one.satisfaction in GOOD and one.reply and not one.secret and one.id != ticket.id]
    return [
        PastReply(one.number, mask_text(one.title or one.text)[:60], mask_text(one.reply or ""), one.satisfaction)
        for one in good[:SHOWN]
        if one.satisfaction is not None
    ]


def may_keep(work: Work) -> bool:
    """Whether this person keeps templates at all: a unit's people, or the region's own room (可维护模板)."""
    role, region = work.person.role, work.person.region
    return role in UNIT or (permitted(role, Permission.SHARE_TEMPLATES) and region == WHOLE_REGION)


def may_change(work: Work, template: ReplyTemplate) -> bool:
    """Whether this template, among those that this person may use, is theirs to change (可修改)."""
    return may_keep(work) and (template.agency is not None) == (work.person.role in UNIT)


def _owner(work: Work) -> str | None:
    """Whose templates this person keeps: their unit's, or None for all; Forbidden for everybody else."""
    if work.person.role in UNIT:
        return work.person.agency
    demand_permission(work.person.role, Permission.SHARE_TEMPLATES)
    if work.person.region != WHOLE_REGION:
        raise Forbidden("全区通用的答复模板由自治区热线中心维护，盟市热线可以查看")
    return None


def _locked(work: Work, template: int) -> ReplyTemplate:
    """A template that this person may use."""
    shared = ReplyTemplate.agency.is_(None) | ReplyTemplate.agency.in_(same_body(work.person.agency or ""))
    wanted = select(ReplyTemplate).where(ReplyTemplate.id == template, shared)
    found = work.session.scalars(wanted.with_for_update(of=ReplyTemplate)).first()
    if found is None:
        raise NotFound("没有这个答复模板，可能已被删除，请刷新页面")
    return found


def _own(work: Work, template: int) -> ReplyTemplate:
    """A template that this person may change."""
    found = _locked(work, template)
    _owner(work)
    if not may_change(work, found):
        raise Forbidden("全区通用的答复模板由自治区热线中心维护，需要改的请另存为本单位模板")
    return found


def _refuse_unfit(work: Work, worded: Worded) -> None:
    """Everything that is wrong with a template at once: what no reviewer lets pass must not be handed round."""
    wrong = []
    if not worded.title.strip() or len(worded.title) > LONGEST_TITLE:
        wrong.append(f"请填写「模板名称」，最多 {LONGEST_TITLE} 字")
    if not worded.text.strip() or len(worded.text) > LONGEST:
        wrong.append(f"请填写「模板内容」，最多 {LONGEST} 字")
    if not keepable(worded.title + worded.text):
        wrong.append("文字含有无法保存的字符，请粘贴为纯文本")
    if worded.category and worded.category not in work.rules.categories:
        wrong.append("「适用事项」不在分类表中，请重新选择")
    if NUMBER.search(worded.text):
        wrong.append("「模板内容」里有手机号或身份证号，请删去：模板给很多人用；办公电话可以保留")
    wrong += [
        f"「模板内容」里的「{one.words}」属{one.kind}，不算答复" for one in work.rules.practice.phrases_in(worded.text)
    ]
    if wrong:
        raise Incomplete("；".join(wrong))


def _note(work: Work, deed: str, found: ReplyTemplate) -> None:
    work.session.flush()
    write_down(work.session, work.now, work.person.account, deed, {"template": found.id})

"""The words of the trade (行业用语): every enumeration of the system, each with its Chinese label."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """An enumeration whose members also carry the label that people read (中文名)."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """A member with its code as the value and its label beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def coded(cls, code: str) -> Self:
        """The member with that code; KeyError if there is none."""
        return {member.value: member for member in cls}[code]

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The member with that Chinese label; KeyError if there is none."""
        return {member.label: member for member in cls}[label]


class Role(Term):
    """Who acts (岗位)."""

    SYSTEM = "system", "系统"
    REQUESTER = "requester", "诉求人"
    AGENT = "agent", "坐席"
    DISPATCHER = "dispatcher", "派单岗"
    CLERK = "clerk", "承办人"
    HEAD = "head", "分管领导"
    OFFICER = "officer", "服务专员"
    SUPERVISOR = "supervisor", "审核督办"
    ANALYST = "analyst", "分析员"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"


class State(Term):
    """Where a ticket stands (工单状态)."""

    DRAFT = "draft", "待补充"
    REGISTERED = "registered", "待研判"
    QUEUED = "queued", "待派单"
    DISPATCHED = "dispatched", "待签收"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "待审核"
    CALLBACK = "callback", "待回访"
    MERGED = "merged", "已并单"
    CLOSED = "closed", "已办结"
    TERMINATED = "terminated", "已终止"
    GUIDED = "guided", "已告知途径"
    TRANSFERRED = "transferred", "已转紧急热线"
    VOID = "void", "无效"
    WITHDRAWN = "withdrawn", "已撤诉"
    ARCHIVED = "archived", "已归档"


class Action(Term):
    """What somebody does to a ticket (办件动作)."""

    SAVE = "save", "暂存"
    REGISTER = "register", "登记"
    REFER = "refer", "转派单岗"
    ANSWER = "answer", "直接答复"
    DISPATCH = "dispatch", "派单"
    GUIDE = "guide", "分类处理"
    TRANSFER = "transfer", "转紧急热线"
    VOID = "void", "标为无效"
    WITHDRAW = "withdraw", "撤诉"
    ACCEPT = "accept", "签收"
    SEND_BACK = "send_back", "退回"
    REPLY = "reply", "提交办理结果"
    APPROVE = "approve", "审核通过"
    REDO = "redo", "重办"
    CLOSE = "close", "回访办结"
    CONCLUDE = "conclude", "审核办结"
    SETTLE = "settle", "不满意销号"
    LET_GO = "let_go", "未接通办结"
    TERMINATE = "terminate", "终止办理"
    MERGE = "merge", "并单"
    FOLLOW = "follow", "随主单答复"
    UNMERGE = "unmerge", "解除并单"
    ARCHIVE = "archive", "归档"
    # 以下不改变工单状态
    ASK = "ask", "提出申请"
    REFUSE = "refuse", "驳回申请"
    EXTEND = "extend", "延期"
    SUSPEND = "suspend", "挂起"
    RESUME = "resume", "恢复办理"
    CONTACT = "contact", "联系诉求人"
    INTERIM = "interim", "阶段答复"
    INVITE = "invite", "增派协办"
    WHISTLE = "whistle", "吹哨"
    REPORT_IN = "report_in", "协办签收"
    CO_REPLY = "co_reply", "协办回复"
    PRESS = "press", "催办"
    SUPERVISE = "supervise", "督办"
    LIFT = "lift", "解除督办"
    ESCALATE = "escalate", "提级"
    CALL = "call", "回访未接通"
    APPEAL = "appeal", "申请评价剔除"
    EXCLUDE = "exclude", "评价剔除"
    KEEP = "keep", "维持评价"
    RECUSE = "recuse", "回避"
    WATCH = "watch", "指派服务专员"
    RECKON = "reckon", "重算时限"
    SUPPLEMENT = "supplement", "补充诉求"


class Channel(Term):
    """Where a demand came in (来源渠道)."""

    PHONE = "phone", "电话"
    MENGSUBAN = "mengsuban", "蒙速办"
    WEBSITE = "website", "政府网站"
    WECHAT = "wechat", "微信"
    MINI_PROGRAM = "mini_program", "小程序"
    SMS = "sms", "短信"
    WEIBO = "weibo", "微博"
    EMAIL = "email", "电子邮件"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    COUNTER = "counter", "办事窗口"
    LEADER_MAILBOX = "leader_mailbox", "领导信箱"
    MESSAGE_BOARD = "message_board", "领导留言板"
    RATING = "rating", "好差评"
    SUPERVISION_PLATFORM = "supervision_platform", "互联网+督查"
    PETITION = "petition", "信访转办"
    MEDIA = "media", "媒体热线"
    PROPOSAL = "proposal", "代表委员建议提案"
    POLICE_110 = "police_110", "110 转办"
    OTHER_HOTLINE = "other_hotline", "其他热线转办"
    ENTERPRISE_DESK = "enterprise_desk", "企业专席"
    IMPORT = "import", "批量导入"


class DemandType(Term):
    """What kind of demand it is (诉求类型)."""

    CONSULT = "consult", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    REPORT = "report", "举报"
    SUGGESTION = "suggestion", "建议"
    PRAISE = "praise", "表扬"
    OTHER = "other", "其他"


UNPLACED = "地点待定"  # 只知道在自治区的工单，等于不知道在哪里


class Urgency(Term):
    """How soon it must be looked at (紧急程度)."""

    ORDINARY = "ordinary", "普通"
    URGENT = "urgent", "紧急"
    CRITICAL = "critical", "特急"
    EMERGENCY = "emergency", "转紧急热线"


def graver(one: Urgency, other: Urgency) -> Urgency:
    """The graver of the two (从重)."""
    order = list(Urgency)
    return max(one, other, key=order.index)


class RequesterKind(Term):
    """Who asks (诉求主体)."""

    CITIZEN = "citizen", "个人"
    ENTERPRISE = "enterprise", "企业"


class Decider(Term):
    """Who decided where a ticket goes (派单方式)."""

    MACHINE = "machine", "机器自动"
    AGENT = "agent", "坐席"
    DISPATCHER = "dispatcher", "派单岗"


class Part(Term):
    """What an agency is in the handling of a ticket (主办协办)."""

    LEAD = "lead", "主办"
    CO_HANDLER = "co_handler", "协办"
    CALLED_IN = "called_in", "吹哨报到"


class Satisfaction(Term):
    """The five grades of 好差评 (满意度)."""

    VERY_SATISFIED = "5", "非常满意"
    SATISFIED = "4", "满意"
    FAIRLY_SATISFIED = "3", "基本满意"
    DISSATISFIED = "2", "不满意"
    VERY_DISSATISFIED = "1", "非常不满意"


class Solved(Term):
    """Whether the matter was solved, as the requester sees it (是否解决)."""

    YES = "yes", "已解决"
    PARTLY = "partly", "部分解决"
    NO = "no", "未解决"


class Lane(Term):
    """The queues, by how long the work may wait (队列)."""

    PROMPT = "prompt", "即办"
    ROUTINE = "routine", "常办"
    NIGHTLY = "nightly", "夜间"


class CallPurpose(Term):
    """What a call was about (来电目的)."""

    NEW = "new", "新诉求"
    PROGRESS = "progress", "查进度"
    URGE = "urge", "催办"
    SUPPLEMENT = "supplement", "补充"
    EVENT = "event", "已知事件"
    CALL_BACK = "call_back", "漏接回拨"
    NUISANCE = "nuisance", "骚扰"
    OTHER = "other", "其他"


class Language(Term):
    """The language in which a demand was put (诉求语言)."""

    CHINESE = "zh", "国家通用语言"
    MONGOLIAN = "mn", "蒙古语"


class ArticleState(Term):
    """Where a knowledge article stands (知识条目状态)."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "待审核"
    PUBLISHED = "published", "已发布"
    EXPIRED = "expired", "已失效"


class EditionState(Term):
    """Where an edition of rules or model stands (版本状态)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待复核"
    APPROVED = "approved", "待生效"
    CANDIDATE = "candidate", "候选"
    CURRENT = "current", "现行"
    RETIRED = "retired", "停用"
    REFUSED = "refused", "未通过"
    ROLLED_BACK = "rolled_back", "已回退"


DISSATISFIED = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})

"""The words of handling (办理用语): stages with their clocks, requests and their outcome, contacts, supervision."""

from hotline.domain.vocabulary import Term


class Stage(Term):
    """The part of a ticket's life that has a clock of its own (环节)."""

    DISPATCH = "dispatch", "派单"
    ACCEPT = "accept", "签收"
    RETURN = "return", "退单"
    CONTACT = "contact", "联系"
    INTERIM = "interim", "阶段答复"
    CLOSE = "close", "办结"
    EXTENSION = "extension", "延期上限"
    CO_HANDLING = "co_handling", "协办"
    WHISTLE = "whistle", "吹哨响应"
    DECISION = "decision", "审批"
    REVIEW = "review", "审核"
    CALLBACK = "callback", "回访"
    MENDING = "mending", "整改"
    SUSPENDED = "suspended", "挂起"


class RequestKind(Term):
    """What an agency may ask for (申请种类)."""

    RETURN = "return", "退单"
    EXTEND = "extend", "延期"
    SUSPEND = "suspend", "挂起"
    TERMINATE = "terminate", "终止"
    CONSULT = "consult", "会商"
    RELAY = "relay", "热线代联系"


class RequestState(Term):
    """Where a request stands (申请状态)."""

    PENDING = "pending", "待批"
    GRANTED = "granted", "同意"
    RULED = "ruled", "裁定指定"
    REFUSED = "refused", "驳回"
    LAPSED = "lapsed", "失效"


class Means(Term):
    """How a requester was spoken to (联系方式)."""

    TELEPHONE = "telephone", "电话"
    VISIT = "visit", "上门"
    MEETING = "meeting", "当面"
    TEXT = "text", "短信"
    APP = "app", "蒙速办"
    RELAYED = "relayed", "热线代联系"
    EXEMPT = "exempt", "免联系"


class Reached(Term):
    """What came of it (联系结果)."""

    YES = "yes", "已联系上"
    NO_ANSWER = "no_answer", "无人接听"
    OFF = "off", "关机停机"
    WRONG = "wrong", "号码有误"
    DECLINED = "declined", "拒绝沟通"


class Truth(Term):
    """Whether the demand proved true (诉求属实)."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    FALSE = "false", "不属实"


class SupervisionKind(Term):
    """How hard a unit is pressed (督办种类)."""

    DAILY = "daily", "日常督办"
    LISTED = "listed", "挂牌督办"
    SUMMONS = "summons", "约谈督办"


class Settlement(Term):
    """The ways to settle a dissatisfied rating (不满意销号), beside doing it again."""

    JUDGED = "judged", "研判销号"
    DEFERRED = "deferred", "延期销号"
    HANDED_OVER = "handed_over", "移交销号"

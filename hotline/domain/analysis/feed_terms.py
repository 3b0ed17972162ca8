"""Words of what leaves the house (回流与订阅用语): where a feed stands, what reconciling finds, events and their faults."""

from hotline.domain.vocabulary import Term


class FeedState(Term):
    """Where a feed stands (热点回流状态)."""

    DRAFT = "draft", "待复核"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已由新版替代"
    DISCARDED = "discarded", "不予发布"


class DifferenceKind(Term):
    """What reconciling with 蒙速办 finds (对账差异)."""

    MISSING = "missing", "对方没有收到"
    UNKNOWN = "unknown", "对方有而我方没有"
    DIGEST = "digest", "内容不一致"
    UNACKNOWLEDGED = "unacknowledged", "对方已收到，我方没有回执"
    COUNT = "count", "进度消息件数不一致"


class WebhookEvent(Term):
    """What a subscriber may be told of (订阅事件)."""

    FEED_PUBLISHED = "demand_feed.published", "企业诉求热点发布"
    TICKET_MOVED = "ticket.moved", "工单状态变动（不含个人信息）"
    TESTED = "subscriber.tested", "连通测试"


class WebhookFault(Term):
    """Why a message did not arrive at a subscriber (送达失败原因)."""

    FORBIDDEN_ADDRESS = "forbidden_address", "地址不许访问"
    UNREACHABLE = "unreachable", "连接不上"
    TIMEOUT = "timeout", "对方超时未答"
    REFUSED = "refused", "对方没有收下"
    GONE = "gone", "对方表示不再接收"


class StopReason(Term):
    """Why a subscriber is told nothing more (停用原因)."""

    BY_HAND = "by_hand", "管理员停用"
    GONE = "gone", "对方答复 410，表示不再接收"
    FAILING = "failing", "连续多日送不到"

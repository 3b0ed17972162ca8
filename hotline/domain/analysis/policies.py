"""Words of the library of policies (政策库用语)."""

from hotline.domain.vocabulary import Term


class PolicyState(Term):
    """Where a policy stands in the library (政策状态)."""

    DRAFT = "draft", "待发布"
    PUBLISHED = "published", "已发布"
    EXPIRED = "expired", "已失效"


class PushState(Term):
    """Whether an enterprise was told of a policy (推送状态)."""

    WAITING = "waiting", "待送达"
    TOLD = "told", "已送达"
    FAILED = "failed", "未送达，须电话告知"

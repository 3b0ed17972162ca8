"""The library of policies (政策库): entered, published by another person, declared void, taken back where it can be."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import update

from hotline.domain.analysis.enterprises import Scale
from hotline.domain.analysis.industries import industries
from hotline.domain.analysis.policies import PolicyState
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.analysis.policies import Policy
from hotline.store.audit import write_down
from hotline.store.queries.policies import held_policy, same_policy
from hotline.store.work import Work

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_ISSUER, LONGEST_URL, LONGEST_SUMMARY, LEAST_SUMMARY = 120, 60, 80, 300, 2000, 10
SCALES = frozenset(one.value for one in Scale)


@dataclass(frozen=True)
class PolicyText:
    """What a policy says and whom it is for (政策内容); codes are those of our tables, an empty list is 不限."""

    title: str
    document_number: str
    issuer: str
    summary: str
    valid_from: date | None
    valid_until: date | None = None
    url: str = ""
    matters: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def draft(work: Work, text: PolicyText) -> Policy:
    """Enter a policy (录入政策); nobody outside the writers sees it until another person publishes it."""
    demand_permission(work.person.role, Permission.WRITE_POLICIES)
    if wrong := mistakes(work, text):
        raise Incomplete("；".join(wrong))
    made = Policy(
        state=PolicyState.DRAFT, written_by=work.person.account, written_at=work.now,
        editors=[work.person.account], **_columns(text),
    )  # fmt: skip
    work.session.add(made)
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "draft_policy", {"policy": made.id})
    return made


def edit(work: Work, policy_id: int, text: PolicyText, *, seen: int | None = None) -> Policy:
    """Change a draft (修改政策)."""
    demand_permission(work.person.role, Permission.WRITE_POLICIES)
    found = _in(work, policy_id, PolicyState.DRAFT, "修改", seen)
    if wrong := mistakes(work, text, but=found.id):
        raise Incomplete("；".join(wrong))
    for name, value in _columns(text).items():
        setattr(found, name, value)
    if work.person.account not in found.editors:
        found.editors = [*found.editors, work.person.account]
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "edit_policy", {"policy": found.id})
    return found


def discard(work: Work, policy_id: int, *, seen: int | None = None) -> None:
    """Throw a draft away that was never published (删除草稿)."""
    demand_permission(work.person.role, Permission.WRITE_POLICIES)
    found = _in(work, policy_id, PolicyState.DRAFT, "删除", seen)
    if found.published_at is not None:
        raise Conflict("这条政策发布过，可能推送过企业，不能删除，请宣布失效")
    write_down(work.session, work.now, work.person.account, "discard_policy", {"policy": found.id})
    work.session.delete(found)


def publish(work: Work, policy_id: int, *, seen: int | None = None) -> Policy:
    """Put a policy in force, by somebody who wrote none of it (发布政策)."""
    demand_permission(work.person.role, Permission.PUBLISH_POLICIES)
    found = _in(work, policy_id, PolicyState.DRAFT, "发布", seen)
    if work.person.account in found.editors:
        raise Conflict("不能发布自己录入或修改过的政策，请由另一位审核督办发布")
    if found.valid_until is not None and found.valid_until < beijing(work.now).date():
        raise Incomplete(f"有效期至 {found.valid_until} 已过，请先更正有效期")
    found.state, found.published_by, found.published_at = PolicyState.PUBLISHED, work.person.account, work.now
    work.session.flush()
    about = {"policy": found.id, "written_by": found.written_by}
    write_down(work.session, work.now, work.person.account, "publish_policy", about)
    return found


def expire(work: Work, policy_id: int, *, words: str, seen: int | None = None) -> Policy:
    """Declare that a policy no longer holds (宣布失效)."""
    demand_permission(work.person.role, Permission.PUBLISH_POLICIES)
    found = _in(work, policy_id, PolicyState.PUBLISHED, "宣布失效", seen)
    if not words.strip() or len(words) > LONGEST_ISSUER * 10:
        raise Incomplete("请写明失效的理由（八百字以内），如：已由某文件代替")
    found.state, found.expired_why = PolicyState.EXPIRED, words.strip()
    found.expired_by, found.expired_at = work.person.account, work.now
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "expire_policy", {"policy": found.id})
    return found


def revive(work: Work, policy_id: int, *, seen: int | None = None) -> Policy:
    """Take back that a policy is void: it is a draft again, to be published by another person (恢复为待发布)."""
    demand_permission(work.person.role, Permission.PUBLISH_POLICIES)
    found = _in(work, policy_id, PolicyState.EXPIRED, "恢复", seen)
    found.state, found.published_by, found.expired_by, found.expired_at = PolicyState.DRAFT, None, None, None
    found.expired_why = ""
    if work.person.account not in found.editors:
        found.editors = [*found.editors, work.person.account]
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "revive_policy", {"policy": found.id})
    return found


def expire_due(work: Work) -> int:
    """Policies whose last day is over are void (到期失效); how many."""
    over = update(Policy).where(Policy.state == PolicyState.PUBLISHED, Policy.valid_until < beijing(work.now).date())
    values = {"state": PolicyState.EXPIRED, "expired_by": work.person.account, "expired_at": work.now,
              "expired_why": "有效期已满", "version": Policy.version + 1}  # fmt: skip
    done = work.session.scalars(over.values(values).returning(Policy.id).execution_options(synchronize_session=False))
    return len(done.all())


def mistakes(work: Work, text: PolicyText, but: int | None = None) -> list[str]:
    """Everything that is wrong with a policy, a sentence each.

    Args:
        but: the policy itself, where it is there already.
    """
    branches = work.rules.categories
    wrong = [
        (not 4 <= len(text.title) <= LONGEST_TITLE, f"「政策名称」应为 4 至 {LONGEST_TITLE} 字"),
        (not 1 <= len(text.document_number) <= LONGEST_NUMBER, f"「文号」应为 1 至 {LONGEST_NUMBER} 字"),
        (not 1 <= len(text.issuer) <= LONGEST_ISSUER, f"「发文机关」应为 1 至 {LONGEST_ISSUER} 字"),
        (
            not LEAST_SUMMARY <= len(text.summary) <= LONGEST_SUMMARY,
            f"「内容摘要」应为 {LEAST_SUMMARY} 至 {LONGEST_SUMMARY} 字",
        ),
        (
            bool(text.url) and (len(text.url) > LONGEST_URL or not text.url.startswith(("http://", "https://"))),
            f"「网址」应以 http:// 或 https:// 开头，最多 {LONGEST_URL} 字符",
        ),
        (text.valid_from is None, "「生效日期」不能为空，写成 2026-01-01 这样"),
        (
            text.valid_from is not None and text.valid_until is not None and text.valid_until < text.valid_from,
            "「有效期至」早于「生效日期」",
        ),
        *_strange("事项分类", text.matters, branches),
        *_strange("行业", text.industries, industries()),
        *_strange("规模", text.scales, SCALES),
        *_strange("适用地区", text.regions, work.rules.directory.regions),
        (same_policy(work, text.document_number, text.title, but), "库中已有同一文号、同一名称的政策"),
    ]
    return [sentence for holds, sentence in wrong if holds]


def _strange(name: str, codes: tuple[str, ...], known: object) -> list[tuple[bool, str]]:
    unknown = [code for code in codes if code not in known]  # type: ignore[operator]
    return [(bool(unknown), f"「{name}」的 {'、'.join(unknown)[:60]} 查无此项")]


def _columns(text: PolicyText) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(text).items()}


def _in(work: Work, policy_id: int, state: PolicyState, deed: str, seen: int | None) -> Policy:
    found = held_policy(work, policy_id, seen)
    if found.state != state:
        raise Conflict(f"政策现为「{found.state.label}」，不能{deed}，请刷新后再看")
    return found

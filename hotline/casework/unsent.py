"""What was typed and not sent (未提交的内容): kept sealed for its writer, there on any machine, forgotten once sent."""

import json
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from hotline.domain.errors import Incomplete
from hotline.store.vault import Unopenable
from hotline.store.work import Work
from hotline.store.workbench.saved import Unsent

LONGEST = 100_000  # 字：各栏合计
KEPT_FOR = timedelta(days=30)  # 一个月没再动过的，不会再交了；里面可能有个人信息，不多留


def keep(work: Work, form: str, typed: Mapping[str, str]) -> None:
    """Keep what this person has typed so far (暂存); a form with nothing in it is forgotten.

    Args:
        form: which form: desk, or 工单编号:操作.
        typed: the values by the names of their fields.

    Raises:
        Incomplete: more than can be kept.
    """
    written = {name: text for name, text in typed.items() if text.strip()}
    if not written:
        forget(work, form)
        return
    if sum(len(text) for text in written.values()) > LONGEST:
        raise Incomplete(f"已填写的内容超过 {LONGEST} 字，无法暂存，请精简或改用附件")
    account = work.person.account
    values = {"sealed": work.vault.seal(json.dumps(written), _place(account, form)), "at": work.now}
    kept = insert(Unsent).values(account=account, form=form, **values)  # 两个页面同时自动保存，也只有一行
    work.session.execute(kept.on_conflict_do_update(index_elements=["account", "form"], set_=values))


def restore(work: Work, form: str) -> dict[str, str]:
    """What this person had typed into that form and not sent, on whichever machine; empty if nothing (恢复)."""
    account = work.person.account
    sealed = work.session.scalar(select(Unsent.sealed).where(Unsent.account == account, Unsent.form == form))
    if sealed is None:
        return {}
    try:
        typed: dict[str, str] = json.loads(work.vault.open(sealed, _place(account, form)))
    except Unopenable:  # 密钥换过：旧的暂存打不开，不该挡住人办事
        return {}
    return typed


def forget(work: Work, form: str) -> None:
    """It was sent, or given up (清除暂存)."""
    work.session.execute(delete(Unsent).where(Unsent.account == work.person.account, Unsent.form == form))


def forget_old(work: Work) -> int:
    """Forget what nobody has touched for a month; how many there were (清理暂存)."""
    old = delete(Unsent).where(Unsent.at < work.now - KEPT_FOR).returning(Unsent.id)
    return len(work.session.scalars(old).all())


def _place(account: str, form: str) -> str:
    """What the ciphertext is bound to: nobody opens it for another person or another form."""
    return f"unsent.sealed.{account}.{form}"

"""What each role may do apart from moving tickets."""

import pytest

from hotline.domain.errors import Forbidden
from hotline.domain.permissions import PERMITTED, Permission, demand_permission, permitted
from hotline.domain.vocabulary import Role


def test_every_permission_has_a_row_and_somebody_who_has_it() -> None:
    assert set(PERMITTED) == set(Permission)
    assert all(PERMITTED.values())


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_asking_and_demanding_agree_for_every_role(role: Role, permission: Permission) -> None:
    if permitted(role, permission):
        demand_permission(role, permission)
    else:
        with pytest.raises(Forbidden, match=f"^{role.label}没有这项权限$"):
            demand_permission(role, permission)


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.REQUESTER])
def test_outsiders_have_no_permission_beyond_their_moves(role: Role) -> None:
    assert not [permission for permission in Permission if permitted(role, permission)]


def test_a_dispatcher_may_announce_what_is_known_and_nothing_else() -> None:
    assert [permission for permission in Permission if permitted(Role.DISPATCHER, permission)] == [Permission.ANNOUNCE]


def test_a_clerk_may_see_whom_to_call_and_nothing_else() -> None:
    assert [permission for permission in Permission if permitted(Role.CLERK, permission)] == [
        Permission.SEE_PHONE,
        Permission.NOTE_AMOUNTS,
    ]


@pytest.mark.parametrize("role", [Role.HEAD, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR, Role.OFFICER])
def test_who_does_not_speak_with_requesters_never_sees_a_phone_in_clear(role: Role) -> None:
    assert not permitted(role, Permission.SEE_PHONE)


def test_only_the_auditor_reads_the_audit_and_does_nothing_that_is_audited() -> None:
    assert PERMITTED[Permission.SEE_AUDIT] == {Role.AUDITOR}
    assert not permitted(Role.AUDITOR, Permission.EXPORT)

"""What a password must be, and that one-time passwords are fit to be passwords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.passwords import COMMON, LONGEST, SHORTEST, one_time_password, weakness


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short", "至少 10 位"),
        ("长" * 129, "最多 128 位"),
        ("Wang.Xiaoming", "不能与账号相同"),
        ("Password123", "太常见"),
        ("1234567890", "太常见"),
        ("QWERTYUIOP", "太常见"),
        ("aabbaabbaabb", "太常见"),
        ("correct horse staple", ""),
        ("草原上的风很大今天", "至少 10 位"),
        ("草原上的风今天吹得很大", ""),
    ],
)
def test_weak_passwords_are_told_why(password: str, told: str) -> None:
    found = weakness("wang.xiaoming", password)
    assert (told in found) if told else found == ""


def test_common_passwords_are_long_enough_to_need_a_list() -> None:
    assert all(len(one) >= SHORTEST and one == one.casefold() for one in COMMON)


@given(password=st.text(max_size=LONGEST + 2))
def test_what_is_let_through_is_long_and_varied(password: str) -> None:
    if not weakness("somebody", password):
        assert SHORTEST <= len(password) <= LONGEST and len(set(password.casefold())) >= 5


def test_one_time_passwords_differ_and_hold_nothing_that_is_misread() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert not any(set(one) & set("ilo01") or weakness("somebody", one) for one in made)

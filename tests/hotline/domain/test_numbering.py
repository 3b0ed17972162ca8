"""Ticket numbers: 15 digits, of the day in Beijing, whose check digit notices a slip."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.numbering import SEQUENCE, number_for, well_formed

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 30), timezones=st.just(UTC))
NUMBERS = st.builds(number_for, MOMENTS, st.integers(0, 10**9))


@given(NUMBERS)
def test_a_number_is_fifteen_digits_and_well_formed(number: str) -> None:
    assert len(number) == 15 and number.isdigit() and well_formed(number)


@given(NUMBERS)
def test_every_wrong_digit_is_noticed(number: str) -> None:
    for at in range(15):
        for wrong in set("0123456789") - {number[at]}:
            assert not well_formed(number[:at] + wrong + number[at + 1 :])


@given(NUMBERS)
def test_every_swap_of_neighbours_is_noticed_but_nought_and_nine(number: str) -> None:
    for at in range(14):
        first, second = number[at], number[at + 1]
        swapped = number[:at] + second + first + number[at + 2 :]
        assert well_formed(swapped) == (first == second or {first, second} == {"0", "9"})


def test_the_day_is_the_day_in_beijing() -> None:
    assert number_for(datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC), 1).startswith("20260301")
    assert number_for(datetime(2026, 3, 1, 16, 0, tzinfo=UTC), 1).startswith("20260302")


@given(MOMENTS, st.integers(0, SEQUENCE - 1), st.integers(0, SEQUENCE - 1))
def test_two_places_in_the_sequence_of_a_day_never_share_a_number(moment: datetime, one: int, other: int) -> None:
    assert (number_for(moment, one) == number_for(moment, other)) == (one == other)


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert well_formed("799273987100003") == (sum_of_luhn("799273987100003") % 10 == 0)
    number = number_for(datetime(2026, 11, 23, tzinfo=UTC), 42)
    assert number.startswith("20261123000042") and sum_of_luhn(number) % 10 == 0


def sum_of_luhn(digits: str) -> int:
    """The Luhn sum of ISO/IEC 7812-1, written the other way round."""
    pairs = [
        int(digit) if index % 2 == 0 else sum(divmod(2 * int(digit), 10)) for index, digit in enumerate(digits[::-1])
    ]
    return sum(pairs)


@pytest.mark.parametrize(
    "wrong",
    ["", "1", "2026112300004", "٢٠٢٦١١٢٣٠٠٠٠٤٢٠", "２０２６１１２３００００４２０", "20261123 000042", "²" * 15],
)
def test_what_is_no_number_is_not_well_formed(wrong: str) -> None:
    assert not well_formed(wrong)


@given(st.text(max_size=20))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert well_formed(text) in (True, False)

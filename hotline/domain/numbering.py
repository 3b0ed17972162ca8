"""Ticket numbers (工单编号): the day in Beijing, six digits of a sequence, one check digit."""

from datetime import datetime

from hotline.domain.moments import beijing

SEQUENCE = 1_000_000


def _check_digit(digits: str) -> str:
    """The Luhn digit (ISO/IEC 7812-1): a wrong or swapped digit read over the phone is noticed."""
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(digits))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def number_for(moment: datetime, sequence: int) -> str:
    """The number of the ticket registered at that moment as that one of the sequence; 15 digits."""
    digits = f"{beijing(moment):%Y%m%d}{sequence % SEQUENCE:06d}"
    return digits + _check_digit(digits)


def well_formed(number: str) -> bool:
    """Whether this can be a ticket number: 15 digits with the right check digit."""
    return len(number) == 15 and number.isascii() and number.isdigit() and _check_digit(number[:-1]) == number[-1]

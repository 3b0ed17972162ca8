"""Files of a form: what the browser sent, what the field offers, and how files are named in a few words."""

import io

import pytest

from factories import House
from hotline.app import create_app
from hotline.casework.evidence import KINDS, Sent
from hotline.web.files import ACCEPTED, PHOTOS, file_terms, named, sent_files


def test_a_field_offers_every_kind_by_its_media_and_its_ending() -> None:
    assert set(ACCEPTED.split(",")) == {*KINDS, *(suffix for suffixes, _ in KINDS.values() for suffix in suffixes)}
    assert PHOTOS == "image/jpeg,image/png"


def test_an_empty_field_sends_nothing_and_several_come_in_their_order(house: House) -> None:
    app = create_app(house.equipment)
    data = {"file": [(io.BytesIO(b"1"), "一.pdf"), (io.BytesIO(b""), ""), (io.BytesIO(b"2"), "二.pdf")]}
    with app.test_request_context("/", method="POST", data=data):
        assert sent_files("file") == [Sent("一.pdf", b"1"), Sent("二.pdf", b"2")]
        assert sent_files("other") == []


def test_the_limits_are_those_of_the_rules_and_of_one_request(house: House) -> None:
    app = create_app(house.equipment)
    with app.test_request_context("/"):
        assert (file_terms().each, file_terms().whole) == (30, 30), "no rules at hand: the request alone bounds it"


@pytest.mark.parametrize(
    ("names", "told"),
    [(["甲"], "「甲」"), (["甲", "乙", "丙"], "「甲」「乙」「丙」"), (list("甲乙丙丁"), "「甲」「乙」「丙」等 4 个")],
)
def test_few_are_named_and_many_are_counted(names: list[str], told: str) -> None:
    assert named(names) == told

"""What citizens send: credit codes by their check digit, photographs by kind and number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from hotline.casework.evidence import Sent
from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import RequesterKind
from hotline.web.citizens.forms import MOST_PHOTOS, CardForm, FileForm, photos_of, valid_uscc

CODE = "91150105MA0N000001"[:17] + uscc.calc_check_digit("91150105MA0N000001"[:17])
CARD = CardForm(open_id="u-1", name="张三", phone="13847100001")


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_of_a_credit_code_is_found(at: int, other: str) -> None:
    changed = CODE[:at] + other + CODE[at + 1 :]
    assert valid_uscc(changed) == (changed if changed == CODE else "")


@pytest.mark.parametrize("written", [CODE.lower(), f" {CODE[:8]} {CODE[8:]} ", CODE.translate({ord("9"): "９"})])
def test_a_credit_code_may_be_written_carelessly(written: str) -> None:
    assert valid_uscc(written) == CODE


@pytest.mark.parametrize("written", ["", "1" * 18, CODE[:-1], "统一社会信用代码", "\x00"])
def test_what_is_no_credit_code_is_nothing(written: str) -> None:
    assert valid_uscc(written) == ""


def read(**more: str) -> FileForm:
    return FileForm.read({"once": "0" * 16, "text": "暖气不热", **more})


def test_what_is_left_open_is_taken_from_the_card() -> None:
    demand = read().demand(CARD, "ab")
    assert (demand.name, demand.phone, demand.mengsuban_id, demand.external_id) == (
        "张三",
        "13847100001",
        "u-1",
        f"m-ab-{'0' * 16}",
    )
    assert read(name="李四").demand(CARD, "ab").name == "李四"


def test_an_enterprise_names_itself_rightly_and_a_person_need_not() -> None:
    as_one = {"requester_kind": "enterprise"}
    with pytest.raises(Incomplete, match=r"企业名称.*统一社会信用代码"):
        read(**as_one).demand(CARD, "ab")
    found = read(**as_one, company="某某有限公司", uscc=CODE.lower()).demand(CARD, "ab")
    assert (found.requester_kind, found.company, found.uscc) == (RequesterKind.ENTERPRISE, "某某有限公司", CODE)
    alone = read(company="某某有限公司", uscc="x").demand(CARD, "ab")
    assert (alone.company, alone.uscc) == ("", "")


def test_five_photographs_of_kinds_that_any_screen_shows() -> None:
    good = [Sent(f"{n}.JPG", b"x") for n in range(MOST_PHOTOS)]
    assert photos_of(good) == good
    with pytest.raises(Incomplete, match=r"最多 5 张，您选了 6 张.*IMG\.HEIC"):
        photos_of([*good, Sent("IMG.HEIC", b"x")])

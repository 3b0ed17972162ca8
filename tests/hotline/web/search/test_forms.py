"""Conditions in words and in addresses; nobody's number in an address."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.casework.lists.bulk import Picked
from hotline.domain.errors import Incomplete
from hotline.domain.moments import BEIJING
from hotline.domain.numbering import number_for
from hotline.domain.vocabulary import State, Urgency
from hotline.web.search.forms import Recent, WantedForm, personal_number, picked_in

NOW = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)  # 北京时间 26 日（周四）凌晨
EVERY = {
    "words": "暖气", "state": "dispatched", "under_way": "1", "overdue": "1", "category": "0301", "region": "150105",
    "agency": "ZJ-150105", "recent": "week", "since": "2026-11-01", "until": "2026-11-30", "urgency": "urgent",
    "demand_type": "help", "channel": "phone", "requester_kind": "citizen", "language": "zh", "watcher": "officer",
    "supervised": "1", "problem": "1", "event": "3", "show": "50",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("13847123456", "13847123456"), ("138 4712 3456", "13847123456"), ("１３８４７１２３４５６", "13847123456"),
        ("张三 138-4712-3456", "13847123456"), ("0471-4961234", "04714961234"), ("+8613847123456", "8613847123456"),
        ("150102199001011234", "150102199001011234"), ("15010219900101123X", "15010219900101123X"),
        ("6222021234567890123", "6222021234567890123"), ("150102900101123", "150102900101123"),
        ("暖气", ""), ("20261123", ""), ("12345", ""), ("20261123000001", ""), ("3号楼 5单元", ""), ("4001234567", ""),
    ],
)  # fmt: skip
def test_numbers_of_persons_are_known(words: str, number: str) -> None:
    assert personal_number(words) == number


@given(sequence=st.integers(0, 999_999))
def test_a_ticket_number_is_nobodys_number(sequence: int) -> None:
    assert personal_number(number_for(NOW, sequence)) == ""


@given(phone=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_mobile_number_gets_into_an_address(phone: str) -> None:
    with pytest.raises(Incomplete, match="不能写在网址里"):
        WantedForm.of_address({"words": f"找 {phone}"})


def test_what_is_asked_comes_back_as_it_was_asked() -> None:
    form = WantedForm.of_address(EVERY)
    assert {name: str(value) for name, value in form.asked().items()} == EVERY
    assert WantedForm.of_address({name: str(value) for name, value in form.asked().items()}) == form
    assert WantedForm.of_address({}).address() == {"all": 1}


def test_every_condition_is_a_chip_in_words_that_can_be_taken_off() -> None:
    class Named:
        category = region = agency = staticmethod(lambda code: f"「{code}」的名称")

    form = WantedForm.of_address(EVERY)
    chips = form.chips(Named(), {"officer": "王专员"}, {3: "停热公告"})  # type: ignore[arg-type]
    told = {chip.label: chip.value for chip in chips}
    assert len(chips) == len(EVERY) - 1  # 每页件数不是条件
    assert told["状态"] == State.DISPATCHED.label and told["紧急程度"] == Urgency.URGENT.label
    assert (told["已超时限"], told["服务专员"], told["已知事件"]) == ("", "王专员", "停热公告")
    assert told["登记日期自"] == "2026 年 11 月 1 日" and told["登记时间"] == "本周"
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in chip.label + chip.value) for chip in chips)
    for chip in chips:
        (gone,) = set(form.asked()) - set(chip.without)
        assert WantedForm.model_fields[gone].title == chip.label


@pytest.mark.parametrize(
    ("sent", "since", "until"),
    [
        ({"recent": "today"}, (2026, 11, 26), None), ({"recent": "week"}, (2026, 11, 23), None),
        ({"recent": "month"}, (2026, 10, 28), None), ({"since": "2026-11-01"}, (2026, 11, 1), None),
        ({"recent": "today", "since": "2026-11-01", "until": "2026-11-02"}, (2026, 11, 1), (2026, 11, 3)),
        ({"until": "9999-12-31"}, None, None), ({}, None, None),
    ],
)  # fmt: skip
def test_days_are_days_in_beijing(
    sent: dict[str, str], since: tuple[int, int, int] | None, until: tuple[int, int, int] | None
) -> None:
    wanted = WantedForm.of_address(sent).wanted(NOW)
    assert wanted.since == (datetime(*since, tzinfo=BEIJING) if since else None)
    assert wanted.until == (datetime(*until, tzinfo=BEIJING) if until else None)


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Incomplete, match="起止颠倒"):
        WantedForm.of_address({"since": "2026-11-02", "until": "2026-11-01"}).wanted(NOW)
    assert Recent.TODAY.since(NOW).date() == date(2026, 11, 26)


def test_ticks_that_no_list_of_ours_sends_are_refused() -> None:
    assert picked_in(["202611230000011:3"]) == [Picked("202611230000011", 3)]
    for nonsense in ("202611230000011", "x:1", "1:1:1", "1:99999999999", "１:1", ""):
        with pytest.raises(Incomplete, match="无法识别"):
            picked_in(["202611230000011:3", nonsense])

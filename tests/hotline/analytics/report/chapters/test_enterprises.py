"""The chapter on enterprises: its tables add up to its sentence, at every level of place, and are the same in two drawings."""

from datetime import date
from decimal import Decimal

import pytest
from stdnum.cn import uscc

from factories import person
from hotline.analytics.enterprises.facts import Facts, correct, take_in
from hotline.analytics.enterprises.stuck import Sum, choose_bottleneck, note_amount
from hotline.analytics.period import Week
from hotline.analytics.report.chapters.enterprises import enterprises
from hotline.analytics.report.gathered import gather
from hotline.analytics.report.period import Period
from hotline.domain.analysis.document import shown
from hotline.domain.analysis.enterprises import AmountKind, Bottleneck, Scale
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.vocabulary import RequesterKind, Role

WEEK = Week(date(2026, 11, 16))
STEM = "91150105MA0MXYR10"
CODE = STEM + uscc.calc_check_digit(STEM)


@pytest.mark.parametrize("region", ["15", "1501", "150105"])
def test_tables_by_industry_scale_and_bottleneck_add_up(region, house):
    firm = {"requester_kind": RequesterKind.ENTERPRISE, "company": "草原乳业有限公司", "now": WEEK.start}
    known = house.dispatched(uscc=CODE, phone="13847100001", **firm)
    house.dispatched(phone="13847100002", **firm)
    house.dispatched(now=WEEK.start)
    with house.equipment.work() as work:
        take_in(work)
    with house.equipment.work(person(Role.ANALYST)) as work:
        correct(work, CODE, Facts("草原乳业有限公司", "150105", "C14", Scale.SMALL))
        choose_bottleneck(work, known, Bottleneck.PAYMENT)
        note_amount(work, known, Sum(AmountKind.CLAIMED, Decimal("20000"), WEEK.starts_on))
        note_amount(work, known, Sum(AmountKind.RECOVERED, Decimal("5000"), WEEK.starts_on))
        gathered = gather(work, work.rules, Period(ReportKind.WEEKLY, WEEK.starts_on), region)
        chapter, again = enterprises(work, gathered), enterprises(work, gathered)
        assert chapter == again
        words, _, *parted = chapter.blocks
        assert (
            "涉及企业档案中的企业 1 家；无人盯办 0 件；登记涉及金额 20,000.00 元，挽回金额 5,000.00 元，挽回率 25.00%。"
            in words.sentences
        )
        for table, names in zip(parted, (["制造业", "未登记"], ["小型", "未登记"], ["账款", "未选定"]), strict=True):
            assert [row[0].value for row in table.rows] == names
            assert sum(row[1].value for row in table.rows) == gathered.now.whole["涉企受理"] == 2
            assert shown(vars(table.rows[0][6])) == "20,000.00"

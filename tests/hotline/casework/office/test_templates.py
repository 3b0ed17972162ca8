"""Reply templates: a unit's own and those for all; filled in when used; good past replies, masked."""

import pytest

from factories import ANSWER, HEATING, OTHER_UNIT, UNIT, House, done, person
from hotline.casework import handling
from hotline.casework.closing import callback, review
from hotline.casework.office import templates
from hotline.casework.office.templates import Worded
from hotline.domain.errors import Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import DemandType, Role, Satisfaction, Solved
from hotline.store.queries.office import templates_for
from hotline.store.work import Person
from hotline.store.workbench.office import ReplyTemplate

CLERK, HEAD, CENTRE = person(Role.CLERK), person(Role.HEAD), person(Role.SUPERVISOR)
GOOD = Worded("供热抢修", "您反映的〔事项〕（工单〔编号〕），〔单位〕已于＿＿修复。〔日期〕", "03")


def made(house: House, by: Person = CLERK, worded: Worded = GOOD) -> int:
    with house.equipment.work(by) as work:
        return templates.make(work, worded).id


def test_a_template_is_filled_in_for_the_ticket_and_counted(house: House) -> None:
    number, template = house.handled(), made(house)
    with house.equipment.work(CLERK) as work:
        text = templates.use(work, template, work.ticket(number))
    assert number in text and "＿＿" in text and "〔" not in text
    with house.equipment.work(HEAD) as work:
        assert [(one.id, one.used) for one in templates_for(work)] == [(template, 1)]


def test_a_unit_keeps_its_own_and_the_centre_those_for_all(house: House, outsider: Person) -> None:
    ours, shared = made(house), made(house, CENTRE, Worded("通用", "感谢您的来电，现答复如下：＿＿"))
    with house.equipment.work(outsider) as work:
        assert [one.id for one in templates_for(work)] == [shared]
    for who, template, error in ((outsider, ours, NotFound), (CLERK, shared, Forbidden), (CENTRE, ours, NotFound)):
        with pytest.raises(error), house.equipment.work(who) as work:
            templates.change(work, template, GOOD)
        with pytest.raises(error), house.equipment.work(who) as work:
            templates.remove(work, template)
    with house.equipment.work(HEAD) as work:
        assert templates.change(work, ours, Worded("改名", "改了内容")).category is None
        templates.remove(work, ours)
        assert work.session.get(ReplyTemplate, ours) is None


@pytest.mark.parametrize("who", [person(Role.SUPERVISOR, "1501"), person(Role.AGENT), person(Role.ANALYST)])
def test_nobody_else_keeps_any(house: House, who: Person) -> None:
    with pytest.raises(Forbidden):
        made(house, who)


@pytest.mark.parametrize(
    ("worded", "told"),
    [
        (Worded("", "内容"), "模板名称"),
        (Worded("字" * 61, "内容"), "模板名称"),
        (Worded("名", " "), "模板内容"),
        (Worded("名", "内容", "9999"), "适用事项"),
        (Worded("名", "请联系13847123456"), "手机号"),
        (Worded("名", "我们正在协调处理"), "空话"),
        (Worded("名", "坏\ud800"), "无法保存"),
    ],
)
def test_what_no_reviewer_would_pass_is_not_handed_round(house: House, worded: Worded, told: str) -> None:
    with pytest.raises(Incomplete, match=told):
        made(house, CLERK, worded)


def test_an_office_telephone_may_stand_in_a_template(house: House) -> None:
    assert made(house, CLERK, Worded("电话", "可拨打供热服务电话 0471-1234567"))


def test_only_templates_of_the_category_and_of_all_are_offered(house: House) -> None:
    wide, leaf, any_, other = (
        made(house, CLERK, Worded("名", "内容", code)) for code in ("03", "0301", "", "0101")
    )  # fmt: skip
    with house.equipment.work(CLERK) as work:
        assert [one.id for one in templates_for(work, "0301")] == [wide, leaf, any_]
        assert other in {one.id for one in templates_for(work)}


def closed(house: House, satisfaction: Satisfaction, reply: str = ANSWER, agency: str = UNIT, **more: object) -> str:
    number = house.handled(demand_type=DemandType.OTHER, agency=agency, **more)
    with house.equipment.work(person(Role.CLERK, agency=agency)) as work:
        handling.reply(work, number, done(reply, work.now, unheard="协办未回复，先行答复"))
    with house.equipment.work(CENTRE) as work:
        review.approve(work, number, confirmed=True)
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.close(work, number, satisfaction=satisfaction, solved=Solved.YES)
    return number


def test_good_past_replies_are_of_like_demands_of_content_requesters_and_masked(house: House) -> None:
    good = closed(house, Satisfaction.SATISFIED, f"{ANSWER}有事请拨13847123456。")
    closed(house, Satisfaction.FAIRLY_SATISFIED)
    secret = closed(house, Satisfaction.VERY_SATISFIED)
    with house.equipment.work() as work:
        work.ticket(secret).secret = True
    closed(house, Satisfaction.VERY_SATISFIED, agency=OTHER_UNIT)
    closed(house, Satisfaction.VERY_SATISFIED, category="0101")
    number = house.handled(text=HEATING + "，谢谢")
    with house.equipment.work(CLERK) as work:
        found = templates.past_replies(work, work.ticket(number))
    assert [one.number for one in found] == [good]
    assert "138****3456" in found[0].reply and "13847123456" not in found[0].reply


def test_three_at_most_and_none_without_a_category(house: House) -> None:
    for _ in range(4):
        closed(house, Satisfaction.VERY_SATISFIED)
    number = house.handled()
    with house.equipment.work(CLERK) as work:
        ticket = work.ticket(number)
        assert len(templates.past_replies(work, ticket)) == 3
        ticket.category = None
        assert templates.past_replies(work, ticket) == []


@pytest.mark.parametrize("text", ["修好于__日", "由＿＿办理"])
def test_gaps(text: str) -> None:
    with pytest.raises(Incomplete):
        templates.refuse_gaps(text)
    templates.refuse_gaps("一个下划线_不算，张××不算")

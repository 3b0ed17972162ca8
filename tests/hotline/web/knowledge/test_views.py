"""The knowledge base on screen: found, read, said to be wrong, written, reviewed, and nothing of it a script (知识库)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from factories import UNIT, House, person, undone
from hotline.domain.vocabulary import ArticleState, Role
from hotline.equipment import Equipment
from hotline.knowledge import articles, review
from hotline.knowledge.wording import Wording
from hotline.store.knowledge import Article, ArticleFlag
from hotline.web.doors import STAFF

Browsers = Callable[[Role], FlaskClient]
SCRIPT = "<script>alert(1)</script>"
WRITTEN = {
    "title": "赛罕区供热测温怎样申请", "body": "请先报修。\r\n二十四小时内上门。", "questions": "找谁测温\r\n\r\n多久上门",
    "category": "0301", "region": "150105", "agency": UNIT, "basis": "赛罕区供热管理办法", "grade": "B",
    "valid_until": "2099-01-01",
}  # fmt: skip
WORDING = Wording(
    "赛罕区供热测温怎样申请", "请先报修。", "0301", "150105", ("找谁测温",), UNIT, basis="办法", grade="B"
)


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: articles and flags are undone with everything else."""
    with undone(equipment) as found:
        yield found


@pytest.fixture
def published(house: House) -> Callable[..., int]:
    def made(wording: Wording = WORDING) -> int:
        with house.equipment.work(person(Role.ANALYST)) as work:
            one = articles.draft(work, wording)
            review.submit(work, one.id)
        with house.equipment.work(person(Role.SUPERVISOR)) as work:
            return review.publish(work, one.id).id

    return made


def kept(house: House, **by: object) -> Article:
    with house.equipment.work() as work:
        return work.session.scalars(select(Article).filter_by(**by).order_by(Article.id.desc())).first()


@pytest.mark.parametrize("role", sorted(STAFF))
def test_everybody_who_works_here_finds_and_reads(
    role: Role, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    browser = browser_of(role)
    for words in ("供热报停", "gongrebaoting", "暖气 停暖"):
        page = browser.get("/knowledge/", query_string={"words": words}).text
        assert "住宅供热报停怎样办理" in page and page.count("<h1>") == 1
    ids = [attrs["href"] for attrs in page_of(page).named("a") if (attrs.get("href") or "").startswith("/knowledge/1")]
    for path in ("/knowledge/waiting", "/knowledge/?state=published&region=150105&category=03", *ids[:1]):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        found = page_of(answer.text)
        labels = {attrs["for"] for attrs in found.named("label") if attrs.get("for")}
        seen = [attrs["id"] for _, attrs in found.tags if attrs.get("id")]
        assert labels <= set(seen) and len(seen) == len(set(seen)) and len(found.named("h1")) == 1


def test_what_is_not_there_is_said_kindly_and_a_wrong_state_is_refused(browser_of: Browsers, house: House) -> None:
    browser = browser_of(Role.AGENT)
    assert "没有检索到知识" in browser.get("/knowledge/?words=xyzq").text
    assert browser.get("/knowledge/?state=gone").status_code == 422
    assert browser.get("/knowledge/999999").status_code == 404
    assert browser.post("/knowledge/1/burn").status_code == 404


def test_twenty_stand_on_a_page_and_the_conditions_go_with_the_reader(browser_of: Browsers, house: House) -> None:
    browser = browser_of(Role.AGENT)
    first, second = (browser.get(f"/knowledge/?region=150105&page={page}").text for page in (1, 2))
    titles = [set(re.findall(r'href="(/knowledge/\d+)"', page)) for page in (first, second)]
    assert len(titles[0]) == 20 and titles[1] and not titles[0] & titles[1]
    assert "第 1 至 20 条" in first and "第 21 至" in second and 'rel="prev"' not in first
    assert 'rel="next" href="/knowledge/?page=2&amp;region=150105"' in first and 'rel="prev"' in second
    assert first.count("依据待核定") <= 1 and "没有更多知识" in browser.get("/knowledge/?page=50").text
    assert browser.get("/knowledge/?page=0").status_code == browser.get("/knowledge/?page=x").status_code == 422


def test_reading_is_counted_for_those_who_read_out(browser_of: Browsers, house: House) -> None:
    one = kept(house, title="住宅供热报停怎样办理")
    for role in (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR):
        assert browser_of(role).get(f"/knowledge/{one.id}").status_code == 200
    assert (kept(house, id=one.id).read, kept(house, id=one.id).version) == (one.read + 2, one.version)


def test_from_the_first_draft_to_the_desk_by_the_buttons_of_the_page(
    browser_of: Browsers, house: House, page_of
) -> None:
    writer, reviewer, agent = (browser_of(role) for role in (Role.ANALYST, Role.SUPERVISOR, Role.AGENT))
    assert writer.post("/knowledge/new", data=WRITTEN).status_code == 302
    one = kept(house, title=WRITTEN["title"])
    assert (one.questions, one.body, one.state) == (["找谁测温", "多久上门"], "请先报修。\n二十四小时内上门。", "draft")
    path = f"/knowledge/{one.id}"
    assert agent.get(path).status_code == 404
    form = page_of(writer.get(path).text).form("/submit")
    assert writer.post(form.action, data=form.values).status_code == 302
    assert writer.post(form.action, data=form.values).status_code == 409
    assert f'id="review-{one.id}"' in reviewer.get("/knowledge/waiting").text
    page = page_of(reviewer.get(path).text)
    assert not any(sheet.action.endswith("/publish") for sheet in page_of(writer.get(path).text).forms)
    sheet = page.form("/publish")
    assert writer.post(sheet.action, data=sheet.values).status_code == 403
    assert reviewer.post(sheet.action, data=sheet.values).status_code == 302
    assert "二十四小时内上门" in agent.get(path).text
    assert WRITTEN["title"] in agent.get("/knowledge/?words=saihanqu").text


def test_an_article_in_force_is_corrected_beside_it_with_the_differences_shown(
    browser_of: Browsers, house: House, published: Callable[..., int], page_of: Callable[[str], Any]
) -> None:
    old, clerk, reviewer = published(), browser_of(Role.CLERK), browser_of(Role.SUPERVISOR)
    form = page_of(clerk.get(f"/knowledge/{old}/edit").text).form("/edit")
    assert form.values["title"] == WORDING.title and form.values["basis"] == "办法"
    made = clerk.post(form.action, data={**form.values, "body": "请先致电。", "basis": "新办法"})
    draft = made.location
    assert made.status_code == 302 and draft != f"/knowledge/{old}"
    page = reviewer.get(draft).text
    assert "<del>报修</del><ins>致电</ins>" in page and "<ins>新</ins>办法" in page
    assert "请先报修" in browser_of(Role.AGENT).get(f"/knowledge/{old}").text
    assert "正在修订" in clerk.get(f"/knowledge/{old}").text
    clerk.post(f"{draft}/submit")
    done = reviewer.post(f"{draft}/publish")
    assert done.location == f"/knowledge/{old}"
    page = page_of(reviewer.get(f"/knowledge/{old}").text)
    (link,) = [attrs["href"] for attrs in page.named("a") if "against" in (attrs.get("href") or "")]
    compared = reviewer.get(link.partition("#")[0]).text
    assert "<del>报修</del><ins>致电</ins>" in compared and "【依据】" in compared and "<ins>新</ins>办法" in compared


def test_who_was_slower_loses_no_word_and_sees_what_is_kept_now(browser_of: Browsers, house: House, page_of) -> None:
    writer = browser_of(Role.ANALYST)
    path = writer.post("/knowledge/new", data=WRITTEN).location
    form = page_of(writer.get(f"{path}/edit").text).form("/edit")
    assert browser_of(Role.SUPERVISOR).post(form.action, data={**form.values, "body": "别人写的"}).status_code == 302
    answer = writer.post(form.action, data={**form.values, "body": "我写的长文"})
    assert answer.status_code == 409 and "我写的长文" in answer.text and "别人写的" in answer.text
    assert "与您填写的不同之处：答复口径。" in answer.text
    again = page_of(answer.text).form("/edit")
    assert writer.post(again.action, data=again.values).status_code == 302
    assert kept(house, title=WRITTEN["title"]).body == "我写的长文"


@pytest.mark.parametrize(("wrong", "told"), [
    ({"title": ""}, "「标题」不能为空"), ({"valid_until": "明年"}, "「有效期至」填写有误"), ({"category": "03"}, "最末一级"),
    ({"agency": "住建局"}, "「责任单位」不在单位名录中"), ({"body_mn": "монгол"}, "没有蒙古文字"),
])  # fmt: skip
def test_what_cannot_be_kept_comes_back_with_every_word(wrong, told, browser_of: Browsers, house: House) -> None:
    answer = browser_of(Role.ANALYST).post("/knowledge/new", data={**WRITTEN, **wrong})
    assert answer.status_code == 422 and told in answer.text and "多久上门" in answer.text
    assert kept(house, title=WRITTEN["title"]) is None


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.AUDITOR])
def test_who_only_reads_gets_no_form(role: Role, browser_of: Browsers, house: House, published) -> None:
    browser, one = browser_of(role), published()
    assert browser.get("/knowledge/new").status_code == 403
    assert browser.post("/knowledge/new", data=WRITTEN).status_code == 403
    for deed in ("edit", "expire", "renew", "publish"):
        assert browser.post(f"/knowledge/{one}/{deed}", data={**WRITTEN, "words": "x"}).status_code == 403, deed
    assert browser.get(f"/knowledge/{one}/edit").status_code == 403
    page = browser.get(f"/knowledge/{one}").text
    assert (f'action="/knowledge/{one}/flag"' in page) is (role != Role.AUDITOR)
    assert "/edit" not in page and "/expire" not in page


def test_one_click_says_it_is_wrong_and_the_unit_answers(
    browser_of: Browsers, house: House, published: Callable[..., int], page_of: Callable[[str], Any]
) -> None:
    agent, clerk, one = browser_of(Role.AGENT), browser_of(Role.CLERK), published()
    form = page_of(agent.get(f"/knowledge/{one}").text).form("/flag")
    assert agent.post(form.action, data={**form.values, "words": ""}).status_code == 422
    assert agent.post(form.action, data={**form.values, "words": "期限应为十二小时"}).status_code == 302
    assert agent.post(form.action, data={**form.values, "words": "再提一次"}).status_code == 409
    page = agent.get(f"/knowledge/{one}").text
    assert "有人指出有误，核实中" in page and "期限应为十二小时" in page and "核实情况" not in page
    assert "有人指出有误，核实中" in agent.get("/knowledge/", query_string={"words": WORDING.title}).text
    with house.equipment.work() as work:
        flag = work.session.scalars(select(ArticleFlag)).one().id
    assert f'id="flag-{flag}"' in clerk.get("/knowledge/waiting").text
    assert agent.post(f"/knowledge/flags/{flag}", data={"right": "true", "words": "x"}).status_code == 403
    assert clerk.post(f"/knowledge/flags/{flag}", data={"words": "没有选"}).status_code == 422
    sheet = page_of(clerk.get(f"/knowledge/{one}").text).form(f"/flags/{flag}")
    assert clerk.post(sheet.action, data={**sheet.values, "words": "确有误", "right": "true"}).status_code == 302
    assert "经核实有误，正在订正" in agent.get(f"/knowledge/{one}").text
    assert kept(house, title=WORDING.title, state=ArticleState.DRAFT) is not None
    assert "已采纳" in agent.get("/knowledge/waiting").text


def test_mongolian_stands_upright_and_is_marked_as_such(browser_of: Browsers, published: Callable[..., int]) -> None:
    plain, mongolian = published(), published(replace(WORDING, title="带蒙古文的一条", body_mn="ᠮᠣᠩᠭᠣᠯ"))
    browser = browser_of(Role.AGENT)
    assert "mongolian" not in browser.get(f"/knowledge/{plain}").text
    page = browser.get(f"/knowledge/{mongolian}").text
    assert 'class="mongolian" lang="mn-Mong"' in page and "vertical-lr" in page and "ᠮᠣᠩᠭᠣᠯ" in page
    assert "带蒙古文的一条" in browser.get("/knowledge/?words=ᠮᠣᠩᠭᠣᠯ").text


def test_void_renewed_and_given_up_by_the_buttons(browser_of: Browsers, house: House, published, page_of) -> None:
    reviewer, one = browser_of(Role.SUPERVISOR), published()
    form = page_of(reviewer.get(f"/knowledge/{one}").text).form("/renew")
    assert reviewer.post(form.action, data={**form.values, "until": "2098-12-31"}).status_code == 302
    form = page_of(reviewer.get(f"/knowledge/{one}").text).form("/expire")
    assert reviewer.post(form.action, data={**form.values, "words": "办法已废止"}).status_code == 302
    page = browser_of(Role.AGENT).get(f"/knowledge/{one}").text
    assert "这条知识已失效，只供查考" in page and "办法已废止" in page and "/flag" not in page
    path = reviewer.post(f"/knowledge/{one}/edit", data={**WRITTEN, "title": "x"}).location
    form = page_of(reviewer.get(path).text).form("/discard")
    assert reviewer.post(form.action, data=form.values).location == "/knowledge/waiting"
    assert reviewer.get(path).status_code == 404


def test_no_field_of_an_article_is_a_script(browser_of: Browsers, house: House, published: Callable[..., int]) -> None:
    every = {name: f"{SCRIPT}{name}" for name in ("title", "body", "unit", "materials", "basis")}
    one = published(Wording(
        **every, category="0301", region="15", questions=(f"{SCRIPT}问",), title_mn=f"{SCRIPT}ᠮ", body_mn=f"{SCRIPT}ᠮ",
    ))  # fmt: skip
    agent, reviewer = browser_of(Role.AGENT), browser_of(Role.SUPERVISOR)
    assert agent.post(f"/knowledge/{one}/flag", data={"words": f"{SCRIPT}错"}).status_code == 302
    with house.equipment.work() as work:
        flag = work.session.scalars(select(ArticleFlag)).one().id
    said = {"right": "true", "words": f"{SCRIPT}是"}
    assert browser_of(Role.ANALYST).post(f"/knowledge/flags/{flag}", data=said).status_code == 302
    draft = kept(house, title=f"{SCRIPT}title", state=ArticleState.DRAFT).id
    reviewer.post(f"/knowledge/{draft}/edit", data={**WRITTEN, "title": f"{SCRIPT}改", "basis": SCRIPT})
    paths = [f"/knowledge/{one}", f"/knowledge/{draft}", f"/knowledge/{draft}/edit", "/knowledge/waiting",
             f"/knowledge/?words={SCRIPT}title"]  # fmt: skip
    for path in paths:
        page = reviewer.get(path).text
        assert "<script>alert" not in page and "&lt;script&gt;" in page, path
    assert "<script>alert" not in reviewer.post(f"/knowledge/{draft}/edit", data={**WRITTEN, "agency": SCRIPT}).text


def test_units_are_offered_by_their_name(browser_of: Browsers, house: House) -> None:
    page = browser_of(Role.ANALYST).get("/knowledge/units", query_string={"agency": "赛罕区住房"}).text
    assert f'value="{UNIT}"' in page
    assert browser_of(Role.ANALYST).get("/knowledge/units").text.strip() == ""


def test_a_form_without_its_token_changes_nothing(guarded_browser: FlaskClient, house: House) -> None:
    with guarded_browser.session_transaction() as session:
        session["account"] = Role.ANALYST.value
    assert guarded_browser.post("/knowledge/new", data=WRITTEN).status_code == 400
    with house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(Article)) == 48

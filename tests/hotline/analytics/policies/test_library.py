"""A policy is entered by one, published by another, void when it is over, and found by words and place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from factories import person
from hotline.analytics.policies import library
from hotline.domain.analysis.policies import PolicyState
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.store.queries.policies import PolicyWanted, policies, policy


def test_four_eyes_and_drafts_are_for_writers(house, text):
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        number = library.draft(work, text).id
        with pytest.raises(Conflict, match="不能发布自己"):
            library.publish(work, number)
    with house.equipment.work(person(Role.AGENT)) as work:
        with pytest.raises(NotFound):
            policy(work, number)
        with pytest.raises(Forbidden):
            library.draft(work, text)
    with house.equipment.work(person(Role.ANALYST)) as work:
        with pytest.raises(Forbidden):
            library.publish(work, number)
        with pytest.raises(Conflict, match="刚被他人改动"):
            library.edit(work, number, text, seen=99)
        library.discard(work, number)
        assert policies(work, PolicyWanted(state=PolicyState.DRAFT)) == []


def test_void_and_back_and_over(house, text, published):
    until = None
    with house.equipment.work() as work:
        until = beijing(work.now).date()
    number = published(replace(text, valid_until=until))
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        with pytest.raises(Incomplete, match="失效的理由"):
            library.expire(work, number, words=" ")
        library.expire(work, number, words="已由新办法代替")
        found = library.revive(work, number)
        assert (found.state, found.editors) == (PolicyState.DRAFT, ["analyst", "supervisor"])
        with pytest.raises(Conflict, match="发布过"):
            library.discard(work, number)
        found.state, found.published_by = PolicyState.PUBLISHED, "supervisor-2"
    with house.equipment.work() as work:
        assert library.expire_due(work) == 0
        later = work.now + timedelta(days=1)
    with house.equipment.work(now=later) as work:
        assert library.expire_due(work) == 1 and library.expire_due(work) == 0
        assert policy(work, number).expired_why == "有效期已满"


def test_found_by_words_matter_and_place(house, published):
    published()
    found = {
        "供热 补贴": 1, "测试〔2026〕1号": 1, "没有这个词": 0, "100%": 0, "_": 0,
    }  # fmt: skip
    with house.equipment.work(person(Role.AGENT)) as work:
        assert {words: len(policies(work, PolicyWanted(words))) for words in found} == found
        assert len(policies(work, PolicyWanted(matter="0301", region="150105"))) == 1
        assert policies(work, PolicyWanted(region="1502")) == policies(work, PolicyWanted(matter="0302")) == []


def test_everything_wrong_is_told_at_once(house, text):
    bad = replace(text, title="短", summary="短", url="javascript:alert(1)", matters=("9999",), industries=("Z9",),
                  scales=("huge",), regions=("99",), valid_from=None)  # fmt: skip
    with house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(Incomplete) as refused:
        library.draft(work, bad)
    names = ("政策名称", "内容摘要", "网址", "事项分类", "行业", "规模", "适用地区", "生效日期")
    assert all(f"「{name}」" in str(refused.value) for name in names)

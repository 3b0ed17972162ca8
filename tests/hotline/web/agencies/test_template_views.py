"""The page of reply templates: a unit's own beside those for all; each changes only what is theirs."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from factories import House
from hotline.domain.vocabulary import Role
from hotline.store.workbench.office import ReplyTemplate

Browsers = Callable[[str], FlaskClient]
SCRIPT = "<script>alert(1)</script>"
SENT = {"title": f"供热{SCRIPT}", "text": f"〔单位〕已修复{SCRIPT}", "category": "0301"}


@pytest.fixture
def house(alone: House) -> House:
    """Undone at the end."""
    return alone


def kept(house: House) -> list[ReplyTemplate]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(ReplyTemplate).order_by(ReplyTemplate.id)))


def test_make_change_remove(house: House, signed_in: Browsers) -> None:
    clerk = signed_in("clerk")
    assert "还没有答复模板" in clerk.get("/templates/").text
    assert clerk.post("/templates/", data=SENT).status_code == 302
    (made,) = kept(house)
    source = clerk.get("/templates/").text
    assert SCRIPT not in source and "&lt;script&gt;" in source and "本单位" in source
    wrong = clerk.post(f"/templates/{made.id}", data={"title": "改名", "text": "正在协调处理"})
    assert wrong.status_code == 422 and "空话" in wrong.text and "正在协调处理" in wrong.text
    assert signed_in("head").post(f"/templates/{made.id}", data={"title": "改名", "text": "改好"}).status_code == 302
    assert [(one.title, one.category) for one in kept(house)] == [("改名", None)]
    assert signed_in("outsider").post(f"/templates/{made.id}/remove").status_code == 404
    assert clerk.post(f"/templates/{made.id}/remove").status_code == 302
    assert kept(house) == []


def test_a_new_one_that_is_unfit_comes_back_with_what_was_typed(house: House, signed_in: Browsers) -> None:
    answer = signed_in("clerk").post("/templates/", data={"title": f"名{SCRIPT}", "text": "电话13847123456"})
    assert answer.status_code == 422 and "手机号" in answer.text and "13847123456" in answer.text
    assert SCRIPT not in answer.text and kept(house) == []


def test_the_centre_keeps_those_for_all_and_units_only_use_them(house: House, signed_in: Browsers) -> None:
    assert signed_in(Role.SUPERVISOR.value).post("/templates/", data=SENT).status_code == 302
    (made,) = kept(house)
    assert made.agency is None
    source = signed_in("clerk").get("/templates/").text
    assert "全区通用" in source and f'action="/templates/{made.id}"' not in source
    assert signed_in("clerk").post(f"/templates/{made.id}", data=SENT).status_code == 403
    assert signed_in("agent").get("/templates/").status_code == 403

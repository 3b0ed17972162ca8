"""The pages of topics: who may see and do what, and what somebody typed is shown as text (热点预警)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hotline.analytics.warning import watching
from hotline.domain.vocabulary import Role
from hotline.store.analysis.warnings import EarlyWarning, Topic

SCRIPT = "<script>alert(1)</script>"
SAID = "赛罕区翠湖家园小区暖气不热，家里只有十三度，电话13812345678"


@pytest.fixture
def topic(house) -> int:
    """A topic of six tickets, freshly found; its id."""
    now = datetime.now(UTC)
    for one in range(6):
        house.registered(
            SAID,
            title=f"暖气不热{SCRIPT}",
            region="150105",
            phone=f"1384710{one:04}",
            now=now - timedelta(minutes=one + 1),
        )
    with house.equipment.work(now=now) as work:
        watching.read_new(work)
        watching.watch_names(work, house.equipment.rules(work.session))
        return work.session.scalars(select(Topic.id)).one()


def test_the_list_and_the_page_show_masked_words_and_no_markup(browser_of, topic):
    for role in (Role.ANALYST, Role.SUPERVISOR, Role.OFFICER):
        pages = [
            browser_of(role).get(path)
            for path in ("/analysts/topics/", f"/analysts/topics/{topic}", "/analysts/topics/?past=1")
        ]
        assert [one.status_code for one in pages] == [200] * 3
        told = "".join(one.get_data(as_text=True) for one in pages)
        assert "翠湖家园" in told and SCRIPT not in told and "13812345678" not in told
        assert ("签收</button>" in told) is (role is not Role.OFFICER)


def test_deeds_from_the_page(browser_of, house, topic):
    browser, path = browser_of(Role.ANALYST), f"/analysts/topics/{topic}"
    with house.equipment.work() as work:
        warning = work.session.scalars(select(EarlyWarning.id)).one()
    assert browser.post(f"{path}/rename", data={"name": SCRIPT}).status_code == 302
    assert SCRIPT not in browser.get(path).get_data(as_text=True)
    assert browser.post(f"{path}/rename", data={"name": ""}).status_code == 422
    at = f"/analysts/topics/warnings/{warning}"
    assert [browser.post(f"{at}/acknowledge").status_code for _ in range(2)] == [302, 409]
    assert browser.post(f"{at}/judge", data={"verdict": "true"}).status_code == 302
    assert browser.post(f"{at}/judge", data={"verdict": "maybe"}).status_code == 422
    assert "100" in browser.get("/analysts/topics/").get_data(as_text=True)
    assert browser.post(f"{path}/dismiss", data={"why": SCRIPT}).status_code == 302
    assert SCRIPT not in browser.get(path).get_data(as_text=True)
    assert browser.post(f"{path}/dismiss", data={"why": "再排除"}).status_code == 409
    assert browser.get("/analysts/topics/99999").status_code == 404


def test_officers_look_on_and_agents_stay_outside(browser_of, topic):
    assert browser_of(Role.OFFICER).post(f"/analysts/topics/{topic}/dismiss", data={"why": "不管"}).status_code == 403
    assert browser_of(Role.AGENT).get("/analysts/topics/").status_code == 403

"""The pages of projects: the whole way through a browser, who may not, and markup that stays words."""

from datetime import UTC, datetime, timedelta

from factories import UNIT
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.store.reports import DemandHotspot

TODAY = beijing(datetime.now(UTC)).date()
EVIL = "<script>alert(1)</script>"


def form(**more):
    return {
        "title": f"供热专题{EVIL}", "matter": "0301", "region": "150105", "lead": UNIT, "goal": f"投诉减半以上{EVIL}",
        "month": f"{TODAY:%Y-%m}", "due_on": str(TODAY + timedelta(days=50)), **more,
    }  # fmt: skip


def test_the_whole_way_through_the_pages(house, browser_of, page_of):
    analyst, supervisor, clerk = (browser_of(role) for role in (Role.ANALYST, Role.SUPERVISOR, Role.CLERK))
    assert "还没有专题" in analyst.get("/projects/").text
    with house.equipment.work() as work:
        hotspot = DemandHotspot(
            starts_on=TODAY, category="0301", region="150105", demands=9, usual=2.0, enterprises=5, heat=4.5
        )
        work.session.add(hotspot)
        work.session.flush()
        number = hotspot.id
    page = page_of(analyst.get(f"/projects/new?hotspot={number}").text)
    assert page.form("/projects/new").values["matter"] == "0301"
    refused = analyst.post("/projects/new", data=form(goal="短"))
    assert refused.status_code == 422 and "「目标」" in refused.text and "供热专题" in refused.text
    where = analyst.post("/projects/new", data=form(hotspot=number)).location
    stone = {"what": f"检修换热站{EVIL}", "agency": UNIT, "due_on": str(TODAY)}
    assert analyst.post(f"{where}/milestones", data=stone).status_code == 302
    assert analyst.post(f"{where}/edit", data=form(title="供热专题治理一", version=99)).status_code == 409
    assert analyst.post(f"{where}/moves/approve").status_code == 403
    assert supervisor.post(f"{where}/moves/approve").status_code == 302
    assert (
        supervisor.post(f"{where}/moves/begin", data={"begun_on": str(TODAY - timedelta(days=20))}).status_code == 302
    )
    seen = page_of(clerk.get(where).text)
    finish = next(one.action for one in seen.forms if one.action.endswith("/finish"))
    assert clerk.post(finish, data={"proof": f"已检修三处，附记录{EVIL}"}).status_code == 302
    assert clerk.post(f"{where}/moves/finish", data={"words": f"已达标{EVIL}"}).status_code == 302
    assert supervisor.post(f"{where}/moves/review", data={"words": f"属实{EVIL}"}).status_code == 302
    shown = supervisor.get(where).text
    assert EVIL not in shown and "&lt;script&gt;" in shown and "已评估" in shown and "企业诉求热点" in shown
    for path in ("/projects/?late=1", f"/projects/?month={TODAY:%Y-%m}&state=reviewed", "/projects/units?lead=ZJ"):
        assert analyst.get(path).status_code == 200 and EVIL not in analyst.get(path).text
    page = page_of(shown)
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids)) and len(page.named("h1")) == 1


def test_refusals_of_pages(browser_of):
    assert browser_of(Role.AGENT).get("/projects/").status_code == 403
    assert browser_of(Role.CLERK).get("/projects/new").status_code == 403
    assert browser_of(Role.ANALYST).get("/projects/999").status_code == 404
    assert browser_of(Role.ANALYST).post("/projects/999/moves/fly").status_code == 404
    assert browser_of(Role.ANALYST).get("/projects/?month=x").status_code == 422

"""The pages of policies: import, enter, publish, match, push; who may not; markup stays words."""

import io
from datetime import UTC, datetime

from hotline.domain.analysis.policies import PushState
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.jobs.due import Due
from hotline.jobs.text_jobs import tell_policy
from hotline.store.analysis.policies import PolicyPush
from hotline.store.contacts import Message
from hotline.store.deliveries import Delivery

EVIL = "<script>alert(1)</script>"
PHONE = "13947110000"


def form(**more):
    return {
        "title": f"测试补贴{EVIL}", "document_number": f"测〔1〕{EVIL}", "issuer": f"机关{EVIL}", "valid_from": "2026-01-01",
        "summary": f"给小微企业的补贴说明{EVIL}", "matters": ["0301", "03"], "regions": ["1501"], **more,
    }  # fmt: skip


def test_the_whole_way_through_the_pages(house, browser_of, page_of):
    analyst, supervisor, officer, agent = (
        browser_of(role) for role in (Role.ANALYST, Role.SUPERVISOR, Role.OFFICER, Role.AGENT)
    )
    assert "政策库还是空的" in agent.get("/policies/").text
    assert analyst.post("/policies/new", data=form(url="javascript:1")).status_code == 422
    where = analyst.post("/policies/new", data=form()).location
    assert agent.get(where).status_code == 404
    assert supervisor.post(f"{where}/publish").status_code == 302
    assert officer.post(f"{where}/expire", data={"words": "已废止"}).status_code == 403
    ticket = house.dispatched(requester_kind=RequesterKind.ENTERPRISE, company="测试公司", phone=PHONE)
    assert officer.get(f"/policies/match?number={ticket}").location == f"/policies/match/{ticket}"
    page = page_of(officer.get(f"/policies/match/{ticket}").text)
    send = next(one.action for one in page.forms if one.action.startswith("/policies/match/"))
    assert officer.post(send).status_code == 302 and officer.post(send).status_code == 409
    for path in ("/policies/", "/policies/?words=补贴", where, f"{where}/edit", f"/policies/match/{ticket}"):
        answer = supervisor.get(path)
        assert answer.status_code == 200 and EVIL not in answer.text and PHONE not in answer.text, path
        seen = page_of(answer.text)
        ids = [attrs["id"] for _, attrs in seen.tags if attrs.get("id")]
        assert len(ids) == len(set(ids)) and len(seen.named("h1")) == 1
    assert "待送达" in officer.get(f"/policies/match/{ticket}").text
    with house.equipment.work() as work:
        one = work.session.query(Delivery).filter_by(job="tell_policy").one()
        due = Due(one.id, None, dict(one.about))
    tell_policy(house.equipment, due)
    with house.equipment.work() as work:
        night = not 8 <= datetime.now(UTC).astimezone(BEIJING).hour < 21
        told = work.session.query(Message).filter(Message.message_id.like("policy-%")).all()
        state = work.session.query(PolicyPush).one().state
    if night:
        assert told == [] and state == PushState.WAITING
    else:
        assert [one.failed for one in told] != [None] and state == PushState.FAILED


def test_a_table_is_taken_and_its_refusals_are_shown(house, browser_of):
    analyst = browser_of(Role.ANALYST)
    table = analyst.get("/policies/template.csv").data + f"一,{EVIL},,,,,,,,,".encode()
    answer = analyst.post("/policies/import", data={"file": (io.BytesIO(table), "x.csv")})
    assert answer.status_code == 200 and "第 2 行" in answer.text and EVIL not in answer.text
    assert analyst.post("/policies/import").status_code == 422
    assert browser_of(Role.AGENT).post("/policies/import").status_code == 403
    assert browser_of(Role.ADMINISTRATOR).get("/policies/").status_code == 403
    assert analyst.get("/policies/999").status_code == analyst.post("/policies/999/fly").status_code == 404
    assert analyst.get("/policies/match/x").status_code == 404

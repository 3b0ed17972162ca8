"""The reference is asked as a browser asks it: the page, then its rows; what takes too long is told as such."""

from math import inf
from types import SimpleNamespace

import httpx
import pytest

from hotline.cli.bench.helpdesk import asking
from hotline.cli.bench.helpdesk.asking import Figures, Page, Refused, asked, pages, rows_address, signed_in, timed
from hotline.cli.bench.web import screens

LIST = '<script>ajax: { "url": "/datatables_ticket_list/eyJhIjogMX0=&amp;", "type": "GET" }</script>'
LISTED = Page(asking.LISTED, "全部", ("/tickets/?a",) * 3, (0, 25, 50))


class Site:
    """A stand-in for the reference; it hangs at the so-manieth request."""

    def __init__(self, hangs_at=0, status=200):
        self.asked, self.hangs_at, self.status = [], hangs_at, status

    def __call__(self, request):
        self.asked.append(request.url)
        if len(self.asked) == self.hangs_at:
            raise httpx.ReadTimeout("too long", request=request)
        if "datatables" in request.url.path:
            return httpx.Response(self.status, json={"data": [{}], "recordsFiltered": 7})
        return httpx.Response(200, text=LIST)


def browser(site):
    return httpx.Client(transport=httpx.MockTransport(site), base_url="http://127.0.0.1")


def test_the_rows_are_fetched_where_the_page_says():
    site = Site()
    assert asked(browser(site), "/tickets/?sort=created", 25) == 7
    assert rows_address(LIST) == "/datatables_ticket_list/eyJhIjogMX0=&"
    assert [url.path for url in site.asked] == ["/tickets/", "/datatables_ticket_list/eyJhIjogMX0=&"]
    assert dict(site.asked[1].params)["start"] == "25" and site.asked[1].params["length"] == "25"


def test_a_page_without_rows_and_one_that_is_refused():
    site = Site(status=500)
    assert asked(browser(site), "/dashboard/", None) is None and len(site.asked) == 1
    with pytest.raises(Refused, match="500"):
        asked(browser(site), "/tickets/", 0)
    with pytest.raises(Refused, match="哪里"):
        rows_address("<html>Login</html>")


def test_the_first_turn_does_not_count(monkeypatch):
    ticks = iter([0, 100, 200, 201, 300, 302, 400, 404])
    monkeypatch.setattr(asking, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    site = Site()
    assert timed(browser(site), LISTED, lambda: None).taken == (1000, 2000, 4000)
    assert [url.params["start"] for url in site.asked[1::2]] == ["0", "0", "25", "50"]


@pytest.mark.parametrize(("hangs_at", "counted"), [(2, 0), (6, 1)])
def test_what_takes_too_long_ends_the_page_and_is_freed(hangs_at, counted):
    freed = []
    figures = timed(browser(Site(hangs_at)), LISTED, lambda: freed.append(True))
    assert freed == [True] and len(figures.taken) == counted + 1
    assert figures.taken[-1] == inf and str(figures).endswith("> 120 s")


def test_figures_are_read_as_people_say_them():
    assert str(Figures((190.2, 80.0, 999.4))) == "190 ms / 999 ms"
    assert str(Figures((6100, 25_900, 28_240))) == "25.9 s / 28.2 s"
    assert str(Figures((6100, 25_900, inf))) == "25.9 s / > 120 s"
    assert Figures(tuple(range(1, 101))).late == 95


def test_each_page_stands_beside_one_of_ours_and_is_asked_three_times():
    ours = {screen.name for screen in screens(["1"], 1000)}
    for page in pages(1_000_000):
        assert page.screen in ours and len(page.addresses) == 3 and len(page.starts) in (0, 3)
    assert {page.screen for page in pages(10)} == {name.screen for name in pages(1_000_000)}
    assert max(max(page.starts, default=0) for page in pages(1000)) < 1000


def test_somebody_who_is_not_let_in_is_refused(monkeypatch):
    form = '<input type="hidden" name="csrfmiddlewaretoken" value="t">'
    told = httpx.Client

    def answering(page):
        transport = httpx.MockTransport(lambda _request: httpx.Response(200, text=page))
        monkeypatch.setattr(asking.httpx, "Client", lambda **more: told(**{**more, "transport": transport}))

    answering("nothing")
    with pytest.raises(Refused, match="表单"):
        signed_in("http://127.0.0.1", "agent1", "wrong")
    answering(form)
    with pytest.raises(Refused, match="没有登录成功"):
        signed_in("http://127.0.0.1", "agent1", "wrong")

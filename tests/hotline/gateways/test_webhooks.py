"""Standard Webhooks to a real server on this machine, and addresses that must never be called."""

import json
import socket
import threading

import pytest
from peering import peer
from standardwebhooks import Webhook, WebhookVerificationError
from werkzeug.wrappers import Request, Response

from hotline.domain.analysis.feed_terms import WebhookFault
from hotline.gateways import webhooks
from hotline.gateways.webhooks import Posting, complaint_about, post

SECRET = "whsec_" + "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2traw=="
OTHER = "whsec_" + "b2tra2tra2tra2tra2tra2tra2tra2tra2tra2traw=="
HERE = "127.0.0.0/8"
BODY = json.dumps({"type": "demand_feed.published", "data": {"说明": "测试"}}, ensure_ascii=False)


def posting(base: str, *secrets: str) -> Posting:
    return Posting(f"{base}/hook", "feed-1", BODY, secrets or (SECRET,))


def test_the_librarys_own_verifier_accepts_it_by_the_new_secret_and_by_the_old() -> None:
    taken: list[tuple[bytes, dict[str, str]]] = []

    def take(request: Request) -> Response:
        taken.append((request.get_data(), dict(request.headers)))
        return Response(status=204)

    with peer(take) as base:
        answered = post(posting(base, SECRET, OTHER), HERE)
    assert (answered.status, answered.fault) == (204, None)
    ((body, headers),) = taken
    for secret in (SECRET, OTHER):
        assert Webhook(secret).verify(body, headers)["data"] == {"说明": "测试"}
    assert {name.lower(): value for name, value in headers.items()}["webhook-id"] == "feed-1"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "Y2tra2tra2tra2tra2tra2tra2tra2tra2tra2traw==").verify(body, headers)


@pytest.mark.parametrize(
    ("status", "fault"),
    [(200, None), (299, None), (302, WebhookFault.REFUSED), (410, WebhookFault.GONE), (500, WebhookFault.REFUSED)],
)
def test_what_an_answer_means_and_no_redirect_is_followed(status: int, fault: WebhookFault | None) -> None:
    paths: list[str] = []

    def answer(request: Request) -> Response:
        paths.append(request.path)
        return Response(status=status, headers={"Location": "/elsewhere"})

    with peer(answer) as base:
        assert post(posting(base), HERE).fault is fault
    assert paths == ["/hook"]


def test_who_does_not_answer_or_is_not_there_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "PATIENCE", 0.1)
    enough = threading.Event()

    def dawdle(_request: Request) -> Response:
        enough.wait(5)
        return Response()

    with peer(dawdle) as base:
        assert post(posting(base), HERE).fault is WebhookFault.TIMEOUT
        enough.set()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answered = post(posting(f"http://127.0.0.1:{taken.getsockname()[1]}"), HERE)
    assert (answered.status, answered.fault) == (None, WebhookFault.UNREACHABLE)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/", "https://127.0.0.1/", "https://10.1.2.3/", "https://169.254.169.254/latest",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://0x7f.1/",
        "https://2130706433/", "https://100.64.0.1/", "https://localhost/", "https://db.internal/", "https://intranet/",
    ],
)  # fmt: skip
def test_an_inside_address_is_refused_when_written_and_again_when_called(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert complaint_about(url, "").startswith("「地址」")
    monkeypatch.setattr(socket, "getaddrinfo", _resolving(url))
    assert post(Posting(url, "e", "{}", (SECRET,)), "").fault is WebhookFault.FORBIDDEN_ADDRESS


def _resolving(url: str):
    real = socket.getaddrinfo
    known = {"db.internal": "10.0.0.9", "intranet": "192.168.1.1"}
    return lambda host, *more, **named: real(known.get(host, host), *more, **named)


def test_a_public_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complaint_about("https://hooks.example.com/a", "") == ""
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: inside)
    answered = post(Posting("https://hooks.example.com/a", "e", "{}", (SECRET,)), "")
    assert answered.fault is WebhookFault.FORBIDDEN_ADDRESS


@pytest.mark.parametrize(
    "url",
    ["", "对方", "ftp://a.example/", "http://a.example/", "https://", "https://u:p@a.example/", "https://a.example/#x",
     "https://a.example:99999/", "https://a.example/" + "x" * 600, "javascript:alert(1)", "https://[::1"],
)  # fmt: skip
def test_what_is_no_whole_https_address_is_refused(url: str) -> None:
    assert complaint_about(url, HERE).startswith("「地址」")


def test_the_setting_opens_the_networks_that_it_names_and_no_other() -> None:
    assert complaint_about("http://127.0.0.1:8080/hook", HERE) == ""
    assert complaint_about("https://10.12.3.4/hook", "10.12.0.0/16, 127.0.0.0/8") == ""
    assert complaint_about("https://10.13.3.4/hook", "10.12.0.0/16") != ""

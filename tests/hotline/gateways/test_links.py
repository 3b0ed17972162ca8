"""Signed links: what the app said of its user arrives, and nothing that anybody added or changed does."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.errors import Unsigned
from hotline.gateways.links import named_in, signed_link
from hotline.gateways.signing import Signer

SIGNER = Signer("nmg-12345", b"k" * 32)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def opened(
    link: str, *, method: str = "GET", signer: Signer = SIGNER, at: datetime = NOW, new: bool = True
) -> dict[str, str]:
    parts = urlsplit(link)
    return named_in(signer, method, parts.path, parts.query, at, lambda _app, _nonce: new)


@given(st.dictionaries(st.sampled_from(["open_id", "name", "company"]), ANYTHING, min_size=1))
def test_what_was_said_of_the_user_arrives_whatever_it_holds(about: dict[str, str]) -> None:
    assert opened(signed_link(SIGNER, "/m/enter", about, NOW)) == about


def test_what_was_added_behind_the_signature_is_not_read() -> None:
    link = signed_link(SIGNER, "/m/enter", {"open_id": "u-1"}, NOW)
    assert opened(f"{link}&open_id=u-2&name=x") == {"open_id": "u-1"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: link.replace("u-1", "u-2"),
        lambda link: link.replace("?", "?name=x&"),
        lambda link: link.replace("/m/enter", "/m/other"),
        lambda link: link.partition("&X-App-Id")[0],
        lambda link: link.replace("X-Nonce=", "X-Nonce=0"),
        lambda link: link[:-1] + ("0" if link[-1] != "0" else "1"),
        lambda link: link.replace("X-App-Id=nmg-12345", "X-App-Id=other"),
        lambda link: "/m/enter",
    ],
)
def test_a_changed_link_is_refused(spoil: object) -> None:
    link = signed_link(SIGNER, "/m/enter", {"open_id": "u-1"}, NOW)
    with pytest.raises(Unsigned):
        opened(spoil(link))  # type: ignore[operator]


def test_an_old_link_a_used_one_another_key_and_a_preview_are_refused() -> None:
    link = signed_link(SIGNER, "/m/enter", {"open_id": "u-1"}, NOW)
    for how in (
        {"at": NOW + timedelta(minutes=6)}, {"new": False}, {"signer": Signer("nmg-12345", b"x" * 32)}, {"method": "HEAD"},
    ):  # fmt: skip
        with pytest.raises(Unsigned):
            opened(link, **how)  # type: ignore[arg-type]

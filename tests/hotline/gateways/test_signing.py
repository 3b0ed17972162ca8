"""Signatures: the standard's SM3, and nothing passes that was not signed, fresh and new."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.errors import Unsigned
from hotline.gateways.signing import WINDOW, Signer, now_in_utc

SIGNER = Signer("nmg-12345", b"k" * 32)
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def verify(headers: dict[str, str], *, method: str = "POST", path: str = "/p", body: bytes = b"{}",
           now: datetime = NOW, new: bool = True, by: Signer = SIGNER) -> str:  # fmt: skip
    return by.verify(headers, method, path, body, now, lambda app, nonce: new)


def test_sm3_of_abc_is_that_of_the_standard() -> None:
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_signed_text_is_laid_out_as_documented() -> None:
    headers = SIGNER.headers("post", "/p?a=1", b"abc", NOW)
    sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    expected = hmac.HMAC(b"k" * 32, hashes.SM3())
    expected.update(f"POST\n/p?a=1\n{int(NOW.timestamp())}\n{headers['X-Nonce']}\n{sm3}".encode())
    assert headers["X-Signature"] == expected.finalize().hex()
    assert headers["X-App-Id"] == "nmg-12345"


@given(body=st.binary(max_size=200), path=st.text(max_size=30), method=st.sampled_from(["GET", "POST", "put"]))
def test_what_was_signed_is_believed(body: bytes, path: str, method: str) -> None:
    assert verify(SIGNER.headers(method, path, body, NOW), method=method, path=path, body=body) == "nmg-12345"


@given(body=st.binary(max_size=50), other=st.binary(max_size=50))
def test_another_body_is_not_believed(body: bytes, other: bytes) -> None:
    headers = SIGNER.headers("POST", "/p", body, NOW)
    if body != other:
        with pytest.raises(Unsigned, match="40001"):
            verify(headers, body=other)
    else:
        assert verify(headers, body=other) == "nmg-12345"


@pytest.mark.parametrize("changed", [{"method": "PUT"}, {"path": "/q"}, {"by": Signer("nmg-12345", b"x" * 32)}])
def test_another_method_path_or_key_is_not_believed(changed: dict[str, object]) -> None:
    with pytest.raises(Unsigned, match="签名不符"):
        verify(SIGNER.headers("POST", "/p", b"{}", NOW), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [-WINDOW, 0, WINDOW])
def test_a_timestamp_within_the_window_is_fresh(seconds: int) -> None:
    assert verify(SIGNER.headers("POST", "/p", b"{}", NOW + timedelta(seconds=seconds))) == "nmg-12345"


@pytest.mark.parametrize("seconds", [-WINDOW - 1, WINDOW + 1])
def test_a_timestamp_outside_the_window_is_refused(seconds: int) -> None:
    with pytest.raises(Unsigned, match="40002"):
        verify(SIGNER.headers("POST", "/p", b"{}", NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize("stamp", ["", "abc", "-5", "1.5", "١٢٣", "²", "9" * 13, "9" * 400, "9" * 5000])
def test_a_timestamp_that_is_none_is_refused_and_not_a_fault(stamp: str) -> None:
    with pytest.raises(Unsigned, match="40002"):
        verify({**SIGNER.headers("POST", "/p", b"{}", NOW), "X-Timestamp": stamp})


def test_a_nonce_that_was_used_is_a_replay() -> None:
    with pytest.raises(Unsigned, match="40003"):
        verify(SIGNER.headers("POST", "/p", b"{}", NOW), new=False)


def test_a_nonce_is_kept_only_once_the_signature_is_right() -> None:
    asked: list[tuple[str, str]] = []

    def remember(app: str, nonce: str) -> bool:
        asked.append((app, nonce))
        return True

    headers = SIGNER.headers("POST", "/p", b"{}", NOW)
    with pytest.raises(Unsigned):
        SIGNER.verify({**headers, "X-Signature": "0" * 64}, "POST", "/p", b"{}", NOW, remember)
    assert asked == []
    SIGNER.verify(headers, "POST", "/p", b"{}", NOW, remember)
    assert asked == [("nmg-12345", headers["X-Nonce"])]


@pytest.mark.parametrize("wrong", [{"X-App-Id": "other"}, {"X-Nonce": ""}, {"X-Nonce": "n" * 65}, {"X-Signature": "é"}])
def test_another_app_a_nonce_of_no_or_too_much_length_or_a_strange_signature_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Unsigned, match="40001"):
        verify({**SIGNER.headers("POST", "/p", b"{}", NOW), **wrong})


def test_a_message_without_headers_is_refused() -> None:
    with pytest.raises(Unsigned):
        verify({})


def test_no_two_messages_carry_the_same_nonce_and_the_clock_knows_its_zone() -> None:
    assert len({SIGNER.headers("POST", "/p", b"", NOW)["X-Nonce"] for _ in range(200)}) == 200
    assert now_in_utc().utcoffset() == timedelta(0)

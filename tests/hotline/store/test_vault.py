"""Personal fields open only with their key, in their place, and untouched (个人信息加密)."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from hotline.store.vault import NONCE, TAG, Unopenable, Vault

KEY, INDEX_KEY = bytes(range(16)), b"index key of the tests"
VAULT = Vault(KEY, INDEX_KEY)
PLACE = "requesters.phone.7"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(plain=WORDS, place=WORDS)
def test_what_was_sealed_opens_in_its_place(plain, place):
    assert VAULT.open(VAULT.seal(plain, place), place) == plain


@pytest.mark.parametrize(
    "place", ["staff.phone.7", "requesters.name.7", "requesters.phone.8", "requesters.phone.77", ""]
)
def test_it_does_not_open_in_another_table_column_or_row(place):
    sealed = VAULT.seal("13900001111", PLACE)
    with pytest.raises(Unopenable, match=f"{place} 的密文"):
        VAULT.open(sealed, place)


@given(key=st.binary(min_size=16, max_size=16).filter(lambda key: key != KEY))
def test_it_does_not_open_with_another_key(key):
    with pytest.raises(Unopenable):
        Vault(key, INDEX_KEY).open(VAULT.seal("13900001111", PLACE), PLACE)


@given(plain=WORDS, at=st.integers(0), flip=st.integers(1, 255))
def test_any_changed_byte_of_nonce_tag_or_text_is_noticed(plain, at, flip):
    key_id, _, body = VAULT.seal(plain, PLACE).partition(":")
    raw = bytearray(base64.b64decode(body))
    raw[at % len(raw)] ^= flip
    with pytest.raises(Unopenable):
        VAULT.open(f"{key_id}:{base64.b64encode(raw).decode()}", PLACE)


@given(cut=st.integers(0, 60))
def test_a_ciphertext_cut_short_is_unopenable(cut):
    sealed = VAULT.seal("内蒙古呼和浩特市赛罕区", PLACE)
    with pytest.raises(Unopenable):
        VAULT.open(sealed[:cut], PLACE)


@pytest.mark.parametrize("rubbish", ["", "k1:", "k1", "13900001111", "k1:@@@@", "k1:abc", "k1:汉字", "k1:" + "A" * 16])
def test_what_is_no_ciphertext_is_unopenable(rubbish):
    with pytest.raises(Unopenable):
        VAULT.open(rubbish, PLACE)


def test_the_same_text_is_sealed_differently_each_time_and_never_shows():
    one, other = VAULT.seal("13900001111", PLACE), VAULT.seal("13900001111", PLACE)
    assert one != other
    assert one.startswith("k1:")
    raw = base64.b64decode(one.partition(":")[2])
    assert len(raw) == NONCE + TAG + len("13900001111")
    assert b"13900001111" not in raw


@given(one=WORDS, other=WORDS)
def test_blind_indexes_are_equal_exactly_for_equal_texts(one, other):
    assert (VAULT.blind(one) == VAULT.blind(other)) == (one == other)
    assert Vault(bytes(16), INDEX_KEY).blind(one) == VAULT.blind(one)


def hmac_sm3(key: bytes, message: bytes) -> str:
    """HMAC as RFC 2104 writes it, over SM3."""

    def sm3(data: bytes) -> bytes:
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()

    padded = key.ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in padded) + message)
    return sm3(bytes(byte ^ 0x5C for byte in padded) + inner).hex()


def test_the_blind_index_is_stable_and_hangs_on_its_key():
    assert VAULT.blind("13900001111") == hmac_sm3(INDEX_KEY, b"13900001111")[:32]
    assert Vault(KEY, b"another").blind("13900001111") != VAULT.blind("13900001111")
    assert len(VAULT.blind("")) == 32

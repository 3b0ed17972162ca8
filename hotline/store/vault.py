"""Personal fields at rest (个人信息加密): SM4-GCM with the key's id in the ciphertext, and a blind index by HMAC-SM3.

The additional data is table.column.row, so that a ciphertext moved to another row or column does not open.
Sources: GB/T 32907 (SM4), GB/T 32905 (SM3); 个人信息保护法 第51条.
"""

import base64
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NONCE, TAG, INDEX = 12, 16, 16


class Unopenable(Exception):
    """A sealed field that this key, row or column does not open (密文无法解开)."""


@dataclass(frozen=True)
class Vault:
    """Seals and opens personal fields.

    Args:
        key: 16 bytes (SM4).
        index_key: for the blind index; any length.
        key_id: stands before each ciphertext, so that keys can be changed.
    """

    key: bytes
    index_key: bytes
    key_id: str = "k1"

    def seal(self, plain: str, place: str) -> str:
        """The ciphertext of a field.

        Args:
            plain: the field's text.
            place: table.column.row, bound to the ciphertext.
        """
        nonce = os.urandom(NONCE)
        sealer = Cipher(algorithms.SM4(self.key), modes.GCM(nonce)).encryptor()
        sealer.authenticate_additional_data(place.encode())
        body = sealer.update(plain.encode()) + sealer.finalize()
        return f"{self.key_id}:{base64.b64encode(nonce + sealer.tag + body).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """The field's text, or Unopenable."""
        key_id, _, body = sealed.partition(":")
        try:
            raw = base64.b64decode(body, validate=True)
            nonce, tag, secret = raw[:NONCE], raw[NONCE : NONCE + TAG], raw[NONCE + TAG :]
            opener = Cipher(algorithms.SM4(self.key), modes.GCM(nonce, tag)).decryptor()
            opener.authenticate_additional_data(place.encode())
            return (opener.update(secret) + opener.finalize()).decode()
        except (InvalidTag, ValueError):  # 后者：不是 Base64，或短得装不下随机数与校验码
            raise Unopenable(f"{place} 的密文（密钥 {key_id}）无法解开") from None

    def blind(self, plain: str) -> str:
        """The blind index of a field: equal texts have equal indexes, and nothing else can be read from it."""
        digest = hmac.HMAC(self.index_key, hashes.SM3())
        digest.update(plain.encode())
        return digest.finalize()[:INDEX].hex()

"""A picture that stands for a photo from the spot (模拟现场照片): a plain grey PNG, drawn here."""

import struct
import zlib

WIDTH, HEIGHT, GREY = 320, 240, 0x9A


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _drawn() -> bytes:
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    rows = b"".join(b"\x00" + bytes([GREY - row // 4]) * WIDTH for row in range(HEIGHT))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


PHOTO = _drawn()

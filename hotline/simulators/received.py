"""What a simulated system was told (收到的消息): one file, a message a line, so that it bears being killed."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Received:
    """Messages by their id, with how often each came (收到的消息)."""

    file: Path
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    nonces: set[tuple[str, str]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.touch()
        for line in self.file.read_text(encoding="utf-8").splitlines():
            message = json.loads(line)
            self.messages[message["message_id"]] = message
            self.times[message["message_id"]] = 1

    def keep(self, message: dict[str, Any]) -> None:
        """Keep a message once, however often it comes."""
        with self.lock:
            key = message["message_id"]
            self.times[key] = self.times.get(key, 0) + 1
            if key in self.messages:
                return
            self.messages[key] = message
            with self.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(message, ensure_ascii=False) + "\n")

    def is_new(self, app: str, nonce: str) -> bool:
        """Remember a nonce; False if it was used before."""
        with self.lock:
            new = (app, nonce) not in self.nonces
            self.nonces.add((app, nonce))
            return new

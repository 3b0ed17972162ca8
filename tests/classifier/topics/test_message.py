"""A message of the stream."""

from dataclasses import FrozenInstanceError
from datetime import datetime

import pytest

from classifier.topics.message import Message


def test_messages_stay_as_they_are_and_need_no_likes():
    message = Message("1", "甲", datetime(2026, 1, 1), "停暖", "家里冷")
    assert message.likes == 0
    with pytest.raises(FrozenInstanceError):
        message.likes = 3

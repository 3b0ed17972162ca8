"""What a simulated system was told: once each, and still there after it was killed."""

from hotline.simulators.received import Received


def test_a_message_is_kept_once_counted_and_still_there_after_a_restart(tmp_path):
    first = Received(tmp_path / "deep" / "received.jsonl")
    for _ in range(3):
        first.keep({"message_id": "a", "text": "甲"})
    first.keep({"message_id": "b", "text": "乙"})
    assert first.times == {"a": 3, "b": 1}
    again = Received(first.file)
    assert again.messages == first.messages
    assert again.times == {"a": 1, "b": 1}


def test_a_nonce_is_new_once(tmp_path):
    received = Received(tmp_path / "received.jsonl")
    assert received.is_new("app", "n")
    assert not received.is_new("app", "n")
    assert received.is_new("other", "n")

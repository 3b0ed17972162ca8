"""What the service is told from outside: every setting by its name, every mistake in one Chinese sentence (配置)."""

import stat
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.settings import Settings, WrongSettings, child_environment

HEX = "00112233445566778899aabbccddeeff"
OTHERWISE = {
    "env": ("production", "production"),
    "state": ("/var/lib/hotline", Path("/var/lib/hotline")),
    "database_url": ("postgresql+psycopg://db/hotline", "postgresql+psycopg://db/hotline"),
    "redis_url": ("redis://queue/0", "redis://queue/0"),
    "secret_key": (HEX, HEX),
    "field_key": (HEX, HEX),
    "index_key": (HEX, HEX),
    "mengsuban_url": ("https://mengsuban.example", "https://mengsuban.example"),
    "mengsuban_app": ("nmg-test", "nmg-test"),
    "mengsuban_key": (HEX, HEX),
    "sms_url": ("https://sms.example", "https://sms.example"),
    "sms_app": ("nmg-sms", "nmg-sms"),
    "sms_key": (HEX, HEX),
    "calls_app": ("exchange", "exchange"),
    "calls_key": (HEX, HEX),
    "webhook_networks": ("10.1.0.0/16, 127.0.0.0/8", "10.1.0.0/16, 127.0.0.0/8"),
    "embed_ancestors": ("https://a.example https://*.b.example:8443", "https://a.example https://*.b.example:8443"),
    "tls": ("true", True),
    "auto_accuracy": ("0.75", 0.75),
    "workers": ("7", 7),
    "threads": ("9", 9),
    "models": ("/srv/models", Path("/srv/models")),
}
WRONG = [
    ("env", "prodution"),
    ("env", "Production"),
    ("tls", "ja"),
    ("tls", "yes"),
    ("webhook_networks", "内网"),
    ("webhook_networks", "10.1.0.0/99"),
    ("embed_ancestors", "a.example; script-src *"),
    ("workers", "two"),
    ("workers", ""),
    ("workers", "0"),
    ("workers", "-1"),
    ("threads", "3.5"),
    ("threads", "0"),
    ("auto_accuracy", "high"),
    ("auto_accuracy", "1.5"),
    ("auto_accuracy", "-0.1"),
    ("auto_accuracy", "nan"),
    ("field_key", "not hex"),
    ("field_key", "0011"),
    ("secret_key", "zz"),
    ("index_key", "abc"),
    ("mengsuban_key", "密钥"),
]


def test_this_test_knows_every_setting():
    assert set(OTHERWISE) == {field.name for field in fields(Settings)}


@pytest.mark.parametrize("name", OTHERWISE)
def test_each_setting_is_read_from_its_variable(name):
    said, expected = OTHERWISE[name]
    found = Settings.from_env({f"HOTLINE_{name.upper()}": said})
    assert getattr(found, name) == expected
    assert type(getattr(found, name)) is type(getattr(Settings(), name)) or name in ("state", "models")
    others = {field.name for field in fields(Settings)} - {name}
    assert all(getattr(found, other) == getattr(Settings(), other) for other in others)


@pytest.mark.parametrize(("name", "said"), WRONG)
def test_a_wrong_value_is_one_chinese_sentence_that_names_the_variable(name, said):
    with pytest.raises(WrongSettings) as told:
        Settings.from_env({f"HOTLINE_{name.upper()}": said})
    sentence = str(told.value)
    assert f"HOTLINE_{name.upper()}" in sentence
    assert "应为" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["secret_key", "field_key", "index_key", "mengsuban_key", "sms_key", "calls_key"])
def test_a_wrong_key_is_not_repeated_in_the_message(name):
    with pytest.raises(WrongSettings) as told:
        Settings.from_env({f"HOTLINE_{name.upper()}": "my-secret-that-is-no-hex"})
    assert "my-secret" not in str(told.value)


def test_words_that_are_not_ours_are_not_read():
    assert Settings.from_env({"WORKERS": "9", "HOTLINE_UNHEARD_OF": "1", "hotline_workers": "9"}) == Settings()


@given(
    tls=st.booleans(), workers=st.integers(1, 64), threshold=st.floats(0, 1), app=st.text("abc-12", min_size=1),
    env=st.sampled_from(["development", "test", "production"]),
)  # fmt: skip
def test_a_child_process_reads_the_same_settings(tls, workers, threshold, app, env):
    ours = Settings(env=env, tls=tls, workers=workers, auto_accuracy=threshold, mengsuban_app=app, field_key=HEX)
    handed = child_environment(ours, MORE="words")
    assert Settings.from_env(handed) == ours
    assert handed["MORE"] == "words"


def test_a_key_is_made_once_kept_private_and_used_again(tmp_path):
    settings = Settings(state=tmp_path)
    first = settings.key("field_key")
    assert len(first) == 16
    assert len(settings.key("index_key")) == 32
    assert settings.key("field_key") == Settings(state=tmp_path).key("field_key") == first
    kept = tmp_path / "keys" / "field_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert sorted(path.name for path in kept.parent.iterdir()) == ["field_key", "index_key"]


def test_a_key_that_is_given_is_taken_and_none_is_made(tmp_path):
    assert Settings(state=tmp_path, field_key=HEX).key("field_key") == bytes.fromhex(HEX)
    assert list(tmp_path.iterdir()) == []


def test_production_makes_no_key_of_its_own(tmp_path):
    with pytest.raises(WrongSettings, match="HOTLINE_SECRET_KEY"):
        Settings(env="production", state=tmp_path).key("secret_key")
    assert list(tmp_path.iterdir()) == []

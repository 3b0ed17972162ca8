"""What a password must be (密码规则): long, not easily guessed; and one-time passwords that can be read over a table."""

import secrets
from datetime import timedelta

SHORTEST, LONGEST = 10, 128
FEWEST_KINDS = 5  # 至少这么多个不同的字符
ONCE_LASTS = timedelta(days=3)
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"  # 不含易混的 i l o 0 1
RUNS = "01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm"
COMMON = frozenset({
    "1q2w3e4r5t", "1qaz2wsx3edc", "1qaz@wsx3edc", "123456789a", "12345678910", "a123456789", "aa123456789",
    "abc1234567", "abc123456789", "abcd123456", "admin12345", "admin123456", "admin@12345", "administrator",
    "hotline12345", "iloveyou123", "nmg12345nmg", "p@ssw0rd123", "passw0rd123", "password12", "password123",
    "password1234", "q1w2e3r4t5", "qwer123456", "qwerty12345", "qwerty123456", "root123456", "welcome123",
    "woaini1314", "woaini1314520", "zxcvbnm123", "zxcvbnm123456",
})  # fmt: skip


def weakness(account: str, password: str) -> str:
    """Why this must not be the password of that account, in one sentence; empty if it may be (密码弱在哪里)."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 位"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 位"
    if plain == account.casefold():
        return "密码不能与账号相同"
    if plain in COMMON or plain in RUNS or len(set(plain)) < FEWEST_KINDS:
        return "密码太常见或太简单，请换一个不易猜到的"
    return ""


def one_time_password() -> str:
    """A password for one sign-in, of letters and digits that are not taken for each other (一次性密码)."""
    return "-".join("".join(secrets.choice(LEGIBLE) for _ in range(4)) for _ in range(3))

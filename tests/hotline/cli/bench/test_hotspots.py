"""The replay of a stream: a matter of many is raised on the day when it is one, and told with its figures (热点回放)."""

import csv
import random
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from hotline.cli.bench.hotspots import STREAM, hotspots, replay, shuffled, stream_of

START = datetime(2026, 1, 1, 8)
CHARACTERS = [chr(code) for code in range(0x4E00, 0x5600)]
BURST = START + timedelta(days=70)


@pytest.fixture
def folder(tmp_path):
    """A stream of two hundred unlike messages over ninety days and eight of one matter in its eleventh week."""
    dice = random.Random(5)
    rows = [
        (
            START + timedelta(days=dice.uniform(0, 90)),
            f"u{n}",
            "".join(dice.choices(CHARACTERS, k=8)),
            "".join(dice.choices(CHARACTERS, k=40)),
        )
        for n in range(200)
    ]
    rows += [
        (
            BURST + timedelta(hours=9 * n),
            f"v{n}",
            "云帆佳苑旁边搅拌站噪音粉尘",
            "云帆佳苑业主反映搅拌站夜间噪音粉尘扰民",
        )
        for n in range(8)
    ]
    with (tmp_path / STREAM).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "user", "time", "title", "text"])
        out.writerows(
            (n, user, f"{at:%Y/%m/%d %H:%M:%S}", title, text) for n, (at, user, title, text) in enumerate(rows)
        )
    return tmp_path


def test_the_matter_is_raised_once_after_its_fifth_person(folder):
    raised = list(replay(stream_of(folder / STREAM)))
    assert len(raised) == 1
    assert BURST + timedelta(hours=36) <= raised[0].at <= BURST + timedelta(days=3)
    assert len(raised[0].messages) >= 5


def test_shuffling_deals_the_same_dates_out_anew(folder):
    messages = stream_of(folder / STREAM)
    dealt = shuffled(messages, 1)
    assert [one.at for one in dealt] == [one.at for one in messages]
    assert sorted(one.title for one in dealt) == sorted(one.title for one in messages)
    assert [one.title for one in dealt] != [one.title for one in messages]


def test_the_command_tells_when_each_known_topic_was_raised(folder):
    told = CliRunner().invoke(
        hotspots, ["--data", str(folder), "--every", "3", "--known", "搅拌站=云帆佳苑", "--known", "路灯=路灯不亮"]
    )
    assert told.exit_code == 0, told.output
    assert "搅拌站　2026-03-1" in told.output
    assert "路灯　没有报出（共 0 件）" in told.output
    assert "打乱日期（第 1 次）" in told.output


def test_a_file_or_a_folder_without_the_stream_is_told_in_one_sentence(tmp_path):
    (tmp_path / "messages.csv").write_text("x", encoding="utf-8")
    for given, said in ((tmp_path, "没有 messages_stream.csv"), (tmp_path / "messages.csv", "is a file")):
        answer = CliRunner().invoke(hotspots, ["--data", str(given)])
        assert answer.exit_code == 2 and said in answer.output and "Traceback" not in answer.output

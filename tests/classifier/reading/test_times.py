"""Times as people tell them, resolved from a given moment."""

from datetime import datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading.times import times

NOW = datetime(2025, 11, 23, 10, 0)  # 星期日


@pytest.mark.parametrize(
    ("text", "written", "kind", "iso"),
    [
        ("2025年11月3日停的水", "2025年11月3日", "日期", "2025-11-03"),
        ("2025-11-03报的修", "2025-11-03", "日期", "2025-11-03"),
        ("2024/5/6签的", "2024/5/6", "日期", "2024-05-06"),
        ("二〇二四年五月交的", "二〇二四年五月", "日期", "2024-05"),
        ("23年5月交的钱", "23年5月", "日期", "2023-05"),
        ("今年9月20日", "今年9月20日", "日期", "2025-09-20"),
        ("去年冬天就这样", "去年冬天", "日期", "2024-12"),
        ("今年年初", "今年年初", "日期", "2025-01"),
        ("去年年底签的", "去年年底", "日期", "2024-12"),
        ("前年国庆", "前年国庆", "日期", "2023-10-01"),
        ("上个月15号", "上个月15号", "日期", "2025-10-15"),
        ("上个月底", "上个月底", "日期", "2025-10"),
        ("6月份", "6月份", "日期", "2025-06"),
        ("12月31日出的事", "12月31日", "日期", "2024-12-31"),
        ("12月31日前办完", "12月31日", "日期", "2025-12-31"),
        ("十月二十号左右", "十月二十号", "日期", "2025-10-20"),
        ("26号那天", "26号", "日期", "2025-10-26"),
        ("15号报名截止", "15号", "日期", "2025-12-15"),
        ("昨晚没电", "昨晚", "日期", "2025-11-22"),
        ("昨儿个", "昨儿个", "日期", "2025-11-22"),
        ("大前天", "大前天", "日期", "2025-11-20"),
        ("后天开学", "后天", "日期", "2025-11-25"),
        ("周三去办", "周三", "日期", "2025-11-19"),
        ("上周五下午三点", "上周五下午三点", "日期", "2025-11-14T15:00"),
        ("下周一开庭", "下周一", "日期", "2025-11-24"),
        ("礼拜天", "礼拜天", "日期", "2025-11-23"),
        ("上个星期", "上个星期", "日期", "2025-W46"),
        ("三年前", "三年前", "日期", "2022"),
        ("半个月前", "半个月前", "日期", "2025-11-08"),
        ("昨天晚上十点多", "昨天晚上十点多", "日期", "2025-11-22T22:00"),
        ("昨天半夜一点", "昨天半夜一点", "日期", "2025-11-23T01:00"),
        ("六月二十八日晚八点四十", "六月二十八日晚八点四十", "日期", "2025-06-28T20:40"),
        ("早上六点半", "早上六点半", "时刻", "06:30"),
        ("22:30还在施工", "22:30", "时刻", "22:30"),
        ("上午9时30分", "上午9时30分", "时刻", "09:30"),
        ("中午一点", "中午一点", "时刻", "13:00"),
        ("晚上十二点", "晚上十二点", "时刻", "00:00"),
        ("三点一刻", "三点一刻", "时刻", "03:15"),
        ("十二点半", "十二点半", "时刻", "12:30"),
        ("停水三天了", "三天了", "持续", "2025-11-20"),
        ("连续两个月没发", "连续两个月没", "持续", "2025-09"),
        ("已经半个月了", "已经半个月了", "持续", "2025-11-08"),
        ("两个多月没发", "两个多月没", "持续", "2025-09"),
        ("等了四十分钟", "等了四十分钟", "持续", "2025-11-23"),
        ("从上个月15号到现在没发工资", "从上个月15号到现在", "起始", "2025-10-15"),
        ("自2023年8月以来", "自2023年8月以来", "起始", "2023-08"),
        ("打前天起", "打前天起", "起始", "2025-11-21"),
        ("从春节开始", "从春节开始", "起始", "2025-01-29"),
        ("从去年开始", "从去年开始", "起始", "2024"),
        ("每天晚上十点施工", "每天晚上十点", "周期", ""),
        ("每周三", "每周三", "周期", ""),
        ("天天半夜吵", "天天半夜", "周期", ""),
        ("一到冬天就不热", "一到冬天", "周期", ""),
        ("周末也施工", "周末", "周期", ""),
        ("国庆期间", "国庆期间", "节日", "2025-10-01"),
        ("大年三十", "大年三十", "节日", "2025-01-28"),
        ("八月十五", "八月十五", "节日", "2025-10-06"),
        ("元旦前能修好不", "元旦", "节日", "2026-01-01"),
        ("那达慕的时候", "那达慕", "节日", ""),
        ("半夜装修", "半夜", "时段", ""),
        ("入冬就漏", "入冬", "季节", ""),
        ("七个工作日内", "七个工作日内", "时长", ""),
        ("欠我三个月工资", "三个月", "时长", ""),
    ],
)
def test_a_time_is_told_as_written_with_its_kind_and_date(text, written, kind, iso):
    (found,) = times(text, NOW)
    assert (found.text, found.kind, found.iso) == (written, kind, iso)


@pytest.mark.parametrize(
    "text",
    [
        "3号楼停水",
        "五号线",
        "二年级",
        "一点办法没有",
        "三点建议",
        "年检",
        "晚",
        "一到",
        "2号院",
        "五点要求",
        "月饼",
        "12345",
        "",
    ],
)
def test_what_is_no_time(text):
    assert times(text, NOW) == []


def test_a_range_is_two_times_and_all_come_in_their_order():
    found = times("每天晚上十点到凌晨两点施工,从上周五开始,已经一周了", NOW)
    assert [(one.text, one.kind) for one in found] == [
        ("每天晚上十点", "周期"),
        ("凌晨两点", "时刻"),
        ("从上周五开始", "起始"),
        ("已经一周了", "持续"),
    ]


def test_a_day_that_does_not_exist_is_told_without_a_date():
    (found,) = times("2月30日", NOW)
    assert found.text == "2月30日" and found.iso == ""


@pytest.mark.parametrize(
    ("feast", "name"),
    [("春节", "Chinese New Year (Spring Festival)"), ("清明", "Tomb-Sweeping Day"), ("端午", "Dragon Boat Festival")],
)
@pytest.mark.parametrize("year", range(2023, 2031))
def test_lunar_festivals_stand_on_their_days(feast, name, year):
    days = [
        day for day, told in sorted(holidays.country_holidays("CN", years=year).items()) if name in told.split("; ")
    ]
    (found,) = times(feast, datetime(year, 12, 31))
    assert found.iso == days[0].isoformat()


@given(st.dates(min_value=datetime(2001, 1, 1).date(), max_value=datetime(2099, 12, 31).date()))
def test_every_full_date_is_read_back(day):
    for written in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}/{day.month}/{day.day}"):
        (found,) = times(f"于{written},", NOW)
        assert found.iso == day.isoformat()


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)), st.integers(1, 60))
def test_days_of_lasting_are_counted_back(now, days):
    (found,) = times(f"停水{days}天了", now)
    assert found.iso == (now.date() - timedelta(days=days)).isoformat()


@given(st.text(max_size=120), st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9990, 1, 1)))
def test_any_text_can_be_read(text, now):
    assert all(one.text in text for one in times(text, now))


@given(st.text("零一二三四五六七八九十百0123456789年月日号点时周天前了从到去今明半早晚每个", max_size=30))
def test_any_jumble_of_time_words_can_be_read(text):
    assert all(one.text in text for one in times(text, NOW))

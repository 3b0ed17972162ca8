"""Charts and the tile map as pictures: the same bytes each time, with a font of our own."""

import pytest

from hotline.papers.report.pictures import TYPE, draw, off_the_map

BLOCKS = range(2, 7)


@pytest.mark.parametrize("at", BLOCKS)
def test_a_picture_is_a_png_and_the_same_bytes_each_time(printed, at):
    block = printed.manuscript.figures["chapters"][0]["blocks"][at]
    first = draw(block, "15")
    assert first.startswith(b"\x89PNG") and len(first) > 5000 and first == draw(block, "15")
    assert b"tIME" not in first and TYPE == "Noto Sans SC"


def test_what_stands_on_no_square_is_said(printed):
    tiles = printed.manuscript.figures["chapters"][0]["blocks"][6]
    assert off_the_map(tiles, "15") == "另有 7 件地点未定，未在图上标示。"
    assert off_the_map({**tiles, "tiles": tiles["tiles"][:2]}, "15") == ""


def test_what_cannot_be_drawn_raises(printed):
    line = printed.manuscript.figures["chapters"][0]["blocks"][2]
    with pytest.raises(ValueError, match="labels"):
        draw({**line, "labels": []}, "15")

"""Boards (专题看板): one subject each, told as blocks of a report, so that screen, picture and table are the same."""

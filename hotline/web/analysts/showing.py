"""How a report's blocks are shown on screen (报告的屏幕写法): cells, charts as ECharts options, tile maps."""

from datetime import date
from typing import Any

from flask import g

from hotline.domain.analysis.document import shown
from hotline.web.atlas import TileMap, received_map
from hotline.web.naming import names_for

DIGITS = "零一二三四五六七八九十"
INK = {"color": "#374151"}
GRID = {"left": 8, "right": 24, "top": 32, "bottom": 8, "containLabel": True}


def in_chinese(number: int) -> str:
    """The number of a chapter: 一 to 十."""
    return DIGITS[number]


def chart_option(block: dict[str, Any]) -> dict[str, Any]:
    """The ECharts option of a chart block."""
    return {"aria": {"enabled": True, "label": {"description": block["alternative"]}}, **SHAPES[block["shape"]](block)}


def _line(block: dict[str, Any]) -> dict[str, Any]:
    series = [
        {"name": one["name"], "type": "line", "data": one["values"], "symbolSize": 7, "label": {"show": True}}
        for one in block["series"]
    ]
    return {**_axes(block), "tooltip": {"trigger": "axis"}, "legend": {"top": 0}, "series": series}


def _bar(block: dict[str, Any]) -> dict[str, Any]:
    series = [
        {"name": one["name"], "type": "bar", "barMaxWidth": 18, "data": one["values"], "label": {"show": True, "position": "top"}}
        for one in block["series"]
    ]  # fmt: skip
    return {**_axes(block), "tooltip": {"trigger": "axis"}, "legend": {"top": 0}, "series": series}


def _pareto(block: dict[str, Any]) -> dict[str, Any]:
    bars, running = block["series"][0], block["series"][-1]
    axes = _axes(block)
    axes["yAxis"] = [
        axes["yAxis"],
        {"type": "value", "max": 1, "min": 0, "axisLabel": INK, "splitLine": {"show": False}},
    ]
    axes["xAxis"] = {**axes["xAxis"], "axisLabel": {**INK, "rotate": 40, "interval": 0}}
    series = [
        {"name": bars["name"], "type": "bar", "barMaxWidth": 18, "data": bars["values"]},
        {"name": running["name"], "type": "line", "yAxisIndex": 1, "data": running["values"], "symbolSize": 5},
    ]
    return {**axes, "tooltip": {"trigger": "axis"}, "legend": {"top": 0}, "series": series}


def _heat(block: dict[str, Any]) -> dict[str, Any]:
    points = [[hour, day, value] for day, one in enumerate(block["series"]) for hour, value in enumerate(one["values"])]
    most = max((value or 0 for _, _, value in points), default=0)
    return {
        "tooltip": {}, "grid": {**GRID, "bottom": 40},
        "xAxis": {"type": "category", "data": block["labels"], "axisLabel": INK},
        "yAxis": {"type": "category", "data": [one["name"] for one in block["series"]], "axisLabel": INK, "inverse": True},
        "visualMap": {"min": 0, "max": max(1, most), "orient": "horizontal", "left": "center", "bottom": 0,
                      "inRange": {"color": ["#eef4ff", "#0052d9"]}},
        "series": [{"type": "heatmap", "data": points}],
    }  # fmt: skip


def _axes(block: dict[str, Any]) -> dict[str, Any]:
    return {
        "grid": dict(GRID),
        "xAxis": {"type": "category", "data": block["labels"], "axisTick": {"show": False}, "axisLabel": INK},
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": INK},
    }


SHAPES = {"line": _line, "bar": _bar, "pareto": _pareto, "heat": _heat}


def report_tiles(block: dict[str, Any], region: str, first: date, last: date) -> TileMap | None:
    """The tile map of a map block; None where the region has nothing below it."""
    return received_map(names_for(g.work), region, block["tiles"], block["title"], first, last)


FILTERS = {
    "figure_cell": shown,
    "chart_option": chart_option,
    "report_tiles": report_tiles,
    "in_chinese": in_chinese,
}

"""Geometry of the pictures: line charts of rival estimates, and maps. Templates draw them as SVG."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import peru_narco_data
from texts import number

WIDTH, HEIGHT = 760, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 10, 24, 30
MAP_WIDTH = 420
# Upper ends of the classes of the map, in hectares; the last is open.
BINS = (500, 1000, 2500, 5000, 10000, 15000)


def line_chart(series: list[dict[str, Any]], unit: str) -> dict[str, Any] | None:
    """Where to draw rival series: axes, a path and points for each; None where fewer than two years have a figure.

    Each series has ``key``, ``name`` and ``points``; a point has ``year``, ``value``, ``low``, ``high``, ``basis``,
    ``title`` and ``main`` (on the line, or a further published figure beside it). A line is broken where a year is
    missing or the basis changes.
    """
    points = [point for one in series for point in one["points"]]
    years = sorted({point["year"] for point in points})
    if len(years) < 2:
        return None
    top = max(max(p["value"], p["high"] or 0) for p in points)
    ticks = _ticks(top)
    first, last = years[0], years[-1]

    def x(year: float) -> float:
        return round(_LEFT + (year - first) / (last - first) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / ticks[-1] * (HEIGHT - _TOP - _BOTTOM), 1)

    drawn = []
    for one in series:
        path, before = [], None
        main = sorted((p for p in one["points"] if p["main"]), key=lambda p: p["year"])
        for point in main:
            joined = before and point["year"] == before["year"] + 1 and point["basis"] == before["basis"]
            path.append(f"{'L' if joined else 'M'}{x(point['year'])} {y(point['value'])}")
            before = point
        marks = [
            {
                **point,
                "x": x(point["year"]),
                "y": y(point["value"]),
                "y_low": y(point["low"]) if point["low"] is not None else None,
                "y_high": y(point["high"]) if point["high"] is not None else None,
            }
            for point in sorted(one["points"], key=lambda p: (p["main"], p["year"], p["value"]))
        ]
        drawn.append({"key": one["key"], "name": one["name"], "path": "".join(path), "marks": marks})
    step = next(s for s in (1, 2, 5, 10, 20) if (last - first) / s <= 9)
    shown = [year for year in range(first, last + 1) if year % step == 0]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "right": WIDTH - _RIGHT,
        "bottom": HEIGHT - _BOTTOM,
        "unit": unit,
        "first": first,
        "last": last,
        "series": drawn,
        "rows": [{"y": y(tick), "text": number(tick)} for tick in ticks],
        "columns": [{"x": x(year), "text": str(year)} for year in shown],
    }


def _ticks(top: float) -> list[float]:
    """From nought to a round number at or above the top, in three to six steps."""
    power = 10.0 ** (len(str(int(top))) - 1) if top >= 1 else 10.0 ** -next(n for n in range(1, 9) if top * 10**n >= 1)
    step = next(power * part for part in (0.2, 0.25, 0.5, 1, 2, 2.5) if power * part * 6 >= top)
    count = int(-(-top // step))
    return [round(step * at, 10) for at in range(count + 1)]


@cache
def land() -> dict[str, Any]:
    """Peru's departamentos as paths of an SVG, by ISO code, and how a place of the earth falls on them."""
    folder = Path(peru_narco_data.__file__).parent / "maps"
    with open(folder / "departamentos.topo.json", encoding="utf-8") as stream:
        topology = json.load(stream)
    (across, down), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        at_x = at_y = 0
        line = []
        for step_x, step_y in arc:
            at_x, at_y = at_x + step_x, at_y + step_y
            line.append((at_x * across + west, at_y * down + south))
        arcs.append(line)
    every = [spot for arc in arcs for spot in arc]
    left, right = min(x for x, _ in every), max(x for x, _ in every)
    bottom, top = min(y for _, y in every), max(y for _, y in every)
    squeeze = 0.9866  # cosine of the latitude in the middle of Peru
    scale = (MAP_WIDTH - 8) / ((right - left) * squeeze)

    def spot(longitude: float, latitude: float) -> tuple[float, float]:
        return round(4 + (longitude - left) * squeeze * scale, 1), round(4 + (top - latitude) * scale, 1)

    def ring(indexes: list[int]) -> str:
        line: list[tuple[float, float]] = []
        for index in indexes:
            part = arcs[index] if index >= 0 else arcs[~index][::-1]
            line += part[1:] if line else part
        return "M" + "L".join("{} {}".format(*spot(x, y)) for x, y in line) + "Z"

    paths = {}
    for shape in topology["objects"]["pe"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        paths[shape["properties"]["iso"]] = "".join(ring(r) for polygon in polygons for r in polygon)
    return {
        "width": MAP_WIDTH,
        "height": round(8 + (top - bottom) * scale),
        "paths": dict(sorted(paths.items())),
        "spot": spot,
        "inside": lambda x, y: left <= x <= right and bottom <= y <= top,
    }


def bin_of(value: float) -> int:
    """The class of a figure on the map."""
    return sum(value >= end for end in BINS)

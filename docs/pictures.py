"""Draws the pictures of the README into docs/pictures.

python docs/pictures.py            # draw
python docs/pictures.py --check    # draw nothing; exit with 1 where a picture is stale

A picture is fresh while the chart's specification, data included, is the one it was drawn from: its digest stands
in the last line of the file.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from peru_narco_data import charts

FOLDER = Path(__file__).parent / "pictures"
DRAWN = {
    "rival_area.en": lambda: charts.rival_area(),
    "rival_area.es": lambda: charts.rival_area(lang="es"),
    "area_map.en": lambda: charts.area_map(),
    "area_map.es": lambda: charts.area_map(lang="es"),
}


def digest(chart: Any) -> str:
    """Digest of what the chart shows; the version of the drawing library does not count."""
    specification = chart.to_dict()
    specification.pop("$schema")
    text = json.dumps(specification, sort_keys=True, default=str)
    return f"<!-- {hashlib.sha256(text.encode()).hexdigest()} -->\n"


def stale() -> list[str]:
    found = []
    for name, draw in DRAWN.items():
        path = FOLDER / f"{name}.svg"
        if not path.is_file() or not path.read_text(encoding="utf-8").endswith(digest(draw())):
            found.append(path.name)
    return found


def draw_all() -> None:
    import vl_convert

    FOLDER.mkdir(exist_ok=True)
    for name, draw in DRAWN.items():
        chart = draw()
        svg = vl_convert.vegalite_to_svg(chart.to_json())
        (FOLDER / f"{name}.svg").write_text(svg + "\n" + digest(chart), encoding="utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv:
        old = stale()
        print("\n".join(f"stale: {name}" for name in old))
        sys.exit(1 if old else 0)
    draw_all()

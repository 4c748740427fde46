"""Pictures of the figures, claims and events, one function each; needs the extra ``plot``.

Each returns an Altair chart: show it in a notebook, or ``chart.save("area.svg")`` (or ``.png``), which needs no
browser. Gaps in a series are drawn as gaps; each picture names its sources. Colours are told apart by people who
do not tell red from green, and shapes repeat them.
"""

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from peru_narco_data import contract
from peru_narco_data.loading import load
from peru_narco_data.messages import LANGUAGES, refuse
from peru_narco_data.preferring import BOUNDS
from peru_narco_data.series import production
from peru_narco_data.views import claims, events

if TYPE_CHECKING:
    import altair
    import pandas

# Okabe and Ito's palette.
_BLUE, _ORANGE, _GREEN, _GREY = "#0072B2", "#D55E00", "#009E73", "#767676"
_WIDTH, _HEIGHT = 620, 320

# A thin blank between thousands reads well in either language.
_THOUSANDS = "replace(format(datum.value, ',d'), ',', '\u202f')"

# Of several bases of one year the first of these that is there; each picture says so.
_AREA_BASES = ("net_31_december", "net", "not_stated", "before_eradication")
_PRICE_BASES = ("arithmetic_mean", "not_stated")

_WORDS = {
    "en": {
        "andean": "Area under coca in the Andean countries",
        "andean_note": "Hectares. Net of eradication at 31 December where the source says so.",
        "andean_source": "UNODC surveys; for Peru from 2018, Devida",
        "rivals": "Two estimates of the area under coca in Peru",
        "rivals_note": "Hectares. Bars span the figures published for a year, from the lowest to the highest.",
        "rivals_source": "UNODC and, from 2018, Devida; US Government",
        "un": "UNODC, Devida",
        "us": "US Government",
        "map": "Area under coca by departamento",
        "map_note": "Hectares. Grey: no figure in the table.",
        "map_source": "UNODC and Devida; borders: Natural Earth",
        "eradication": "Coca eradicated in Peru, and area under coca",
        "eradication_note": "Hectares. A year without a bar or point has no preferred figure.",
        "eradication_source": "Government of Peru (eradication); UNODC and Devida (area)",
        "eradicated": "Eradicated in the year",
        "area": "Area under coca",
        "price": "Farm-gate price of coca leaf in Peru",
        "price_note": "US dollars of the time per kilogram of dry leaf; arithmetic mean where the source says so.",
        "price_source": "UNODC; Devida where marked",
        "yearly": "Year (UNODC)",
        "monthly": "Month",
        "network": "Who said what about whom: {}",
        "network_note": "A line says that someone said something, not that it is so. Its end is whom it is about.",
        "network_foot": "Source: peru-narco-data {}, claims of the matter {}.",
        "direct": "says that someone did wrong",
        "implied": "lets a reader infer a part in it",
        "reply": "denial or answer",
        "nobody": "someone not named",
        "events": "What happened: {}",
        "events_note": "Official acts and what nobody disputes. An arrest or a charge says nothing of guilt.",
        "events_foot": "Source: peru-narco-data {}, events of the matter {}.",
        "decimals": "format(datum.value, '.2f')",
        "foot": "Source: {}. peru-narco-data {}, preferred figures.",
    },
    "es": {
        "andean": "Superficie cultivada con coca en los países andinos",
        "andean_note": "Hectáreas. Neta de erradicación al 31 de diciembre cuando la fuente lo dice.",
        "andean_source": "monitoreos de la UNODC; para el Perú desde 2018, Devida",
        "rivals": "Dos estimaciones de la superficie con coca en el Perú",
        "rivals_note": "Hectáreas. Las barras abarcan las cifras publicadas de un año, de la menor a la mayor.",
        "rivals_source": "UNODC y, desde 2018, Devida; Gobierno de los Estados Unidos",
        "un": "UNODC, Devida",
        "us": "Gobierno de EE. UU.",
        "map": "Superficie con coca por departamento",
        "map_note": "Hectáreas. Gris: sin cifra en la tabla.",
        "map_source": "UNODC y Devida; límites: Natural Earth",
        "eradication": "Coca erradicada en el Perú y superficie con coca",
        "eradication_note": "Hectáreas. Un año sin barra o punto no tiene cifra preferida.",
        "eradication_source": "Gobierno del Perú (erradicación); UNODC y Devida (superficie)",
        "eradicated": "Erradicada en el año",
        "area": "Superficie con coca",
        "price": "Precio en chacra de la hoja de coca en el Perú",
        "price_note": "Dólares corrientes por kilogramo de hoja seca; media aritmética cuando la fuente lo dice.",
        "price_source": "UNODC; Devida donde se marca",
        "yearly": "Año (UNODC)",
        "monthly": "Mes",
        "network": "Quién dijo qué de quién: {}",
        "network_note": "Una línea dice que alguien dijo algo, no que sea así. Termina en aquel de quien se habla.",
        "network_foot": "Fuente: peru-narco-data {}, afirmaciones del asunto {}.",
        "direct": "dice que alguien obró mal",
        "implied": "deja inferir una participación",
        "reply": "desmentido o respuesta",
        "nobody": "alguien sin nombrar",
        "events": "Qué ocurrió: {}",
        "events_note": "Actos oficiales y lo que nadie discute. Una detención o una acusación nada dice de culpa.",
        "events_foot": "Fuente: peru-narco-data {}, sucesos del asunto {}.",
        "decimals": "replace(format(datum.value, '.2f'), '.', ',')",
        "foot": "Fuente: {}. peru-narco-data {}, cifras preferidas.",
    },
}


def andean_area(lang: str = "en") -> "altair.TopLevelMixin":
    """Area under coca in Peru, Colombia and Bolivia by year, in hectares: UNODC, and Devida for Peru from 2018.

    Returns an Altair chart. Raises ValueError for an unknown language, ImportError without the extra ``plot``.
    """
    alt, words = _altair(), _words(lang)
    places = load("places").set_index("place_id")["place_name" if lang == "en" else "place_name_es"]
    parts = []
    for place in ("country-peru", "country-colombia", "country-bolivia"):
        series = _un_area(place)
        parts.append(series.assign(name=places[place]))
    names = [str(part["name"].iloc[0]) for part in parts]
    chart = _lines(alt, _joined(parts), names, [_ORANGE, _BLUE, _GREEN])
    return _finish(alt, chart, words, "andean")


def rival_area(lang: str = "en") -> "altair.TopLevelMixin":
    """The UN's and the US Government's area under coca in Peru by year, in hectares, with revisions as bars.

    Returns an Altair chart. Raises ValueError for an unknown language, ImportError without the extra ``plot``.
    """
    alt, words = _altair(), _words(lang)
    lines, bars = [], []
    for name, estimators in ((words["un"], ("unodc", "devida")), (words["us"], ("us-government",))):
        series = _un_area("country-peru") if "unodc" in estimators else _line("country-peru", estimators)
        lines.append(series.assign(name=name))
        every = production("coca_cultivation_area", "country-peru", estimators)
        every = every[(every["estimator_id"] != "devida") | (every["period_start"].dt.year >= 2018)]
        every = every[(every["period_kind"] == "year") & (every["evidence_grade"] != "C") & every["value"].notna()]
        every = every[every["unit"] == "hectare"].assign(year=every["period_start"].dt.year)
        span = every.groupby("year")["value"].agg(["min", "max"]).reset_index()
        bars.append(span.assign(name=name))
    names, colours = [words["un"], words["us"]], [_BLUE, _ORANGE]
    colour = alt.Color("name:N", scale=alt.Scale(domain=names, range=colours), legend=_legend(alt))
    span = alt.Chart(_joined(bars)).mark_rule(strokeWidth=5, opacity=0.35)
    span = span.encode(x="year:Q", y="min:Q", y2="max:Q", color=colour)
    return _finish(alt, span + _lines(alt, _joined(lines), names, colours), words, "rivals")


def area_map(*years: int, lang: str = "en") -> "altair.TopLevelMixin":
    """Area under coca by departamento, in hectares, as a map of one year or as small multiples of several.

    Takes UNODC's and Devida's figures; by default the years 2012, 2016, 2020 and 2024. Returns an Altair chart.
    Raises ValueError for a year without figures by departamento or an unknown language, ImportError without the
    extra ``plot``.
    """
    alt, words = _altair(), _words(lang)
    frame = production("coca_cultivation_area", estimator=["unodc", "devida"], level="departamento", preferred=True)
    frame = frame[frame["value"].notna() & (frame["period_kind"] == "year")]
    frame = frame.assign(year=frame["period_start"].dt.year)
    known = sorted(frame["year"].unique())
    for year in years:
        if year not in known:
            refuse("year with figures by departamento", year, map(str, known))
    years = years or (2012, 2016, 2020, 2024)
    iso = load("places").set_index("place_id")["iso_3166_2"]
    frame = frame.assign(iso=frame["place_id"].map(iso)).drop_duplicates(["iso", "year"])
    with open(os.path.join(os.path.dirname(__file__), "maps", "departamentos.topo.json"), encoding="utf-8") as stream:
        shapes = alt.Data(values=json.load(stream), format=alt.TopoDataFormat(feature="pe", type="topojson"))
    top = float(frame["value"].max())
    width = 420 if len(years) == 1 else 210
    maps = []
    for year in years:
        part = frame.loc[frame["year"] == year, ["iso", "value", "place"]]
        base = alt.Chart(shapes, width=width, height=width * 1.35)
        land = base.mark_geoshape(fill="#E6E6E6", stroke="white", strokeWidth=0.6)
        filled = base.transform_lookup("properties.iso", alt.LookupData(part, "iso", ["value", "place"]))
        filled = filled.transform_filter("isValid(datum.value)").mark_geoshape(stroke="white", strokeWidth=0.6)
        scale = alt.Scale(scheme="cividis", reverse=True, domain=[0, top])
        colour = alt.Color(
            "value:Q", scale=scale, legend=alt.Legend(title="ha", labelExpr=_THOUSANDS, gradientLength=150)
        )
        filled = filled.encode(color=colour, tooltip=["place:N", alt.Tooltip("value:Q", format=",d")])
        layers = alt.layer(land, filled).project(type="identity", reflectY=True)
        maps.append(layers.properties(title=alt.TitleParams(str(year), fontSize=13, anchor="middle")))
    grid = alt.concat(*maps, columns=4 if len(years) > 4 else max(len(years), 1)).resolve_scale(color="shared")
    return _finish(alt, grid, words, "map", width * min(len(years), 4))


def eradication_and_area(lang: str = "en") -> "altair.TopLevelMixin":
    """Coca eradicated in Peru by year (bars) and the area under coca (line), in hectares.

    Returns an Altair chart. Raises ValueError for an unknown language, ImportError without the extra ``plot``.
    """
    alt, words = _altair(), _words(lang)
    bases = ("repeated_fields_counted", "not_stated", "manual", "forced")
    removed = _line("country-peru", ("government-of-peru",), "coca_eradication_area", bases)
    area = _un_area("country-peru")
    area = area[area["year"] >= removed["year"].min()]
    names = [words["eradicated"], words["area"]]
    colour = alt.Color(
        "name:N",
        scale=alt.Scale(domain=names, range=[_GREY, _GREEN]),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )
    bars = alt.Chart(removed.assign(name=names[0])).mark_bar(size=10)
    bars = bars.encode(x=_year_axis(alt), y=_value_axis(alt), color=colour)
    line = alt.Chart(area.assign(name=names[1])).mark_line(point=True, invalid="break-paths-filter-domains")
    line = line.encode(x=_year_axis(alt), y=_value_axis(alt), color=colour)
    return _finish(alt, bars + line, words, "eradication")


def farmgate_price(lang: str = "en") -> "altair.TopLevelMixin":
    """Farm-gate price of coca leaf in Peru, in US dollars per kilogram: yearly means and single months.

    Returns an Altair chart. Raises ValueError for an unknown language, ImportError without the extra ``plot``.
    """
    alt, words = _altair(), _words(lang)
    years = _line("country-peru", ("unodc",), "coca_leaf_price_farmgate", _PRICE_BASES, "usd_per_kilogram")
    every = production("coca_leaf_price_farmgate", "country-peru")
    months = every[(every["period_kind"] == "month") & (every["unit"] == "usd_per_kilogram")]
    months = months[months["value"].notna() & (months["evidence_grade"] != "C")]
    start = months["period_start"].dt
    months = months.assign(year=start.year + (start.month - 1) / 12, name=words["monthly"] + ": " + months["estimator"])
    names = [words["yearly"], *sorted(set(months["name"]))]
    colours = [_BLUE, _ORANGE, _GREEN, _GREY][: len(names)]
    frame = _joined([years.assign(name=names[0]), months[["year", "value", "name"]]])
    scale, shapes = alt.Scale(domain=names, range=colours), ["circle", "diamond", "triangle-up", "square"]
    legend = _legend(alt)
    shape = alt.Shape("name:N", scale=alt.Scale(domain=names, range=shapes[: len(names)]), legend=legend)
    colour = alt.Color("name:N", scale=scale, legend=legend)
    points = alt.Chart(frame).mark_point(filled=True, size=60)
    points = points.encode(x=_year_axis(alt), y=_value_axis(alt, words["decimals"]), color=colour, shape=shape)
    line = alt.Chart(years.assign(name=names[0])).mark_line(invalid="break-paths-filter-domains")
    line = line.encode(x=_year_axis(alt), y=_value_axis(alt, words["decimals"]), color=colour)
    return _finish(alt, line + points, words, "price")


def claim_network(matter: str, lang: str = "en") -> "altair.TopLevelMixin":
    """Who said what about whom in one matter: a line from each speaker to whom the words are about, and the replies.

    Only what imputes something, and what denies or answers it, is drawn. Returns an Altair chart. Raises ValueError
    for an unknown matter or language, or one without such claims, ImportError without the extra ``plot``.
    """
    import pandas

    alt, words = _altair(), _words(lang)
    import networkx

    frame = claims(matter=matter, lang=lang)
    imputed = frame[frame["imputation"].isin(["direct", "implied"])]
    if imputed.empty:
        raise ValueError(f"matter {matter!r} has no claim that imputes something; see claims(matter={matter!r})")
    speaker = imputed["claimant"].fillna(words["nobody"])
    edges = pandas.DataFrame({"from": speaker, "to": imputed["about"], "kind": imputed["imputation"].map(words)})
    spoken = frame.drop_duplicates("claim_id").set_index("claim_id")["claimant"].fillna(words["nobody"])
    links = load("claim_links")
    links = links[links["relation"].isin(["denies", "answers"])]
    links = links[links["claim_id"].isin(spoken.index) & links["other_claim_id"].isin(imputed["claim_id"])]
    replies = {"from": links["claim_id"].map(spoken), "to": links["other_claim_id"].map(spoken), "kind": words["reply"]}
    edges = _joined([edges, pandas.DataFrame(replies)]).drop_duplicates().query("`from` != `to`")
    graph = networkx.from_pandas_edgelist(edges, "from", "to")
    graph.add_nodes_from(sorted(set(speaker) | set(imputed["about"])))
    spots = networkx.spring_layout(graph, seed=2016, k=2.2 / max(len(graph), 1) ** 0.5, iterations=200)
    nodes = pandas.DataFrame([{"name": name, "x": float(x), "y": float(y)} for name, (x, y) in sorted(spots.items())])
    place = nodes.set_index("name")
    for end, side in (("from", ""), ("to", "2")):
        edges[f"x{side}"], edges[f"y{side}"] = edges[end].map(place["x"]), edges[end].map(place["y"])
    # A reply runs beside what it answers, not on it.
    aside = 0.02 * (edges["kind"] == words["reply"])
    long = ((edges["x2"] - edges["x"]) ** 2 + (edges["y2"] - edges["y"]) ** 2) ** 0.5
    shift_x, shift_y = aside * (edges["y2"] - edges["y"]) / long, aside * (edges["x"] - edges["x2"]) / long
    for side in ("", "2"):
        edges[f"x{side}"], edges[f"y{side}"] = edges[f"x{side}"] + shift_x, edges[f"y{side}"] + shift_y
    # The arrow stops short of the one it points to, so that its end can be told from its beginning.
    edges["xa"], edges["ya"] = (edges[f"{c}2"] * 0.88 + edges[c] * 0.12 for c in ("x", "y"))
    kinds = [words["direct"], words["implied"], words["reply"]]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[_ORANGE, _GREY, _BLUE]), legend=_legend(alt))
    dash = alt.StrokeDash("kind:N", scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 3], [2, 2]]), legend=_legend(alt))
    bare = {"axis": None, "scale": alt.Scale(padding=70)}
    lines = alt.Chart(edges).mark_rule(strokeWidth=1.4)
    lines = lines.encode(
        alt.X("x:Q", **bare), alt.Y("y:Q", **bare), x2="x2:Q", y2="y2:Q", color=colour, strokeDash=dash
    )
    ends = alt.Chart(edges).mark_point(filled=True, size=45, shape="diamond").encode(x="xa:Q", y="ya:Q", color=colour)
    dots = alt.Chart(nodes).mark_point(filled=True, color="#333333", size=30).encode(x="x:Q", y="y:Q")
    text = alt.Chart(nodes).mark_text(dy=-9, fontSize=11, color="#111111").encode(x="x:Q", y="y:Q", text="name:N")
    title = load("matters").set_index("matter_id")["title" if lang == "en" else "title_es"][matter]
    return _titled(alt, lines + ends + dots + text, words, "network", title, matter, height=560)


def event_timeline(matter: str, lang: str = "en") -> "altair.TopLevelMixin":
    """The events of one matter along the years, each with its title.

    Returns an Altair chart. Raises ValueError for an unknown matter or language, or one without dated events,
    ImportError without the extra ``plot``.
    """
    alt, words = _altair(), _words(lang)
    told = events(matter=matter, lang=lang).merge(
        load("events")[["event_id", "occurred_earliest", "occurred_latest"]], on="event_id"
    )
    told = told[told["occurred_latest"].notna()]
    if told.empty:
        raise ValueError(f"matter {matter!r} has no dated event; see events(matter={matter!r})")
    told["occurred_earliest"] = told["occurred_earliest"].fillna(told["occurred_latest"])
    told = told.sort_values(["occurred_earliest", "event_id"]).reset_index(drop=True)
    frame = told.assign(
        first=told["occurred_earliest"].dt.strftime("%Y-%m-%d"),
        last=told["occurred_latest"].dt.strftime("%Y-%m-%d"),
        row=range(len(told)),
        text=told["occurred"] + "  " + told["title"],
    )[["first", "last", "row", "text"]]
    across = alt.Y("row:O", axis=None, sort="ascending")
    days = alt.X("first:T", title=None, axis=alt.Axis(format="%Y", orient="top", tickCount="year"))
    spans = alt.Chart(frame).mark_bar(height=5, color=_BLUE, opacity=0.5).encode(x=days, x2="last:T", y=across)
    dots = alt.Chart(frame).mark_point(filled=True, size=35, color=_BLUE).encode(x=days, y=across)
    labels = alt.Chart(frame).mark_text(align="left", dx=8, fontSize=11).encode(x="last:T", y=across, text="text:N")
    title = load("matters").set_index("matter_id")["title" if lang == "en" else "title_es"][matter]
    return _titled(alt, spans + dots + labels, words, "events", title, matter, height=22 * len(frame) + 20)


def _altair() -> Any:
    try:
        import altair
        import vl_convert  # noqa: F401  (saves pictures without a browser)
    except ImportError:
        raise ImportError("charts need Altair and vl-convert: pip install 'peru-narco-data[plot]'") from None
    return altair


def _words(lang: str) -> dict[str, str]:
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    return _WORDS[lang]


def _un_area(place: str) -> "pandas.DataFrame":
    """The area series of UNODC, continued by Devida's for Peru from 2018, when UNODC prints Devida's."""
    series = _line(place, ("unodc",))
    if place != "country-peru":
        return series
    later = _line(place, ("devida",))
    return _gaps(_joined([series[series["year"] < 2018], later[later["year"] >= 2018]]))


def _line(
    place: str,
    estimators: Sequence[str],
    indicator: str = "coca_cultivation_area",
    bases: Sequence[str] = _AREA_BASES,
    unit: str = "hectare",
) -> "pandas.DataFrame":
    """``year``, ``value`` of the preferred figures of whole years; of several bases the first in ``bases``."""
    frame = production(indicator, place, estimators, preferred=True)
    frame = frame[(frame["period_kind"] == "year") & (frame["unit"] == unit) & frame["basis"].isin(bases)]
    frame = frame[frame["value"].notna() & ~frame["qualifier"].isin(BOUNDS)]
    order = frame["basis"].map({basis: place for place, basis in enumerate(bases)}).astype(int)
    frame = frame.assign(year=frame["period_start"].dt.year, order=order).sort_values(["year", "order"])
    return _gaps(frame.drop_duplicates("year")[["year", "value"]])


def _gaps(frame: "pandas.DataFrame") -> "pandas.DataFrame":
    """The same with a row without value for each year that has none, so that a line breaks there."""
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    return frame.set_index("year").reindex(years).rename_axis("year").reset_index()


def _joined(parts: "list[pandas.DataFrame]") -> "pandas.DataFrame":
    import pandas

    return pandas.concat(parts, ignore_index=True)


def _legend(alt: Any) -> Any:
    return alt.Legend(title=None, orient="top", symbolOpacity=1)


def _year_axis(alt: Any) -> Any:
    axis = alt.Axis(format="d", tickMinStep=1, labelFlush=False, labelOverlap=True)
    return alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(zero=False))


def _value_axis(alt: Any, label: str = _THOUSANDS) -> Any:
    return alt.Y("value:Q", title=None, axis=alt.Axis(labelExpr=label), scale=alt.Scale(zero=True))


def _lines(alt: Any, frame: "pandas.DataFrame", names: Sequence[str], colours: Sequence[str]) -> Any:
    """A line and its points for each name; shapes repeat the colours."""
    legend = _legend(alt)
    colour = alt.Color("name:N", scale=alt.Scale(domain=names, range=colours), legend=legend)
    shapes = ["circle", "square", "triangle-up"][: len(names)]
    shape = alt.Shape("name:N", scale=alt.Scale(domain=names, range=shapes), legend=legend)
    base = alt.Chart(frame).encode(x=_year_axis(alt), y=_value_axis(alt), color=colour)
    line = base.mark_line(invalid="break-paths-filter-domains")
    return line + base.mark_point(filled=True, size=45).encode(shape=shape)


def _finish(alt: Any, chart: Any, words: dict[str, str], name: str, width: int = _WIDTH) -> "altair.TopLevelMixin":
    """Title above and source below a picture of figures."""
    source = words["foot"].format(words[f"{name}_source"], contract.read()["version"])
    return _framed(alt, chart, words[name], words[f"{name}_note"], source, width, _HEIGHT)


def _titled(
    alt: Any, chart: Any, words: dict[str, str], name: str, title: str, matter: str, height: int
) -> "altair.TopLevelMixin":
    """Title above and source below a picture of one matter."""
    source = words[f"{name}_foot"].format(contract.read()["version"], matter)
    return _framed(alt, chart, words[name].format(title), words[f"{name}_note"], source, 760, height)


def _framed(
    alt: Any, chart: Any, title: str, note: str, source: str, width: int, height: int
) -> "altair.TopLevelMixin":
    head = alt.TitleParams(title, subtitle=note, anchor="start", fontSize=16, subtitleFontSize=11)
    if not isinstance(chart, alt.ConcatChart):
        chart = chart.properties(width=width, height=height)
    foot = alt.Chart(alt.Data(values=[{}])).mark_text(align="left", baseline="top", fontSize=10, color="#555555")
    foot = foot.encode(x=alt.value(0), y=alt.value(0), text=alt.value(source)).properties(width=width, height=14)
    whole = alt.vconcat(chart, foot, spacing=8, title=head).configure_view(stroke=None)
    finished: altair.TopLevelMixin = whole.configure_axis(gridColor="#E6E6E6", domainColor="#999999")
    return finished

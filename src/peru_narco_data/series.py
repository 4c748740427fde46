"""Published figures: all of them, the preferred ones, and rival estimates side by side."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from peru_narco_data import contract, dates, raw
from peru_narco_data.loading import columns, shared
from peru_narco_data.messages import refuse
from peru_narco_data.names import actor_id, indicator_id, labels, lookup, place_id, source_labels, suffix
from peru_narco_data.preferring import KEY, preferences

if TYPE_CHECKING:
    import pandas

_NUMBERS = ("value", "value_low", "value_high")
_COLUMNS = [
    *("observation_id", "indicator", "place", "place_type", "period_start", "period_end", "period_kind"),
    *("value", "value_low", "value_high", "qualifier", "bounds_kind", "unit", "missing_reason"),
    *("estimator", "basis", "vintage", "preference", "evidence_grade", "repeats_id"),
    *("value_original", "unit_original", "derivation", "note", "source", "locator", "url"),
    *("indicator_id", "place_id", "estimator_id", "source_id"),
]


def production(
    indicator: str | Sequence[str] | None = None,
    place: str | Sequence[str] | None = None,
    estimator: str | Sequence[str] | None = None,
    since: int | str | None = None,
    until: int | str | None = None,
    preferred: bool | None = None,
    level: str | None = None,
    lang: str = "en",
) -> "pandas.DataFrame":
    """Published figures on coca and cocaine, one row per figure and source.

    Sources that disagree stand side by side. ``preference`` says of each row whether it is the one
    to use for its indicator, place, period, estimator and basis, or why it is not.

    Parameters
    ----------
    indicator, place, estimator : str or sequence of str, optional
        Ids or names: ``"coca_cultivation_area"``, ``"Perú"``, ``"UNODC"``.
    since, until : int or str, optional
        Only periods that lie between them: a year, or an ISO date (``2014``, ``"2014-06"``).
    preferred : bool, optional
        True: one row for each key, the preferred one. Where none can be preferred the row has no
        figure, and ``preference`` says why (``none: weak_evidence``). False: all the others.
    level : str, optional
        Only places of this type: ``"country"``, ``"departamento"``, ``"coca_zone"``, ...
    lang : {"en", "es"}
        Language of ``indicator``, ``place``, ``estimator``, ``derivation`` and ``note``.

    Returns
    -------
    pandas.DataFrame
        ``observation_id``, ``indicator``, ``place``, ``place_type``, ``period_start``, ``period_end``,
        ``period_kind``, ``value``, ``value_low``, ``value_high`` (in ``unit``), ``qualifier``,
        ``bounds_kind``, ``unit``, ``missing_reason``, ``estimator``, ``basis``, ``vintage`` (EDTF),
        ``preference`` (preferred; restated: the same figure stands in a better source; reprint,
        superseded, partial_period, undated, weak_evidence, rivals_of_one_date), ``evidence_grade``,
        ``repeats_id``, ``value_original``, ``unit_original``, ``derivation``, ``note``, ``source``,
        ``locator``, ``url``, ``indicator_id``, ``place_id``, ``estimator_id``, ``source_id``. A figure
        that its estimator withheld is missing, never zero. Sorted by indicator, place, period, estimator.

    Raises
    ------
    ValueError
        For a name, period, level or language that does not exist.
    """
    suffix(lang)
    if preferred not in (None, True, False):
        refuse("value of preferred", preferred, ("True", "False", "None"))
    frame = _preferred(lang) if preferred else _figures(lang)
    first, last = dates.between(since, until)
    kept = (frame["period_start"] >= first) & (frame["period_end"] <= last)
    if preferred is False:
        kept &= frame["preference"] != "preferred"
    for column, given, resolve in (
        ("indicator_id", indicator, indicator_id),
        ("place_id", place, place_id),
        ("estimator_id", estimator, actor_id),
    ):
        if given is not None:
            wanted = [given] if isinstance(given, str) else list(given)
            kept &= frame[column].isin([resolve(name) for name in wanted])
    if level is not None:
        if level not in contract.codes_of("places", "place_type"):
            refuse("level", level, contract.codes_of("places", "place_type"))
        kept &= frame["place_type"] == level
    return frame.loc[kept, _COLUMNS].reset_index(drop=True).copy()


@cache
def _figures(lang: str) -> "pandas.DataFrame":
    """All figures, each with whether it is preferred or why not. Shared, as is what the next function returns."""
    frame = shared("production")
    found = preferences(raw.read("production"), raw.read("sources"))
    return _readable(frame.assign(preference=frame["observation_id"].map(found)), lang)


@cache
def _preferred(lang: str) -> "pandas.DataFrame":
    """One figure for each key."""
    return _readable(_one_row_per_key(_figures(lang)), lang)


def _readable(frame: "pandas.DataFrame", lang: str) -> "pandas.DataFrame":
    """Figures with names beside the ids, in the order in which they are shown."""
    end = suffix(lang)
    order = ["indicator_id", "place_id", "period_start", "period_end", "estimator_id", "vintage_latest"]
    return frame.assign(
        indicator=frame["indicator_id"].map(lookup("indicators", "label" + end)).astype("string"),
        place=frame["place_id"].map(lookup("places", "place_name" + end)).astype("string"),
        place_type=frame["place_id"].map(shared("places").set_index("place_id")["place_type"]),
        estimator=frame["estimator_id"].map(lookup("actors", "actor_name" + end)).astype("string"),
        derivation=frame["derivation" + end],
        note=frame["note" + end],
        source=frame["source_id"].map(source_labels()).astype("string"),
        url=frame["source_id"].map(lookup("sources", "url")).astype("string"),
    ).sort_values([*order, "observation_id"])


def estimates(
    indicator: str,
    place: str,
    basis: str | Sequence[str] | None = None,
    unit: str | None = None,
    since: int | str | None = None,
    until: int | str | None = None,
    show: str = "value",
    reprints: bool = False,
    lang: str = "en",
) -> "pandas.DataFrame":
    """Rival estimates of one thing side by side: a row per calendar year, a column per estimator.

    Takes each estimator's preferred figure of the year. Unlike bases are not mixed unless you name
    them; a figure whose source states no basis is shown beside whichever is chosen, and
    ``show="basis"`` tells which it is.

    Parameters
    ----------
    indicator, place : str
        Id or name: ``"coca_cultivation_area"``, ``"Peru"``.
    basis : str or sequence of str, optional
        Needed where the figures stand on several bases; of several named, the first that is there.
    unit : str, optional
        Needed where the figures stand in several units.
    since, until : int or str, optional
        First and last year.
    show : str
        What the cells hold, always in the same places: ``"value"`` (a number, missing where only a
        range or "not determined" was published), ``"text"`` (the number with its bounds and
        qualifier, or the reason for its absence), or any column of :func:`production`:
        ``"vintage"``, ``"basis"``, ``"observation_id"``, ``"source"``, ``"locator"``.
    reprints : bool
        Whether whoever only repeats the figure of another has a column too.
    lang : {"en", "es"}
        Language of the columns' names.

    Returns
    -------
    pandas.DataFrame
        Index ``year``, every year from first to last; one column per estimator. ``attrs["unit"]``
        holds the unit.

    Raises
    ------
    ValueError
        For unlike bases or units (the message lists them with their years), an unknown name or
        period, or where there is no such figure at all.
    """
    frame = production(indicator, place, since=since, until=until, lang=lang)
    owner = lookup("production", "estimator_id")
    frame = frame.loc[
        [
            kind == "year" and (preference == "preferred" or (reprints and (owner.get(repeated) or own) != own))
            for kind, preference, repeated, own in columns(
                frame, "period_kind", "preference", "repeats_id", "estimator_id"
            )
        ]
    ]
    end, which, where = suffix(lang), indicator_id(indicator), place_id(place)
    label = f"{lookup('indicators', 'label' + end)[which]!r} in {lookup('places', 'place_name' + end)[where]}"
    if frame.empty:
        raise ValueError(f"no preferred figure of {label} for a whole year; see production({indicator!r}, {place!r})")
    if show not in (*_COLUMNS, "text"):
        refuse("value of show", show, ("text", *_COLUMNS))
    frame = frame.assign(year=frame["period_start"].dt.year)
    if show == "text":
        frame = frame.assign(text=[written(*row) for row in columns(frame, *_NUMBERS, "qualifier", "missing_reason")])
    frame = frame[[*dict.fromkeys(("year", "estimator", "basis", "unit", show))]]
    bases = _choice("basis", "bases", basis, label, frame[frame["basis"] != "not_stated"], lang)
    (unit,) = _choice("unit", "units", unit, label, frame, lang)
    order = {name: place for place, name in enumerate([*bases, "not_stated"])}
    frame = frame[frame["basis"].isin(order) & (frame["unit"] == unit)]
    # A figure with a stated basis goes before one of the same estimator and year without.
    frame = frame.assign(order=frame["basis"].map(order).astype(int)).sort_values(["year", "estimator", "order"])
    frame = frame.drop_duplicates(["year", "estimator"])
    wide = frame.pivot(index="year", columns="estimator", values=show)
    wide = wide.reindex(range(wide.index.min(), wide.index.max() + 1)).rename_axis(index="year", columns=None)
    wide.attrs["unit"] = unit
    return wide


def _one_row_per_key(frame: "pandas.DataFrame") -> "pandas.DataFrame":
    """The preferred rows, and for each key without one a row without a figure that says why.

    A key with nothing but reprints is passed over: what they repeat stands under a key of its own.
    """
    import pandas

    best = frame[frame["preference"] == "preferred"]
    frame = frame[frame["preference"] != "reprint"]
    keys = frame[list(KEY)].drop_duplicates()
    bare = keys.merge(best[list(KEY)], how="left", indicator="there").query("there == 'left_only'")
    others = frame.merge(bare[list(KEY)], on=list(KEY))
    reasons = others.groupby(list(KEY), observed=True)["preference"].agg(lambda r: "none: " + ", ".join(sorted(set(r))))
    kinds = others.drop_duplicates(list(KEY))[[*KEY, "period_kind", "unit"]]
    empty = kinds.merge(reasons.reset_index(), on=list(KEY)).reindex(columns=frame.columns)
    return pandas.concat([best, empty.astype(frame.dtypes)], ignore_index=True)


def _choice(
    column: str, several: str, given: str | Sequence[str] | None, label: str, frame: "pandas.DataFrame", lang: str
) -> list[str]:
    """The bases or the unit meant. Raises ValueError where several are there and none is chosen."""
    there = {str(name): _years(part) for name, part in frame.groupby(column, observed=True)}
    if given is not None:
        chosen = [given] if isinstance(given, str) else list(given)
        if not there:
            raise ValueError(f"no figure of {label} states its {column} in the years asked for; leave {column} out")
        for name in chosen:
            if name not in there:
                refuse(f"{column} of {label}", name, there)
        return chosen
    if len(there) > 1:
        words = labels(column, lang)
        known = ", ".join(f"{name} ({words[name]}, {years})" for name, years in there.items())
        raise ValueError(
            f"{label} has unlike {several}, which are not mixed: {known}; choose one: {column}={next(iter(there))!r}"
        )
    return list(there)


def _years(frame: "pandas.DataFrame") -> str:
    first, last = frame["year"].min(), frame["year"].max()
    return str(first) if first == last else f"{first}-{last}"


_SIGNS = {"about": "~", "at_least": "≥ ", "more_than": "> ", "up_to": "≤ "}


def as_text(row: Any) -> str:
    """A figure as a reader would write it: sign, number, bounds; or why there is none."""
    return written(row.value, row.value_low, row.value_high, row.qualifier, getattr(row, "missing_reason", None))


def written(
    value: float | None, low: float | None, high: float | None, qualifier: str | None, reason: Any = None
) -> str:
    """The parts of a figure as :func:`as_text` writes them; what is missing may be any missing value."""
    import pandas

    has_low, has_high = pandas.notna(low), pandas.notna(high)
    ends = f"{low:,.10g}–{high:,.10g}" if has_low and has_high else ""
    if pandas.notna(value):
        return f"{_SIGNS.get(str(qualifier), '')}{value:,.10g}" + (f" ({ends})" if ends else "")
    if has_low or has_high:
        return ends or (f"≥ {low:,.10g}" if has_low else f"≤ {high:,.10g}")
    return reason.replace("_", " ") if isinstance(reason, str) else ""

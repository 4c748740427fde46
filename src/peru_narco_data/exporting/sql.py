"""SQL from the contract, for SQLite and DuckDB: tables with their keys, and the readable views."""

from typing import Any

from peru_narco_data import contract, dates, raw
from peru_narco_data.beside import ADVERSE, DISPUTES, FAVOURABLE, NOT_FINAL, duration
from peru_narco_data.messages import refuse
from peru_narco_data.views import NOT_ABOUT

# What is computed by a rule that SQL cannot tell: filled by the writers, joined by the views.
COMPUTED = {
    "claim_sentences": ("claim_id", "sentence", "sentence_es"),
    "figure_preferences": ("observation_id", "preference"),
}
TYPES = {
    "sqlite": {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"},
    "duckdb": {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"},
}


def ordered_tables() -> list[str]:
    """The tables, each after those that its keys point to."""
    names, found = contract.table_names(), list[str]()
    while len(found) < len(names):
        ready = [
            name
            for name in names
            if name not in found and all(target in (*found, name) for _, target, _ in contract.foreign_keys(name))
        ]
        if not ready:
            refuse("order of tables whose keys run in a ring", ", ".join(sorted(set(names) - set(found))), ())
        found += ready
    return found


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def create_table(table: str, dialect: str) -> str:
    """Types, required fields, codes, primary and foreign keys, as the contract has them."""
    types, lines = TYPES[dialect], []
    for field in contract.fields(table):
        line = f"{field['name']} {types[field['type']]}"
        limits = field.get("constraints", {})
        line += " NOT NULL" if limits.get("required") else ""
        checks = _checks(field, limits, dialect)
        line += f" CHECK ({' AND '.join(checks)})" if checks else ""
        lines.append(line)
    lines.append(f"PRIMARY KEY ({', '.join(contract.primary_key(table))})")
    for column, target, key in contract.foreign_keys(table):
        # DuckDB checks a key to its own table row by row, so that no order of rows would do.
        if dialect == "sqlite" or target != table:
            lines.append(f"FOREIGN KEY ({column}) REFERENCES {target} ({key})")
    return f"CREATE TABLE {table} (\n  " + ",\n  ".join(lines) + "\n);"


def _checks(field: dict[str, Any], limits: dict[str, Any], dialect: str) -> list[str]:
    name, checks = field["name"], []
    if dialect == "sqlite":  # SQLite takes a text for a number otherwise
        kinds = {"string": ("text",), "integer": ("integer",), "number": ("real",), "boolean": ("integer",)}
        names = ", ".join(map(text, kinds.get(field["type"], ("text",))))
        checks.append(f"typeof({name}) IN ({names}, 'null')")
        checks += [f"{name} IN (0, 1)"] if field["type"] == "boolean" else []
        checks += [f"{name} IS date({name})"] if field["type"] == "date" else []
    if "enum" in limits:
        checks.append(f"{name} IN ({', '.join(map(text, limits['enum']))})")
    checks += [f"{name} >= {limits['minimum']}"] if "minimum" in limits else []
    checks += [f"{name} <= {limits['maximum']}"] if "maximum" in limits else []
    return checks


def create_computed(dialect: str) -> list[str]:
    """Tables of what is computed."""
    kind, owners = TYPES[dialect]["string"], {"claim_id": "claims", "observation_id": "production"}
    return [
        f"CREATE TABLE {name} ({', '.join(f'{column} {kind} NOT NULL' for column in columns)}, "
        f"PRIMARY KEY ({columns[0]}), FOREIGN KEY ({columns[0]}) REFERENCES {owners[columns[0]]} ({columns[0]}));"
        for name, columns in COMPUTED.items()
    ]


def computed_rows(name: str) -> list[tuple[str, ...]]:
    """Rows of a computed table."""
    from peru_narco_data import preferring, raw, telling

    if name == "figure_preferences":
        return sorted(preferring.preferences(raw.read("production"), raw.read("sources")).items())
    english, spanish = telling.sentences(lang="en"), telling.sentences(lang="es")
    return [(claim, sentence, spanish[claim]) for claim, sentence in sorted(english.items())]


def _joined(expression: str, order: tuple[str, ...], origin: str, dialect: str, separator: str = "; ") -> str:
    """Texts of several rows in one, in order."""
    if dialect == "duckdb":
        return f"(SELECT string_agg({expression}, {text(separator)} ORDER BY {', '.join(order)}) FROM {origin})"
    # In SQLite an aggregate has an order of its own from 3.44 on, and ORDER BY sees no column of an outer query.
    keys = [f"by_{number}" for number in range(len(order))]
    columns = ", ".join(f"{part} AS {key}" for part, key in zip(order, keys, strict=True))
    inner = f"SELECT {expression} AS part, {columns} FROM {origin} ORDER BY {', '.join(keys)}"
    return f"(SELECT group_concat(part, {text(separator)}) FROM ({inner}))"


def _label(code_list: str, column: str, lang: str) -> str:
    name = "label" if lang == "" else "label_es"
    return f"(SELECT {name} FROM codes WHERE code_list = {text(code_list)} AND code = {column})"


def _source(row: str) -> str:
    return f"s.publisher || ', ' || s.published || ': ' || s.title AS source, {row}.locator, s.url"


def _both(template: str) -> str:
    """A column in both languages; ``#`` stands for what a Spanish one ends with."""
    return template.replace("#", "") + ", " + template.replace("#", "_es")


def _speaker(lang: str) -> str:
    return f"coalesce(w.actor_name{lang}, {_label('claimant_status', 'o.claimant_status', lang)})"


_SPOKEN = "JOIN claims o ON o.claim_id = {} LEFT JOIN actors w ON w.actor_id = o.claimant_id"


def _told(column: str, lang: str) -> str:
    """A date as :func:`peru_narco_data.dates.told` tells it."""
    until, since, span, about, uncertain = map(text, dates.TOLD["es" if lang else "en"])
    plain = column
    for mark in ("~", "?", "%", ".."):
        plain = f"replace({plain}, {text(mark)}, '')"
    return (
        f"(CASE WHEN instr({column}, '~') + instr({column}, '%') > 0 THEN {about} ELSE '' END || "
        f"CASE WHEN instr({plain}, '/') = 0 THEN {plain} "
        f"WHEN instr({plain}, '/') = 1 THEN {until} || substr({plain}, 2) "
        f"WHEN instr({plain}, '/') = length({plain}) THEN {since} || substr({plain}, 1, length({plain}) - 1) "
        f"ELSE replace({plain}, '/', {span}) END || "
        f"CASE WHEN instr({column}, '?') + instr({column}, '%') > 0 THEN {uncertain} ELSE '' END)"
    )


def _when(column: str, lang: str) -> str:
    return f"coalesce(' (' || {_told(column, lang)} || ')', '')"


def _replies(lang: str, dialect: str) -> str:
    earlier = "(earlier) " if lang == "" else "(anterior) "
    said = (
        f"CASE WHEN o.said_latest < c.said_earliest THEN {text(earlier)} ELSE '' END || "
        f"{_speaker(lang)} || {_when('o.said', lang)} || ': ' || o.statement{lang} || ' [' || o.claim_id || ']'"
    )
    origin = (
        f"claim_links l {_SPOKEN.format('l.claim_id')} "
        "WHERE l.other_claim_id = c.claim_id AND l.relation IN ('denies', 'answers')"
    )
    return f"{_joined(said, ('l.claim_id', 'l.relation'), origin, dialect, ' ')} AS replies{lang}"


def _contradictions(lang: str, dialect: str) -> str:
    said = (
        f"'(' || {_label('relation', 'l.relation', lang)} || ') ' || {_speaker(lang)} || "
        f"{_when('o.said', lang)} || ': ' || o.statement{lang} || ' [' || l.said_in || ']'"
    )
    origin = f"claim_disputes l {_SPOKEN.format('l.said_in')} WHERE l.about_claim = c.claim_id"
    order = ("l.claim_id", "l.relation", "l.other_claim_id")
    return f"{_joined(said, order, origin, dialect, ' ')} AS contradictions{lang}"


def _targets(lang: str, dialect: str) -> str:
    rank = "-(SELECT sort_order FROM codes WHERE code_list = 'imputation' AND code = q.imputation)"
    return (
        _joined(
            f"v.actor_name{lang} || ' (' || {_label('imputation', 'q.imputation', lang)} || ')'",
            (rank, "q.actor_id"),
            "claim_actors q JOIN actors v ON v.actor_id = q.actor_id "
            "WHERE q.claim_id = c.claim_id AND q.claim_role = 'target'",
            dialect,
        )
        + f" AS targets{lang}"
    )


def _rulings(lang: str, dialect: str) -> str:
    favourable = ", ".join(map(text, FAVOURABLE))
    told = (
        f"CASE WHEN r.matter_id = c.matter_id THEN '' ELSE r.matter{lang} || ': ' END || "
        f"r.decided{lang} || ' [' || r.ruling_id || ']'"
    )
    origin = (
        "readable_rulings r WHERE r.actor_id = p.actor_id AND "
        f"(r.matter_id = c.matter_id OR r.disposition IN ({favourable}))"
    )
    elsewhere = "CASE WHEN r.matter_id = c.matter_id THEN 0 ELSE 1 END"
    order = (elsewhere, "r.ruled_latest IS NULL", "r.ruled_latest", "r.ruling_id")
    return f"{_joined(told, order, origin, dialect)} AS rulings{lang}"


def _decided(lang: str, dialect: str) -> str:
    later = _joined(
        f"{_label('disposition', 'n.disposition', lang)} || ' [' || n.ruling_id || ']'",
        ("n.ruled_latest IS NULL", "n.ruled_latest", "n.ruling_id"),
        "rulings n WHERE n.affects_ruling_id = r.ruling_id",
        dialect,
        ", ",
    )
    word, tongue = ("later", "en") if lang == "" else ("después", "es")
    terms = sorted({row["term"] for row in raw.read("rulings").values() if row["term"]})
    told = " ".join(f"WHEN {text(term)} THEN {text(', ' + duration(term, tongue))}" for term in terms)
    adverse = ", ".join(map(text, ADVERSE))
    doubt = (
        f"CASE WHEN r.disposition IN ({adverse}) AND r.is_final IS NOT TRUE THEN ' ({NOT_FINAL[tongue]})' ELSE '' END"
    )
    return (
        f"coalesce({_told('r.ruled', lang)} || ', ', '') || {_label('disposition', 'r.disposition', lang)} || ': ' || "
        f"{_label('offence', 'r.offence', lang)} || CASE r.term {told} ELSE '' END || "
        f"coalesce(' ({word}: ' || {later} || ')', '') || coalesce({doubt}, '') AS decided{lang}"
    )


def create_views(dialect: str) -> list[str]:
    """The readable views: names instead of ids; a claim with its speaker, hedge, replies and rulings."""
    langs = ("", "_es")
    about = [part(lang, dialect) for part in (_targets, _replies, _contradictions, _rulings) for lang in langs]
    disputes = ", ".join(map(text, DISPUTES))
    decided = [
        _joined(
            f"r.actor{lang} || ': ' || r.decided{lang}",
            ("r.ruling_id",),
            "readable_rulings r WHERE r.event_id = e.event_id",
            dialect,
        )
        + f" AS rulings{lang}"
        for lang in langs
    ]
    further = _joined(
        "f.publisher || ', ' || f.published || ': ' || f.title || ', ' || x.locator",
        ("x.source_id", "x.locator"),
        "row_sources x JOIN sources f ON f.source_id = x.source_id "
        "WHERE x.table_name = 'events' AND x.row_id = e.event_id",
        dialect,
    )
    involved = [
        _joined(
            f"a.actor_name{lang} || ' (' || {_label('event_role', 'p.event_role', lang)} || ')'",
            ("p.actor_id", "p.event_role"),
            "event_actors p JOIN actors a ON a.actor_id = p.actor_id WHERE p.event_id = e.event_id",
            dialect,
        )
        + f" AS involved{lang}"
        for lang in langs
    ]
    names = _joined("n.name_variant", ("n.name_id",), "actor_names n WHERE n.actor_id = a.actor_id", dialect)
    held = [
        _joined(
            f"o.office{lang} || {_when('o.held', lang)}",
            ("o.office_id",),
            "offices o WHERE o.actor_id = a.actor_id",
            dialect,
        )
        + f" AS offices{lang}"
        for lang in langs
    ]
    return [
        f"""CREATE VIEW readable_rulings AS
SELECT r.ruling_id, r.matter_id, {_both("m.title# AS matter#")}, r.event_id, r.actor_id,
  {_both("a.actor_name# AS actor#")}, r.disposition,
  {", ".join(_decided(lang, dialect) for lang in langs)},
  r.court, r.stage, r.instance, r.is_final, r.ruled, r.ruled_latest, r.note, r.note_es, {_source("r")}
FROM rulings r JOIN matters m ON m.matter_id = r.matter_id JOIN actors a ON a.actor_id = r.actor_id
JOIN sources s ON s.source_id = r.source_id;""",
        # A contradiction holds both ways.
        f"""CREATE VIEW claim_disputes AS
SELECT claim_id AS said_in, other_claim_id AS about_claim, claim_id, relation, other_claim_id FROM claim_links
WHERE relation IN ({disputes})
UNION ALL SELECT other_claim_id, claim_id, claim_id, relation, other_claim_id FROM claim_links
WHERE relation = 'contradicts';""",
        f"""CREATE VIEW readable_claims AS
SELECT c.claim_id, c.statement, c.statement_es, c.claim_type, {_both("w.actor_name# AS claimant#")},
  c.claimant_status, c.attribution, c.hedge, c.certainty, {_both("a.actor_name# AS about#")}, p.claim_role,
  p.imputation, p.reply_status, {", ".join(about)},
  p.last_checked, {_both("m.title# AS matter#")}, c.said, {_source("c")}, t.sentence, t.sentence_es
FROM claims c LEFT JOIN claim_actors p ON p.claim_id = c.claim_id
  AND p.claim_role NOT IN ({", ".join(map(text, NOT_ABOUT))})
LEFT JOIN actors a ON a.actor_id = p.actor_id LEFT JOIN actors w ON w.actor_id = c.claimant_id
LEFT JOIN matters m ON m.matter_id = c.matter_id JOIN sources s ON s.source_id = c.source_id
LEFT JOIN claim_sentences t ON t.claim_id = c.claim_id;""",
        f"""CREATE VIEW readable_events AS
SELECT e.event_id, {_both("e.title#")}, {_both("e.description#")}, e.event_type, e.occurred,
  {_both("p.place_name# AS place#")}, {", ".join(involved)}, {", ".join(decided)},
  {_both("m.title# AS matter#")}, {_source("e")}, {further} AS further_sources
FROM events e LEFT JOIN places p ON p.place_id = e.place_id LEFT JOIN matters m ON m.matter_id = e.matter_id
JOIN sources s ON s.source_id = e.source_id;""",
        f"""CREATE VIEW readable_actors AS
SELECT a.actor_id, {_both("a.actor_name#")}, a.actor_type, a.is_identifiable, a.country, {_both("a.description#")},
  {names} AS other_names, {", ".join(held)}, a.public_interest, a.life_status, a.wikidata_id, {_source("a")}
FROM actors a JOIN sources s ON s.source_id = a.source_id;""",
        f"""CREATE VIEW readable_production AS
SELECT o.observation_id, {_both("i.label# AS indicator#")}, {_both("p.place_name# AS place#")}, p.place_type,
  o.period_start, o.period_end, o.period_kind, o.value, o.value_low, o.value_high, o.qualifier, o.bounds_kind, o.unit,
  o.missing_reason, {_both("a.actor_name# AS estimator#")}, o.basis, o.vintage, f.preference, o.evidence_grade,
  o.repeats_id, o.value_original, o.unit_original, {_both("o.derivation#")},
  {_both("o.note#")}, {_source("o")}, o.indicator_id, o.place_id, o.estimator_id, o.source_id
FROM production o JOIN indicators i ON i.indicator_id = o.indicator_id JOIN places p ON p.place_id = o.place_id
JOIN actors a ON a.actor_id = o.estimator_id JOIN sources s ON s.source_id = o.source_id
LEFT JOIN figure_preferences f ON f.observation_id = o.observation_id;""",
    ]

"""What every export says of itself: how to read a claim, the licence, what the files hold."""

from peru_narco_data import contract, raw

# Stands in every export that has room for it.
READING = {
    "en": (
        "A row of claims says that someone said it, not that it is so. Quote it with its speaker, its"
        " hedge and the reply.",
        "reply_status none_found means that no reply was found in what was read, not that none was made.",
        "An arrest, a charge or a first sentence is a step, not guilt; what courts decided stands in "
        "rulings, with what followed.",
        "Being in actors imputes nothing. Not for decisions about a person, screening, watch lists or"
        " counts of “accused people”.",
        "Every row has its source and the place in it (source_id, locator; p16 is the sixteenth paragraph).",
    ),
    "es": (
        "Una fila de claims dice que alguien lo dijo, no que sea así. Cítela con quien habla, su matiz y el descargo.",
        "reply_status none_found significa que no se halló respuesta en lo leído, no que no la hubo.",
        "Una detención, una acusación o una primera sentencia es un paso, no la culpa; lo que "
        "decidieron los tribunales está en rulings, con lo que siguió.",
        "Figurar en actors no imputa nada. No sirve para decisiones sobre una persona, verificaciones"
        " de antecedentes, listas de vigilancia ni recuentos de «acusados».",
        "Cada fila tiene su fuente y el lugar en ella (source_id, locator; p16 es el párrafo dieciséis).",
    ),
}
SAID = {"en": "said by someone, not established", "es": "dicho por alguien, no establecido"}
_SAFE = {
    "en": "In CSV files a text that a spreadsheet would run as a formula (it begins with = + - @) has an "
    "apostrophe before it.",
    "es": "En los archivos CSV, un texto que una hoja de cálculo ejecutaría como fórmula (empieza con = + -"
    " @) lleva delante un apóstrofo.",
}
HOLDS = {
    "csv": {
        "en": "`data/`: the tables with their contract `datapackage.json`. `readable/`: claims, events, "
        "actors and figures with names instead of ids, replies, rulings, title and address of the "
        "source. `CODEBOOK.md` and `CODEBOOK.es.md`: every field.",
        "es": "`data/`: las tablas con su contrato `datapackage.json`. `readable/`: afirmaciones, sucesos, "
        "actores y cifras con nombres en vez de identificadores, descargos, fallos, título y "
        "dirección de la fuente. `CODEBOOK.es.md` y `CODEBOOK.md`: cada campo.",
    },
    "parquet": {
        "en": "A Parquet file per table, typed; titles and descriptions stand in the metadata of the fields.",
        "es": "Un archivo Parquet por tabla, con tipos; títulos y descripciones están en los metadatos de los campos.",
    },
    "sqlite": {
        "en": "The tables with their keys; views `readable_claims`, `readable_events`, `readable_actors`, "
        "`readable_production`, `readable_rulings`; `full_text` (FTS5); `about_tables`, "
        "`about_fields`, `about_release`.",
        "es": "Las tablas con sus claves; vistas `readable_claims`, `readable_events`, `readable_actors`, "
        "`readable_production`, `readable_rulings`; `full_text` (FTS5); `about_tables`, "
        "`about_fields`, `about_release`.",
    },
    "duckdb": {
        "en": "Parquet files and `load.sql`, which makes tables with keys, comments and the readable views."
        " In this folder: `duckdb peru.duckdb < load.sql`.",
        "es": "Archivos Parquet y `load.sql`, que crea tablas con claves, comentarios y las vistas "
        "legibles. En esta carpeta: `duckdb peru.duckdb < load.sql`.",
    },
    "excel": {
        "en": "One workbook: how to read it, readable sheets, every table with a frozen header and filters,"
        " the codebook.",
        "es": "Un libro: cómo leerlo, hojas legibles, cada tabla con encabezado fijo y filtros, el libro de códigos.",
    },
    "jsonl": {
        "en": "A JSON Lines file per table: every field on every line, typed; null where a cell is empty.",
        "es": "Un archivo JSON Lines por tabla: todos los campos en cada línea, con tipos; null donde la "
        "celda está vacía.",
    },
    "croissant": {
        "en": "`croissant.json` (Croissant 1.1) and `croissant-1.0.json` describe the CSV files in `data/`:"
        " fields, types, keys.",
        "es": "`croissant.json` (Croissant 1.1) y `croissant-1.0.json` describen los CSV de `data/`: "
        "campos, tipos, claves.",
    },
    "ftm": {
        "en": "FollowTheMoney entities, one a line. Claims are Notes with their speaker, hedge and reply; "
        "nobody has a topic. Actors that nobody can identify are left out.",
        "es": "Entidades de FollowTheMoney, una por línea. Las afirmaciones son notas (Note) con quien "
        "habla, matiz y descargo; nadie lleva «topic». Se omiten los actores que nadie puede "
        "identificar.",
    },
    "jsonld": {
        "en": "A schema.org Dataset with its sources, actors, events and claims, in JSON-LD with an inline context.",
        "es": "Un Dataset de schema.org con sus fuentes, actores, sucesos y afirmaciones, en JSON-LD con "
        "contexto incluido.",
    },
}
_WORDS = {
    "en": (
        "Version {}, {}. Licence of the data: {}. Texts of sources are not included.",
        "How to read it",
        "Tables",
        "rows",
    ),
    "es": (
        "Versión {}, {}. Licencia de los datos: {}. No incluye textos de las fuentes.",
        "Cómo leerlo",
        "Tablas",
        "filas",
    ),
}


def title(lang: str) -> str:
    """Title of the dataset."""
    text: str = contract.read()["title" if lang == "en" else "title_es"]
    return text


def description(lang: str) -> str:
    """What the dataset is."""
    text: str = contract.read()["description" if lang == "en" else "description_es"]
    return text


def latest_access() -> str:
    """The last day on which a source was read: the date of the data, the same however often they are exported."""
    return max(row["accessed"] for row in raw.read("sources").values())


def release(format: str, lang: str) -> str:
    """Version, format and licence in one line."""
    return _WORDS[lang][0].format(contract.read()["version"], format, contract.read()["licenses"][0]["name"])


def page(format: str, lang: str) -> str:
    """``README.md`` of an export."""
    _, how, tables, rows = _WORDS[lang]
    lines = [f"# {title(lang)}", "", release(format, lang), "", description(lang), "", HOLDS[format][lang]]
    lines += [_SAFE[lang]] if format in ("csv", "croissant") else []
    lines += ["", f"## {how}", *(f"- {line}" for line in READING[lang]), "", f"## {tables}", "", f"| | {rows} | |"]
    lines += ["| --- | ---: | --- |"]
    for name in contract.table_names():
        resource = contract.resource(name)
        lines.append(
            f"| {name} | {raw.count(name)} | {resource['description' if lang == 'en' else 'description_es']} |"
        )
    return "\n".join(lines) + "\n"

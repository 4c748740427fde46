"""The commands of ``peru-narco-data``: their arguments, what each is for in both languages, and examples.

An argument is written as on the command line: ``--about``, or a bare name where it has a place. A sign after it says
how often it may stand: ``?`` once or not, ``*`` any number, ``+`` at least once (of an option: more than once). It is
followed by what stands for its value (nothing: a switch) and by its help in English and Spanish.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    Argument = tuple[str, str, str, str]
    Command = tuple[str, str, tuple[Argument, ...], tuple[str, ...]]

_SINCE = ("--since", "DATE", "only from this year or date on", "solo desde este año o fecha")
_UNTIL = ("--until", "DATE", "only until this year or date", "solo hasta este año o fecha")
_MATTER = (
    "--matter",
    "ID",
    "only this matter: an id from “show matters”",
    "solo este asunto: un identificador de «show matters»",
)
_FORMAT = (
    "--format",
    "FORMAT",
    "text (default), or for programs and spreadsheets: table, csv, json, md",
    "text (por defecto), o para programas y hojas de cálculo: table, csv, json, md",
)
LANG = ("--lang", "LANG", "language: en (default) or es", "idioma: en (por defecto) o es")

# Name -> help in English and Spanish, arguments, examples.
COMMANDS: "dict[str, Command]" = {
    "claims": (
        "who said what about whom, with hedge, reply, rulings and source",
        "quién dijo qué de quién, con matiz, descargo, resoluciones y fuente",
        (
            ("claims*", "ID", "only these claims, such as c0037", "solo estas afirmaciones, como c0037"),
            ("--about", "NAME", "only about this person or body", "solo sobre esta persona o entidad"),
            ("--by", "NAME", "only said by this person or body", "solo dichas por esta persona o entidad"),
            _MATTER,
            (
                "--hedge",
                "CODE",
                "only so worded: a code or label, such as alleged",
                "solo con este matiz: código o nombre, como «presunto»",
            ),
            _SINCE,
            _UNTIL,
            _FORMAT,
        ),
        (
            'claims --about "Kenji Fujimori"',
            "claims --by Soberón --since 2016",
            "claims c0037 c0109",
            "claims --matter callao-warehouse --format csv",
        ),
    ),
    "events": (
        "what happened: official acts, with who took part and the sources",
        "qué ocurrió: actos oficiales, con quién tomó parte y las fuentes",
        (
            ("events*", "ID", "only these events, such as e0004", "solo estos sucesos, como e0004"),
            (
                "--type",
                "CODE",
                "only this type: a code or label, such as arrest",
                "solo de este tipo: código o nombre, como «detención»",
            ),
            ("--place", "NAME", "only at this place or within it", "solo en este lugar o dentro de él"),
            ("--involving", "NAME", "only with this person or body", "solo con esta persona o entidad"),
            _MATTER,
            _SINCE,
            _UNTIL,
            _FORMAT,
        ),
        ("events --place Callao --since 2015 --until 2016", "events --type arrest --involving Caracol"),
    ),
    "actors": (
        "persons and bodies: names, offices, what nobody disputes",
        "personas y entidades: nombres, cargos, lo que nadie discute",
        (
            ("name?", "NAME", "only this one", "solo esta"),
            (
                "--type",
                "CODE",
                "only this type: a code or label, such as person",
                "solo de este tipo: código o nombre, como persona",
            ),
            _FORMAT,
        ),
        ("actors Devida", "actors --type media --format table"),
    ),
    "timeline": (
        "what is on record about someone, in order of time",
        "lo que consta sobre alguien, en orden de tiempo",
        (("actor", "NAME", "person or body", "persona o entidad"), _FORMAT),
        ("timeline Caracol", 'timeline "Kenji Fujimori"'),
    ),
    "production": (
        "published figures: area, output, prices, seizures, eradication",
        "cifras publicadas: superficie, producción, precios, incautaciones",
        (
            ("--indicator", "NAME", "only this indicator", "solo este indicador"),
            ("--place", "NAME", "only this place", "solo este lugar"),
            ("--estimator", "NAME", "only figures of this body", "solo cifras de esta entidad"),
            _SINCE,
            _UNTIL,
            (
                "--level",
                "TYPE",
                "only places of this type: departamento, ...",
                "solo lugares de este tipo: departamento, ...",
            ),
            (
                "--preferred",
                "",
                "the one figure to use of each kind, or why there is none",
                "la cifra que conviene usar de cada clase, o por qué no hay",
            ),
            _FORMAT,
        ),
        (
            "production --indicator coca_eradication_area --place Peru --preferred",
            "production --place VRAEM --since 2014 --format csv",
        ),
    ),
    "estimates": (
        "rival figures side by side, a line for each year",
        "cifras rivales lado a lado, una línea por año",
        (
            (
                "indicator",
                "INDICATOR",
                "an id or label from “show indicators”",
                "identificador o nombre de «show indicators»",
            ),
            ("place", "PLACE", "such as Peru", "como Perú"),
            ("--basis", "CODE,...", "needed where they stand on several bases", "necesaria si hay varias bases"),
            ("--unit", "CODE", "needed where they stand in several units", "necesaria si hay varias unidades"),
            ("--since", "YEAR", "first year", "primer año"),
            ("--until", "YEAR", "last year", "último año"),
            (
                "--show",
                "FIELD",
                "what stands in the cells: text (default), vintage, source, basis, ...",
                "qué va en las celdas: text (por defecto), vintage, source, basis, ...",
            ),
            (
                "--reprints",
                "",
                "a column too for who repeats the figure of another",
                "también una columna para quien repite la cifra de otro",
            ),
            _FORMAT,
        ),
        (
            "estimates coca_cultivation_area Peru --since 2014 --until 2014",
            "estimates coca_cultivation_area Peru --basis net_31_december,net",
        ),
    ),
    "search": (
        "rows that hold all the words, in either language",
        "filas que contienen todas las palabras, en cualquiera de los dos idiomas",
        (
            ("words+", "WORD", "words, or beginnings of words", "palabras o comienzos de palabras"),
            (
                "--table",
                "TABLE",
                "only this table: actors, events, claims, ...",
                "solo esta tabla: actors, events, claims, ...",
            ),
            _FORMAT,
        ),
        ("search helicopt caracol", "search mavila --table matters"),
    ),
    "tables": ("list the tables", "lista las tablas", (_FORMAT,), ("tables",)),
    "show": (
        "rows of a table as they stand in its file",
        "filas de una tabla tal como están en su archivo",
        (
            ("table", "TABLE", "a name from “tables”", "un nombre de «tables»"),
            ("rows*", "ID", "only these rows, by their ids", "solo estas filas, por su identificador"),
            (
                "--where+",
                "COLUMN=VALUE",
                "only rows with this value; may be repeated",
                "solo filas con este valor; se puede repetir",
            ),
            ("--columns", "A,B", "only these columns", "solo estas columnas"),
            (
                "--format",
                "FORMAT",
                "table (default on a screen), csv (default elsewhere), json, md",
                "table (por defecto en pantalla), csv (por defecto fuera de ella), json, md",
            ),
            (
                "--lang",
                "LANG",
                "en or es: titles, labels and texts in that language instead of names and codes",
                "en o es: títulos, etiquetas y textos en ese idioma en vez de nombres y códigos",
            ),
        ),
        (
            "show matters --columns matter_id,title",
            "show claims --where hedge=suspected --columns claim_id,statement",
            "show rulings r4006 --format json",
        ),
    ),
    "codebook": (
        "what the fields of a table mean; without a table the whole codebook",
        "qué significan los campos de una tabla; sin tabla, todo el libro de códigos",
        (("table?", "TABLE", "a name from “tables”", "un nombre de «tables»"),),
        ("codebook claims",),
    ),
    "cite": (
        "references for the release, a table, a source or a row",
        "referencias de la versión, una tabla, una fuente o una fila",
        (
            (
                "what*",
                "WHAT",
                "tables, sources, rows (default: the release)",
                "tablas, fuentes, filas (si no, la versión)",
            ),
            (
                "--style",
                "STYLE",
                "text (APA, default), bibtex, ris, csl-json",
                "text (APA, por defecto), bibtex, ris, csl-json",
            ),
        ),
        ("cite", "cite c0037", "cite vice-2016-narco-state --style ris"),
    ),
    "export": (
        "write the whole dataset in another format",
        "escribe todo el conjunto en otro formato",
        (
            (
                "path",
                "PATH",
                "folder to make; or a file such as peru.xlsx, where the format is a single file",
                "carpeta por crear; o un archivo como peru.xlsx, si el formato es un solo archivo",
            ),
            (
                "--format",
                "FORMAT",
                "csv (default), parquet, sqlite, duckdb, excel, jsonl, croissant, ftm or jsonld",
                "csv (por defecto), parquet, sqlite, duckdb, excel, jsonl, croissant, ftm o jsonld",
            ),
            ("--overwrite", "", "replace an earlier export", "reemplaza una exportación anterior"),
            ("--bom", "", "CSV with a byte-order mark, for Excel", "CSV con marca de orden de bytes, para Excel"),
        ),
        ("export peru", "export peru.xlsx --format excel"),
    ),
    "path": (
        "where the CSV file of a table is",
        "dónde está el archivo CSV de una tabla",
        (("table", "TABLE", "a name from “tables”", "un nombre de «tables»"),),
        ("path claims",),
    ),
    "check": (
        "check the data against the contract and the rules",
        "comprueba los datos con el contrato y las reglas",
        (
            (
                "folder?",
                "FOLDER",
                "with datapackage.json and data/ (default: the bundled data)",
                "con datapackage.json y data/ (si no, los datos incluidos)",
            ),
        ),
        ("check",),
    ),
    "verify": (
        "prove the rows of a source against your own copy of its text",
        "prueba las filas de una fuente con su propia copia del texto",
        (
            ("source", "SOURCE", "such as vice-2016-narco-state", "como vice-2016-narco-state"),
            (
                "copy",
                "FILE",
                "plain text, or a page saved from a browser",
                "texto simple o página guardada del navegador",
            ),
        ),
        ("verify vice-2016-narco-state my-copy.html",),
    ),
    "changes": (
        "what differs between two releases, with the reasons",
        "qué difiere entre dos versiones, con los motivos",
        (
            ("old", "OLD", "a version, or a folder", "una versión o una carpeta"),
            ("new?", "NEW", "the same (default: this release)", "lo mismo (si no, esta versión)"),
            (
                "--ledger",
                "",
                "print lines for data/changes.csv, their reasons left open",
                "imprime líneas para data/changes.csv, sin los motivos",
            ),
        ),
        ("changes 0.1.0",),
    ),
    "fingerprint": (
        "for maintainers: lines of a text for data/fingerprints.csv",
        "para mantenedores: líneas de un texto para data/fingerprints.csv",
        (
            ("source", "SOURCE", "id of the source", "identificador de la fuente"),
            ("copy", "FILE", "plain text, a paragraph to a line", "texto simple, un párrafo por línea"),
        ),
        (),
    ),
    "format": (
        "for maintainers: sort and re-derive the files of a checkout",
        "para mantenedores: ordena y rehace los archivos de un repositorio",
        (
            ("folder?", "FOLDER", "the checkout (default: here)", "el repositorio (si no, este)"),
            (
                "--check",
                "",
                "write nothing; say what is stale and exit with 1",
                "no escribe nada; dice qué no está al día y sale con 1",
            ),
        ),
        (),
    ),
}
# Command -> what its arguments are where they are not given.
DEFAULTS: "dict[str, dict[str, object]]" = {
    "claims": {"claims": []},
    "events": {"events": []},
    "estimates": {"show": "text"},
    "show": {"rows": [], "where": [], "format": None, "lang": None},
    "cite": {"what": [], "style": "text"},
    "export": {"format": None},
}

OVERVIEW = {
    "en": (
        "usage: peru-narco-data COMMAND ... [--lang es] [--help] [--version]",
        "Peru's cocaine economy as validated tables: production, actors, events, and who said what about whom.",
        "commands (COMMAND --help says more)",
        "exit codes",
        {
            "0": "done",
            "1": "nothing found; or something is wrong with what was checked",
            "2": "the request was wrong, or could not be carried out",
            "130": "stopped by Ctrl-C",
        },
    ),
    "es": (
        "uso: peru-narco-data ORDEN ... [--lang es] [--help] [--version]",
        "La economía de la cocaína en el Perú en tablas validadas: producción, actores, sucesos, y quién dijo qué de"
        " quién.",
        "órdenes (ORDEN --help dice más)",
        "códigos de salida",
        {
            "0": "hecho",
            "1": "no se halló nada; o algo está mal en lo que se comprobó",
            "2": "el pedido estaba mal o no se pudo cumplir",
            "130": "detenido con Ctrl-C",
        },
    ),
}
# Examples of the overview.
FIRST = (
    'claims --about "Kenji Fujimori"',
    "timeline Caracol",
    "events --place Callao --since 2015",
    "estimates coca_cultivation_area Peru --since 2014 --until 2014",
    "search helicopt caracol",
    "cite c0037",
    "export peru.xlsx --format excel",
)

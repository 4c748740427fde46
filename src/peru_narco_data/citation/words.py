"""The words that references add, in both languages."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


WORDS: "dict[str, Any]" = {
    "en": {
        "months": [
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ],
        "undated": "n.d.",
        "and": ", & ",
        "dataset": "Dataset",
        "in": "In",
        "version": "Version {}",
        "part": "{} (table {})",
        "row": "{}, row {}",
        "retrieved": "Retrieved {}, from {}",
        "read": "read: {}",
    },
    "es": {
        "months": [
            *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
            *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        ],
        "undated": "s. f.",
        "and": " y ",
        "dataset": "Conjunto de datos",
        "in": "En",
        "version": "Versión {}",
        "part": "{} (tabla {})",
        "row": "{}, fila {}",
        "retrieved": "Recuperado el {}, de {}",
        "read": "leído: {}",
    },
}

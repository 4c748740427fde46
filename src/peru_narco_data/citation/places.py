"""Places in a source in the words of a reader: "para. 16" or "párr. 16" for "p16"."""

import re

# Parts of a locator whose English is not as it was recorded.
_ENGLISH = (
    (r"p(\d+)", r"para. \1"),
    (r"(?:para|paragraph) (\d+)", r"para. \1"),
    (r"(?:paras|paragraphs) (\d.*)", r"paras. \1"),
    (r"page (\d+)", r"p. \1"),
    (r"pages (\d.*)", r"pp. \1"),
    (r"last para(?:graph)?", r"last para."),
    (r"last paras", r"last paras."),
)
# Parts in Spanish, ordinals being figures already. What a source itself calls a row or section stays in its language.
_SPANISH = (
    (r"p(\d+)", r"párr. \1"),
    (r"(?:para|paragraph) (\d+)|(\d+) paragraph", r"párr. \1\2"),
    (r"(?:paras|paragraphs) (\d.*)", r"párrs. \1"),
    (r"(\d+) and (\d+) paragraphs?", r"párrs. \1 y \2"),
    (r"(\d+) to (\d+) paragraphs?", r"párrs. \1 a \2"),
    (r"(?:1|opening) paragraphs", r"primeros párrs."),
    (r"last para(?:graph)?(?: shown)?", r"último párr."),
    (r"last paras", r"últimos párrs."),
    (r"(.+) paragraph", r"párr. «\1»"),
    (r"(?:p\.|page) (\d+)", r"p. \1"),
    (r"(?:pp\.|pages) (\d.*)", r"pp. \1"),
    (r"(\d+) page of (\d+)", r"p. \1 de \2"),
    (r"last (?:line|sentence)", r"última línea"),
    (r"last lines", r"últimas líneas"),
    (r"(\d+) (?:point|highlight)|highlight (\d+)", r"punto \1\2"),
    (r"(\d+) section|section (\S+)", r"sección \1\2"),
    (r"section (\S+) summary", r"sección \1, resumen"),
    (r"chapter (\S+)", r"capítulo \1"),
    (r"annex (\S+)", r"anexo \1"),
    (r"figure (\S+)", r"figura \1"),
    (r"footnote (\S+)", r"nota al pie \1"),
    (r"post (\d+)", r"mensaje \1"),
    (r"fact sheet", r"hoja de datos"),
    (r"summary facts? sheet", r"hoja de resumen"),
    (r"sheet (.+)", r"hoja \1"),
    (r"table", r"tabla"),
    (r"table (.+)", r"tabla \1"),
    (r"summary table", r"tabla de resumen"),
    (r"department table", r"tabla de departamentos"),
    (r"zone table", r"tabla de zonas"),
    (r"(\S+) table", r"tabla «\1»"),
    (r"row (.+)", r"fila \1"),
    (r"(\d+) row quoted in the page title", r"fila \1, citada en el título de la página"),
    (r"(\S+) row", r"fila «\1»"),
    (r"rows (.+)", r"filas \1"),
    (r"(\d+) block of rows (.+)", r"bloque \1 de filas \2"),
    (r"column (.+)", r"columna \1"),
    (r"line (.+)", r"línea «\1»"),
    (r"lines (.+)", r"líneas «\1»"),
    (r"ground (\S+)", r"fundamento \1"),
    (r"grounds (\S+-\S+)", r"fundamentos \1"),
    (r"1 grounds", r"primeros fundamentos"),
    (r"excerpt", r"extracto"),
    (r"in excerpt", r"en el extracto"),
    (r"(?:news )?text", r"texto"),
    (r"text \(charts not visible\)", r"texto (gráficos no visibles)"),
    (r"headline", r"titular"),
    (r"linked headline", r"titular enlazado"),
    (r"headnote", r"encabezado"),
    (r"lead", r"entradilla"),
    (r"title", r"título"),
    (r"subtitle", r"subtítulo"),
    (r"abstract|summary", r"resumen"),
    (r"executive summary", r"resumen ejecutivo"),
    (r"introduction", r"introducción"),
    (r"preface", r"prefacio"),
    (r"foreword", r"prólogo"),
    (r"conclusions", r"conclusiones"),
    (r"end", r"final"),
    (r"quotation", r"cita"),
    (r"quoted press", r"prensa citada"),
    (r"tweet quoted", r"tuit citado"),
    (r"opening note", r"nota inicial"),
    (r"update note", r"nota de actualización"),
    (r"author line", r"línea de autor"),
    (r"archive listing", r"lista del archivo"),
    (r"topic list", r"lista de temas"),
    (r"description of the upload", r"descripción de quien lo subió"),
    (r"quotation of the ONDCP director", r"cita del director de la ONDCP"),
    (r"document in FBIS sample", r"documento de la muestra de FBIS"),
    (r"(\w+) edition (\d+)", r"\1, edición \2"),
    (r"(\w+) edition (\d+) \(same(?: text)? to (\d+)\)", r"\1, edición \2 (igual hasta \3)"),
    (r"(\w+=.+|\S+\.csv|asunto|materia|antecedentes|demanda|VISTOS)", r"\1"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def in_words(locator: str, lang: str) -> str:
    """A locator in the words of a reader.

    What is not known stays as it was recorded: the whole, where the first part of it is not known.
    """
    told: list[str] = []
    for mark, part in re.findall(r"(^|, (?!\d)|: |; )((?:\([^()]*\)|, (?=\d)|(?!, |: |; ).)+)", locator):
        word = _english(part) if lang == "en" else _spanish(part)
        if word is None and not told:
            return locator
        told.append(mark + (word or part))
    return re.sub(r"(?<=\d)-(?=\d)", "–", "".join(told)) if told != [locator] else locator


def _english(part: str) -> str:
    return _matched(part, _ENGLISH) or part


def _spanish(part: str) -> str | None:
    for figure, name in enumerate(_ORDINALS, 1):
        part = re.sub(rf"(?i)\b({name}|{figure}(?:st|nd|rd|th))\b", str(figure), part)
    whole = _matched(part, _SPANISH)
    if whole:
        return whole
    for sign, joined in ((" in excerpt", "{} del extracto"), (" and ", "{} y {}")):
        ends = part.split(sign, 1)
        if len(ends) > 1:
            words = [_spanish(end) if end else "" for end in ends]
            return joined.format(*words) if None not in words else None
    return None


def _matched(part: str, table: tuple[tuple[str, str], ...]) -> str | None:
    for pattern, words in table:
        match = re.fullmatch(pattern, part, re.IGNORECASE)
        if match:
            return match.expand(words)
    return None

"""Finds the numbers that stand in a text: digits or words, English or Spanish, with either language's separators."""

import re
from collections.abc import Iterator

from peru_narco_data.messages import fold

_SMALL = {
    word: number
    for number, words in {
        0: "zero cero",
        1: "one un uno una first primer primero primera top largest biggest leading mayor principal",  # ranks
        2: "two dos second segundo segunda both ambos ambas pair par",
        3: "three tres third tercer tercero tercera",
        4: "four cuatro fourth cuarto cuarta",
        5: "five cinco fifth quinto quinta",
        6: "six seis sixth sexto sexta",
        7: "seven siete seventh septimo septima",
        8: "eight ocho eighth octavo octava",
        9: "nine nueve ninth noveno novena",
        10: "ten tens diez decenas tenth decimo decima",
        11: "eleven once",
        12: "twelve doce dozen dozens docena docenas",
        13: "thirteen trece",
        14: "fourteen catorce",
        15: "fifteen quince",
        16: "sixteen dieciseis",
        17: "seventeen diecisiete",
        18: "eighteen dieciocho",
        19: "nineteen diecinueve",
        20: "twenty veinte score",
        21: "veintiun veintiuno veintiuna",
        22: "veintidos",
        23: "veintitres",
        24: "veinticuatro",
        25: "veinticinco",
        26: "veintiseis",
        27: "veintisiete",
        28: "veintiocho",
        29: "veintinueve",
        30: "thirty treinta",
        40: "forty cuarenta",
        50: "fifty cincuenta",
        60: "sixty sesenta",
        70: "seventy setenta",
        80: "eighty ochenta",
        90: "ninety noventa",
        100: "cien ciento cientos",
        200: "doscientos doscientas",
        300: "trescientos trescientas",
        400: "cuatrocientos cuatrocientas",
        500: "quinientos quinientas",
        600: "seiscientos seiscientas",
        700: "setecientos setecientas",
        800: "ochocientos ochocientas",
        900: "novecientos novecientas",
    }.items()
    for word in words.split()
}
_SCALES = {
    **dict.fromkeys(("hundred", "hundreds"), 1e2),
    **dict.fromkeys(("thousand", "thousands", "mil", "miles"), 1e3),
    **dict.fromkeys(("million", "millions", "millon", "millones", "millionaire", "millionaires"), 1e6),
    **dict.fromkeys(("billion", "billions", "billionaire", "billionaires"), 1e9),
}
_PARTS = {  # as a share and in percent
    **dict.fromkeys(("half", "mitad", "medio", "media"), (0.5, 50.0)),
    **dict.fromkeys(("quarter", "cuarto"), (0.25, 25.0)),
    **dict.fromkeys(("third", "thirds", "tercio", "tercios"), (1 / 3, 100 / 3)),
}
_TOKEN = re.compile(r"\d+(?:[.,' \u00a0\u202f]\d{3})*(?:[.,]\d+)?|[^\W\d_]+")


def stands(value: float, text: str) -> bool:
    """Whether the number stands in the text."""
    return any(abs(found - value) <= 1e-9 * max(1.0, abs(value)) for found in numbers(text))


def numbers(text: str) -> set[float]:
    """Every number that the text can be read to hold; where it can be read in two ways, both."""
    return set(_numbers(text))


def _numbers(text: str) -> Iterator[float]:
    total, current, going = 0.0, [0.0], False  # what a phrase amounts to so far; a figure may have two readings
    for token in [*_TOKEN.findall(text), "."]:
        word = fold(token)
        if word in _PARTS:
            yield from _PARTS[word]
        if token[0].isdigit():
            yield from (total + c for c in current if going)
            # "23 mil 600": figures right after a word of scale belong to the same number, if they are below the scale.
            follows = total if total and current == [0.0] and token.isdigit() and len(token) <= 3 else 0.0
            total, current, going = follows, list(_readings(token)), True
            yield from current
        elif word in _SMALL:
            current, going = [c + _SMALL[word] for c in current], True
            yield float(_SMALL[word])
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 1e2:
                current = [(c or 1.0) * scale for c in current]
            else:
                scaled = [((total if scale > 1e3 else 0.0) + c or 1.0) * scale for c in current]
                yield from scaled
                total, current = max(scaled) + (total if scale == 1e3 else 0.0), [0.0]
            going = True
        elif going and word not in ("and", "y", "a", "de", "of"):
            yield from (total + c for c in current)
            total, current, going = 0.0, [0.0], False


def _readings(figure: str) -> Iterator[float]:
    """1.500 is fifteen hundred or one and a half, as the language has it."""
    plain = re.sub(r"[.,' \u00a0\u202f]", "", figure)
    if re.fullmatch(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+|\d+", figure):
        yield float(plain)
    head, _, tail = figure.rpartition("," if figure.rfind(",") > figure.rfind(".") else ".")
    if head and tail.isdigit():
        yield float(re.sub(r"[.,' \u00a0\u202f]", "", head) + "." + tail)

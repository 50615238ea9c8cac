"""Names of months and weekdays in the languages that classes write their dates in.

Names are kept without accents and in small letters, as ``folded`` makes the text in which they are
looked for: ``AOÛT``, ``Aout`` and ``août`` are one name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

_PLAIN: Final = str.maketrans(
    {0x131: "i", 0x130: "i", 0x141: "l", 0x142: "l", 0x2019: "'", 0xA0: " "}
)


def folded(text: str) -> str:
    """The text without accents and capitals, each character in the place where it was."""
    if text.isascii():
        return text.lower()
    return "".join(_plain(each) for each in text.translate(_PLAIN))


def _plain(character: str) -> str:
    low = unicodedata.normalize("NFD", character)[0].lower()
    return low if len(low) == 1 else character


def _numbered(names: Sequence[str], first: int) -> Mapping[str, int]:
    return {
        name.replace("_", " "): number
        for number, of_one in enumerate(names, first)
        for name in of_one.split()
    }


MONTHS: Final = _numbered(
    (
        "january jan januar janner janvier janv enero ene eanair ocak stycznia styczen",
        "february feb februar feber fevrier fevr fev febrero feabhra subat lutego luty",
        "march mar marz maerz mrz mars marzo marta mart marca marzec",
        "april apr avril avr abril abr aibrean nisan kwietnia kwiecien",
        "may mai mayo bealtaine mayis maja maj",
        "june jun juni juin junio meitheamh haziran czerwca czerwiec",
        "july jul juli juillet juil julio iuil temmuz lipca lipiec",
        "august aug aout agosto ago lunasa agustos sierpnia sierpien",
        "september sep sept septembre septiembre setiembre mean_fomhair eylul wrzesnia wrzesien",
        "october oct oktober okt octobre octubre deireadh_fomhair ekim pazdziernika pazdziernik",
        "november nov novembre noviembre samhain samhna kasim listopada listopad",
        "december dec dezember dez decembre diciembre dic nollaig nollag aralik grudnia grudzien",
    ),
    1,
)
WEEKDAYS: Final = _numbered(
    (
        "monday mon montag lundi lunes de_luain luan pazartesi poniedzialek",
        "tuesday tuesdays tue tues dienstag mardi martes de_mairt mairt sali wtorek",
        "wednesday wed mittwoch mercredi miercoles de_ceadaoin ceadaoin carsamba sroda srode",
        "thursday thu thur thurs donnerstag jeudi jueves deardaoin persembe czwartek",
        "friday fri freitag vendredi viernes de_haoine aoine cuma piatek",
        "saturday sat samstag sonnabend samedi sabado de_sathairn satharn cumartesi sobota sobote",
        "sunday sun sonntag dimanche domingo de_domhnaigh domhnach pazar niedziela niedziele",
    ),
    0,
)
SHORT_WEEKDAYS: Final = _numbered(("mo", "di", "mi", "do", "fr", "sa", "so"), 0)
"""Two letters, which are a weekday only before a date."""
WORDS_TOO: Final = frozenset({"do", "mi", "so"})
"""Short weekdays that are words in another language, and then say nothing of the day."""
ALSO_WORDS: Final = frozenset({"may", "march", "mar", "mars", "mart", "maj", "jun", "ago", "dec"})
"""Months whose names are words as well."""
DAYS_AHEAD: Final = {
    "today": 0,
    "heute": 0,
    "aujourd'hui": 0,
    "hoy": 0,
    "inniu": 0,
    "bugun": 0,
    "dzisiaj": 0,
    "tomorrow": 1,
    "morgen": 1,
    "demain": 1,
    "manana": 1,
    "amarach": 1,
    "yarin": 1,
    "jutro": 1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "ubermorgen": 2,
    "apres-demain": 2,
    "pasado manana": 2,
}
COUNTS: Final = {
    name: number
    for number, name in enumerate(
        ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
    if name
} | {"a": 1, "an": 1, "a couple of": 2}

"""Who leads something, under another word: „Vorstandsvorsitzende der Bahn“, „der Bahnchef“."""

from __future__ import annotations

from typing import Final

_CHIEF: Final = ("chef", "chefin", "boss")
_LEADING: Final = (
    *("chef", "chefin", "vorsitzende", "vorsitzender", "direktor", "direktorin", "boss", "ceo"),
    *("geschäftsführer", "geschäftsführerin", "präsident", "präsidentin", "leiter", "leiterin"),
    *("manager", "managerin", "vorstand", "intendant", "intendantin"),
)
# what is led goes without saying: „der Konzernchef“ is that of the concern the text is about
_ANY: Final = frozenset(
    [
        *("konzern", "firmen", "unternehmens", "vorstands", "behörden", "partei", "fraktions"),
        *("amts", "instituts", "vereins", "gewerkschafts", "klub", "club", "verbands", "bank"),
        *("", "vize", "co"),
    ]
)
BODIES: Final = frozenset(
    [
        *("behörde", "agentur", "unternehmens", "konzerns", "partei", "organisation", "verbands"),
        *("verbandes", "amts", "amtes", "ministeriums", "instituts", "bank", "firma", "vereins"),
        *("gewerkschaft", "fraktion", "kommission", "stiftung", "clubs", "klubs", "gesellschaft"),
    ]
)


def leads(noun: str, role: str, affiliation: str) -> bool:
    """Whether somebody with that role may be called by the noun; all in small letters."""
    ending = next((end for end in _CHIEF if noun.endswith(end)), None)
    if ending is None or not _is_leading(role):
        return False
    led = noun.removesuffix(ending).strip("-").removeprefix("vize").strip("-")
    told = f"{role} {affiliation}".replace("-", " ")
    return led in _ANY or (len(led) > 2 and led.removesuffix("s") in told)


def _is_leading(role: str) -> bool:
    return any(word.strip(",").endswith(_LEADING) for word in role.split(" "))

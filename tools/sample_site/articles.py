"""Which articles the sample site shows, where, and in whose clothes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Template = Literal["blog", "paper", "broadcaster", "bare"]


@dataclass(frozen=True, slots=True)
class Choice:
    """`number` is the page number that opens the record's `documentName`."""

    number: int
    slug: str
    section: str
    template: Template


MODEL: Final = Choice(0, "streit-im-un-sicherheitsrat", "Politik", "paper")
MODEL_TITLE: Final = "Modellartikel: Streit im UN-Sicherheitsrat über nordkoreanische Truppen"

# Public affairs and many voices; no private person's misfortune.
CHOSEN: Final = (
    Choice(27237, "braunbaer-zum-abschuss-freigegeben", "Panorama", "bare"),
    Choice(32592, "haushaltsdebatte-2007", "Wirtschaft", "paper"),
    Choice(33446, "ayaan-hirsi-ali-in-kassel", "Kultur", "blog"),
    Choice(35600, "volkswagen-baut-in-indien", "Wirtschaft", "bare"),
    Choice(38180, "gutachter-zum-vw-gesetz", "Recht", "paper"),
    Choice(40335, "online-zugriff-auf-passfotos", "Politik", "blog"),
    Choice(45213, "fifa-vergibt-weltmeisterschaften", "Sport", "broadcaster"),
    Choice(45695, "ipcc-klimawandel-hat-begonnen", "Wissenschaft", "paper"),
    Choice(48520, "neues-grundrecht-online-durchsuchung", "Recht", "broadcaster"),
    Choice(50226, "myanmar-nach-dem-zyklon", "Panorama", "broadcaster"),
    Choice(51123, "obama-verzichtet-auf-zuschuesse", "Politik", "bare"),
    Choice(52796, "osze-zur-wahl-in-georgien", "Politik", "blog"),
    Choice(59270, "friedensnobelpreis-fuer-obama", "Politik", "paper"),
    Choice(61557, "basf-und-die-kartoffel", "Wirtschaft", "blog"),
    Choice(64928, "gesetzentwurf-zum-datenschutz", "Recht", "bare"),
    Choice(66494, "erdbeben-in-neuseeland", "Panorama", "broadcaster"),
    Choice(67437, "plagiatsfall-guttenberg", "Politik", "paper"),
    Choice(72118, "romney-gewinnt-in-illinois", "Politik", "blog"),
    Choice(74899, "papst-benedikt-tritt-zurueck", "Panorama", "broadcaster"),
    Choice(80806, "explosion-in-der-metro", "Panorama", "paper"),
    Choice(81262, "die-wertvollsten-konzerne", "Wirtschaft", "broadcaster"),
    Choice(83346, "johnson-wird-premierminister", "Politik", "blog"),
    Choice(83783, "handball-em-hauptrunde", "Sport", "paper"),
    Choice(84342, "george-shultz-gestorben", "Politik", "broadcaster"),
)

# What stands around articles and is none of their text. Everybody in it is called Nebenbei: a quote
# taken from a teaser, a caption or a comment is seen at once.
TEASERS: Final = (
    "„Wir haben davon nichts gewusst“, sagt die Kämmerin Almut Nebenbei",
    "Nach Angaben von Bernd Nebenbei fehlen 400 Plätze in der Stadthalle",
    "„Das wird teuer“: Warum die Brücke gesperrt bleibt",
    "Bahnchef Curt Nebenbei verspricht, dass bald alles besser wird",
    "„So nicht“, ruft Dora Nebenbei – und alle gehen nach Hause",
    "Laut Förster Emil Nebenbei geht es dem Wald wieder besser",
    "„Ich bereue nichts“: Frieda Nebenbei im großen Gespräch",
)

"""Articles of our own making: what pages are made of, and what must come out of them again.

A blank line ends a block; a heading starts with `# `, a block quote with `> `, an item with `* `.
"""

from __future__ import annotations

from typing import Final

TITLE: Final = "Streit um die Brücke: „Wir prüfen jeden Pfeiler“"

_NEWS: Final = """
Die Talbrücke bei Altenrode bleibt bis zum Herbst gesperrt. Das teilte das Verkehrsministerium am
Montag mit. „Wir prüfen jeden Pfeiler“, sagte Verkehrsministerin Jana Vogt in Neustadt.

Gutachter hatten im Januar Risse entdeckt. Nach Angaben des Ministeriums sind mindestens 40
Schrauben gerissen, weitere 120 gelten als gefährdet.

# Kritik aus der Opposition

Der Abgeordnete Peter Lindner warf der Ministerin vor, sie habe die Warnungen ignoriert. „Seit
drei Jahren liegt das Papier auf dem Tisch“, sagte er. Vogt wies das zurück.

Die Kosten schätzt das Land auf 18,5 Millionen Euro. Ob der Bund etwas davon übernimmt, ist offen.

# Wie es weitergeht

Laut einem internen Vermerk sollen im Juni zwei Stützen ausgetauscht werden. Man habe „keine
Alternative“, heißt es darin.

Anwohner fürchten den Umleitungsverkehr. „Bei uns fährt jetzt alle zehn Sekunden ein Lastwagen
vorbei“, klagte die Bäckerin Ruth Amsel. Sie hoffe, dass das bald ein Ende habe.
"""

_INTERVIEW: Final = """
Ruth Amsel backt seit dreißig Jahren Brot an der Hauptstraße von Altenrode. Ein Gespräch über
Lastwagen, Lärm und leere Regale.

Frau Amsel, wie laut ist es bei Ihnen?

Sehr laut. Wenn ich die Tür öffne, verstehe ich meine Kunden nicht mehr.

Haben Sie sich beschwert?

Mehrfach. Der Bürgermeister hat mir gesagt, er könne nichts tun. Das glaube ich ihm nicht.

Und jetzt?

Jetzt sammeln wir Unterschriften. Wir haben schon 1.200.

Das Gespräch mit der Bäckerin führte unsere Redaktion am Telefon. Amsel sagte am Ende, sie wolle
„auf keinen Fall“ aufgeben.
"""

_STRUCTURED: Final = """
Der Stadtrat von Altenrode hat am Dienstagabend über den Verkehr beraten. Beschlossen wurde wenig,
geredet wurde viel.

# Was der Rat verlangt

* Ein Nachtfahrverbot für Lastwagen über 7,5 Tonnen.

* Eine Ampel vor der Grundschule.

* Einen Bericht der Ministerin bis zum 15. April.

Bürgermeister Theo Kranz begründete das so:

> „Wir können nicht länger warten. Die Menschen hier haben ein Recht auf Schlaf.“

Die Fraktion der Grünen nannte den Beschluss „überfällig“. Deren Sprecherin Ines Wolter kündigte
an, man werde notfalls klagen.

Mehr zum Thema Lärm will der Rat im Mai beraten. „Lesen Sie auch die Anlagen“, mahnte Kranz die
Abgeordneten, dann schloss er die Sitzung.
"""

_SHORT: Final = """
Ein Sattelzug ist am Freitag in Altenrode in eine Bäckerei gerollt. Verletzt wurde niemand. „Ich
stand zum Glück hinten am Ofen“, sagte die Inhaberin Ruth Amsel. Die Polizei geht davon aus, dass
der Fahrer die Handbremse nicht angezogen hatte.
"""


def _blocks(text: str) -> tuple[str, ...]:
    return tuple(" ".join(block.split()) for block in text.strip().split("\n\n"))


ARTICLES: Final = {
    "news": _blocks(_NEWS),
    "interview": _blocks(_INTERVIEW),
    "structured": _blocks(_STRUCTURED),
    "short": _blocks(_SHORT),
}


def text_of(blocks: tuple[str, ...]) -> str:
    return "\n".join(block.lstrip("#>* ") for block in blocks)

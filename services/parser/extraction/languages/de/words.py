"""The closed classes of German that the rules look at, folded to small letters."""

from __future__ import annotations

from typing import Final

COMPLEMENTISERS: Final = frozenset({"dass", "daß"})
SUBORDINATORS: Final = frozenset(
    "dass daß ob weil wenn obwohl obgleich obschon während nachdem bevor ehe damit sodass falls "
    "sofern soweit indem seit seitdem solange sobald sooft zumal da als bis wohingegen wobei wenngleich "
    "woraufhin wonach sowie insofern".split()
)
WH_WORDS: Final = frozenset(
    "was wer wen wem wessen wo wie wann warum weshalb wieso woher wohin wodurch womit wofür "
    "woran worauf woraus worin worüber wovon wovor wozu welche welcher welches welchen welchem "
    "inwieweit inwiefern".split()
)
RELATIVES: Final = frozenset(
    "der die das dem den deren dessen denen welche welcher welches welchen welchem was wer".split()
)
INFINITIVE_OPENERS: Final = frozenset("um ohne anstatt statt".split())
COORDINATORS: Final = frozenset("und oder aber sondern doch denn sowie beziehungsweise bzw".split())
FOCUS: Final = frozenset(
    "auch nur sogar selbst erst bereits schon vor allem besonders insbesondere lediglich".split()
)
PRONOUNS_NOMINATIVE: Final = frozenset("er sie es wir ich man dieser diese jener jene".split())
PRONOUNS_OBLIQUE: Final = frozenset(
    "ihm ihn ihnen ihr mir mich dir dich uns euch sich einander dem den denen".split()
)
ARTICLES_NOT_NOMINATIVE: Final = frozenset(
    "dem den des einem einen eines diesem diesen dieses jenem jenen seinem seinen seines ihrem ihren "
    "ihres keinem keinen keines allen allem vielen mehreren einigen beiden unserem unseren meinem".split()
)
GENITIVE_STARTS: Final = frozenset(
    "des der eines einer seines seiner ihres ihrer dieses dieser jenes jener unserer unseres zweier dreier "
    "aller mehrerer vieler einiger beider deren dessen".split()
)
NAME_PARTICLES: Final = frozenset(
    "von van de der den zu zur zum vom bin ibn al el da di du la le del della dos das und ten ter abu af".split()
)
ATTRIBUTE_PREPOSITIONS: Final = frozenset(
    "von vom für aus bei beim der im in am an zur zum".split()
)
ADVERBS_BEFORE_NOUN: Final = frozenset(
    "rund etwa mindestens fast knapp gut circa ca. ungefähr mehr als bis zu über sehr besonders so sonst".split()
)
NEGATIONS: Final = frozenset(
    "nicht nie niemals kein keine keinen keinem keiner keines keinerlei nichts niemand niemanden niemandem "
    "nirgends weder".split()
)
TIME_NOUNS: Final = frozenset(
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag montagabend dienstagabend "
    "mittwochabend donnerstagabend freitagabend samstagabend sonntagabend januar februar märz april mai juni "
    "juli august september oktober november dezember jahr jahren jahres woche wochen monat monate monaten tag "
    "tage tagen abend morgen nachmittag mittag vormittag nacht uhr wochenende stunde stunden minuten "
    "anschluss vorfeld rahmen laufe".split()
)
DEMONSTRATIVES: Final = frozenset("das dies dieses".split())

"""The closed classes of German that the rules look at, folded to small letters."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de.lexicon import closed_class

COMPLEMENTISERS: Final = closed_class("complementisers")
SUBORDINATORS: Final = closed_class("subordinators")
WH_WORDS: Final = closed_class("wh_words")
RELATIVES: Final = closed_class("relatives")
INFINITIVE_OPENERS: Final = closed_class("infinitive_openers")
COORDINATORS: Final = closed_class("coordinators")
FOCUS: Final = closed_class("focus")
PRONOUNS_NOMINATIVE: Final = closed_class("pronouns_nominative")
PRONOUNS_OBLIQUE: Final = closed_class("pronouns_oblique")
ARTICLES_NOT_NOMINATIVE: Final = closed_class("articles_not_nominative")
GENITIVE_STARTS: Final = closed_class("genitive_starts")
NAME_PARTICLES: Final = closed_class("name_particles")
ATTRIBUTE_PREPOSITIONS: Final = closed_class("attribute_prepositions")
ADVERBS_BEFORE_NOUN: Final = closed_class("adverbs_before_noun")
NEGATIONS: Final = closed_class("negations")
TIME_NOUNS: Final = closed_class("time_nouns")
CORRELATES: Final = closed_class("correlates")

CONTRACTIONS: Final = {
    "vom": "von",
    "zum": "zu",
    "zur": "zu",
    "im": "in",
    "am": "an",
    "ans": "an",
    "ins": "in",
    "fürs": "für",
    "aufs": "auf",
    "ums": "um",
    "übers": "über",
}
# prepositions with which a verb takes what it is about
GOVERNED: Final = frozenset(CONTRACTIONS.values()) | {"als", "gegen", "mit", "vor", "aus"}

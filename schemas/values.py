"""The parts that events share.

Each set of values says what every value means: subscribers read it in the reference. `Extensible`
marks those that may grow within a version, and the value that an older reader takes for a new one.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from .base import Instant, Value, Words
from .extensible import extensible

QuoteType = Annotated[
    Literal["direct", "indirect", "reported", "free_indirect", "indirect_free_indirect"],
    Field(
        description="direct: word for word, between marks. indirect: in a clause that depends on "
        "a cue („sagte, dass …“). reported: what was said is summed up, without its words. "
        "free_indirect: the speaker's thoughts in the narrator's voice, without a cue. "
        "indirect_free_indirect: between the last two of these, in the subjunctive and without a "
        "cue of its own",
        examples=["direct"],
    ),
]
Medium = Annotated[
    Literal["speech", "thought", "writing"],
    Field(description="whether it was said, thought or written", examples=["speech"]),
]
SpeakerKind = Annotated[
    Literal["person", "organization", "group", "document", "unknown"],
    Field(
        description="person: one human. organization: a body with a name („das Ministerium“). "
        "group: several („Experten“). document: a text that speaks („der Bericht“). unknown: "
        "none of these for sure",
        examples=["person"],
    ),
    extensible(fallback="unknown"),
]
Resolution = Annotated[
    Literal["explicit", "apposition", "pronoun", "nominal", "continued", "anonymous"],
    Field(
        description="how the words at the quote led to the name. explicit: the name stands there. "
        "apposition: beside a role. pronoun: „er“. nominal: „die Ministerin“. continued: the "
        "speaker of the sentence before. anonymous: somebody who is not named",
        examples=["pronoun"],
    ),
]
CueCategory = Annotated[
    Literal[
        "say",
        "report",
        "announce",
        "demand",
        "deny",
        "confirm",
        "criticise",
        "warn",
        "ask",
        "think",
        "according_to",
        "none",
    ],
    Field(
        description="what kind of saying the cue names; none: a word that only introduces",
        examples=["say"],
    ),
    extensible(fallback="none"),
]
SpeechAct = Annotated[
    Literal[
        "assertion", "denial", "demand", "warning", "commitment", "question", "evaluation", "other"
    ],
    Field(
        description="what is done by saying it: something is put forward as true, denied, "
        "demanded, warned of, promised, asked, judged",
        examples=["denial"],
    ),
    extensible(fallback="other"),
]
Confidence = Annotated[
    Literal["high", "medium", "low"],
    Field(description="how sure the engine is that it read this right", examples=["high"]),
]
Attribution = Annotated[
    Literal["author", "attributed", "hearsay"],
    Field(
        description="who vouches for it. author: the outlet itself. attributed: the claimant. "
        "hearsay: somebody who is not named („soll“, „offenbar“)",
        examples=["attributed"],
    ),
]
Polarity = Annotated[
    Literal["positive", "negative", "underspecified"],
    Field(
        description="whether the claimant affirms it (positive), denies it (negative), or leaves "
        "it open",
        examples=["negative"],
    ),
]
Certainty = Annotated[
    Literal["certain", "probable", "possible", "underspecified"],
    Field(
        description="how sure the claimant is, not the engine. underspecified: passed on without "
        "a word on that",
        examples=["certain"],
    ),
]
Mood = Annotated[
    Literal["indicative", "konjunktiv1", "konjunktiv2"],
    Field(
        description="of the finite verb: indicative („ist“), konjunktiv1 („sei“: as somebody "
        "says), konjunktiv2 („wäre“)",
        examples=["konjunktiv1"],
    ),
]
Comparator = Annotated[
    Literal["eq", "approx", "at_least", "at_most", "more_than", "less_than", "range"],
    Field(
        description="how the number relates to the truth: „40“ eq, „rund 40“ approx, „mindestens "
        "40“ at_least, „bis zu 40“ at_most, „mehr als 40“ more_than, „weniger als 40“ less_than, "
        "„40 bis 50“ range",
        examples=["at_least"],
    ),
]

GoneReason = Annotated[
    Literal["gone", "not_found", "erased"],
    Field(
        description="gone: the server says so (410). not_found: 404, twice, at least a day "
        "apart. erased: on request; delete what you hold of it",
        examples=["gone"],
    ),
]

RevisionName = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{16}$",
        description="names one text of the article: the first 16 hex digits of sha256(text in "
        "UTF-8). It does not order; fetched_at does",
        examples=["e85e7c04aef924cf"],
    ),
]
Language = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$",
        description="of the text, as a BCP 47 tag",
        examples=["de"],
    ),
]
Url = Annotated[
    Words, Field(min_length=1, max_length=8192, examples=["https://zeitung.example/bruecke"])
]
Sha256 = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{64}$",
        examples=["b3541d4278da52bec281a6ad3a7e6842af5ff69c1af1020b169b247eaf383a75"],
    ),
]
SequenceNumber = Annotated[
    int,
    Field(
        ge=1,
        description="grows by one whenever answers may change; of one revision, the rows with "
        "the highest announced one are current",
        examples=[1],
    ),
]


class Span(Value):
    """A stretch of the revision's text: half-open, in Unicode code points (not UTF-16 units)."""

    start: int = Field(
        ge=0, description="the first code point of it, counted from 0", examples=[29]
    )
    end: int = Field(
        ge=0, description="the first code point after it, counted from 0", examples=[53]
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            msg = f"a span ends at {self.end}, before its start {self.start}"
            raise ValueError(msg)
        return self


Spans = Annotated[
    tuple[Span, ...],
    Field(
        description="where it stands in the text of the revision, piece by piece: words may be "
        "torn apart („wies … zurück“)"
    ),
]


class Mention(Value):
    """Words of the text. Their pieces are joined by one blank in `text`."""

    text: str = Field(description="the words, as they stand there", examples=["am Montag"])
    spans: Spans


class Time(Mention):
    """When, as the text words it, and the date, month or year that this is, where it tells."""

    value: str | None = Field(
        default=None, description="ISO 8601", examples=["2026-03-24", "2026-03", "2026"]
    )


class Engine(Value):
    """The extraction that made an event; `sequence` grows whenever answers may change."""

    version: str = Field(description="its version, for people", examples=["0.1.0"])
    sequence: SequenceNumber


class Known(Value):
    """The last parse of a page, as the database knows it: lets the parser say „unchanged“."""

    revision: RevisionName
    engine_sequence: SequenceNumber


class ArticleRef(Value):
    """The article a statement stands in, whole enough that a subscriber needs no join."""

    id: UUID = Field(
        description="the same as article_id", examples=["11943223-f7f1-5132-afdd-5945066331dd"]
    )
    revision: RevisionName
    url: Url = Field(description="where it can be read")
    outlet: Words = Field(
        description="who published it, most often by registered domain",
        examples=["zeitung.example"],
    )
    title: Words | None = Field(
        description="its headline; null if none was found", examples=["Brücke bleibt gesperrt"]
    )
    published_at: Instant | None = Field(
        description="when it was published, as it says itself; RFC 3339 in UTC"
    )
    fetched_at: Instant = Field(
        description="when the page was fetched; orders revisions; RFC 3339 in UTC"
    )
    language: Language


class Speaker(Value):
    """Who says it: the local words, and the person or body they stand for."""

    mention: str = Field(
        description="the words at the statement that point at them",
        examples=["er", "Verkehrsministerin Jana Vogt"],
    )
    spans: Spans
    name: str | None = Field(
        description="who that is; null where nobody could be named safely",
        examples=["Jana Vogt"],
    )
    role: str | None = Field(
        description="their office or function, as the article words it; null if it gives none",
        examples=["Verkehrsministerin"],
    )
    affiliation: str | None = Field(
        description="the party, firm or body they speak for; null if the article gives none",
        examples=["SPD"],
    )
    kind: SpeakerKind
    resolution: Resolution


class Cue(Value):
    """The words that announce a quote."""

    text: str = Field(description="the words, joined by one blank", examples=["wies zurück"])
    lemma: str = Field(description="the dictionary form", examples=["zurückweisen"])
    spans: Spans
    category: CueCategory


class Quantity(Value):
    """A number as read from `surface`; `min` and `max` are null where there is no bound."""

    surface: str = Field(
        description="the words it was read from", examples=["bis zu 10.000 Soldaten"]
    )
    spans: Spans
    value: float | None = Field(
        description="the number itself, in `unit`; null where only bounds are given",
        examples=[40.0],
    )
    min: float | None = Field(
        description="the lower bound, in `unit`; null if there is none", examples=[40.0]
    )
    max: float | None = Field(
        description="the upper bound, in `unit`; null if there is none", examples=[10000.0]
    )
    unit: str | None = Field(
        description="what is counted or measured, as the dictionary has it; null for a bare number",
        examples=["Soldat", "Euro", "Prozent"],
    )
    comparator: Comparator
    counts: tuple[str, ...] = Field(
        default=(),
        description="concept keys of what is counted or measured",
        examples=[["einsetzen", "soldat"]],
    )

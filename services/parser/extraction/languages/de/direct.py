"""Direct speech: who said what stands between the marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from services.parser.extraction.findings import CueWords, Finding, Ranges
from services.parser.extraction.languages.de.addressees import addressee_of
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.extents import frame_after, frame_start
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.speakers import from_subject, speaker_of
from services.parser.extraction.languages.de.subjects import subject_of, with_appositions
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verbs import verb_groups
from services.parser.extraction.languages.de.words import WH_WORDS
from services.parser.extraction.rule import Rule


class MarkedQuote(NamedTuple):
    """An utterance between marks, as segment `number` of its sentence."""

    text: Tagged
    analysis: Analysis
    number: int
    sites: Sequence[CueSite]

    @property
    def segment(self) -> Segment:
        return self.analysis.segments[self.number]

    @property
    def content(self) -> Ranges:
        first, end = self.segment.first + 1, self.segment.end
        if self.text.document.quoted[self.segment.first].closed:
            end -= 1
        return ((first, end),)

    def neighbour(self, step: int) -> Clause | None:
        place = self.number + step
        if not 0 <= place < len(self.analysis.segments):
            return None
        return self.analysis.clauses[self.analysis.segments[place].clause]

    def site(self, clause: Clause | None) -> CueSite | None:
        return next((site for site in self.sites if site.clause is clause), None)


@Rule
def cue_behind(quote: MarkedQuote) -> Finding | None:
    """„Wir schaffen das“, sagte Merkel."""
    clause = quote.neighbour(1)
    if clause is None or clause.kind != "v1" or clause.coordinated or clause.delimiter == ":":
        return None
    cue, speaker = _announced(quote, clause)
    if cue is None:
        return None
    return _found(quote, "cue_behind", cue, speaker, _frame_behind(quote, clause))


@Rule
def so_behind(quote: MarkedQuote) -> Finding | None:
    """„Das reicht nicht“, so der Minister."""
    clause = quote.neighbour(1)
    if clause is None or clause.kind != "so":
        return None
    start = clause.first + 1
    end = phrase_end(quote.text, start, clause.end)
    if end is None:
        return None
    if len(clause.pieces) > 1 and clause.pieces[1][0] == end + 1:
        end = clause.end
    cue = CueWords((clause.first,), "so", "according_to")
    return _found(quote, "so_behind", cue, ((start, end),), _frame_behind(quote, clause))


@Rule
def as_frame_behind(quote: MarkedQuote) -> Finding | None:
    """„Die Lage ist ernst“, wie der Minister sagte."""
    clause = quote.neighbour(1)
    if clause is None or clause.kind != "w":
        return None
    site = quote.site(clause)
    if site is None:
        return None
    return _found(
        quote, "as_frame_behind", site.cue, speaker_of(site), _frame_behind(quote, clause)
    )


@Rule
def cue_before_colon(quote: MarkedQuote) -> Finding | None:
    """Merkel sagte: „Wir schaffen das.“"""
    clause = quote.neighbour(-1)
    if (
        clause is None
        or clause.kind in ("quote", "so")
        or quote.segment.delimiter not in (":", ",", "")
    ):
        return None
    site = quote.site(clause) if clause.kind in ("v1", "v2") else None
    site = site or _governing_site(quote, clause) or quote.site(clause)
    if site is not None:
        start = frame_start(quote.analysis, site.clause)
        frame = from_subject(site, ((start, quote.segment.first),))
        return _found(quote, "cue_before_colon", site.cue, speaker_of(site), frame)
    if quote.segment.delimiter != ":":
        return None
    return _plain_frame(quote, clause)


def _governing_site(quote: MarkedQuote, clause: Clause) -> CueSite | None:
    """„Er glaubt, dass es gelingt: „…““: the cue of the main clause."""
    if quote.segment.delimiter != ":":
        return None
    before = [
        s for s in quote.sites if s.clause.first < clause.first and s.clause.kind in ("v1", "v2")
    ]
    return before[-1] if before else None


def _plain_frame(quote: MarkedQuote, clause: Clause) -> Finding | None:
    """No verb of speech before the colon: whoever the main clause is about."""
    mains = [
        c for c in quote.analysis.clauses if c.kind in ("v1", "v2") and c.first <= clause.first
    ]
    main = mains[-1] if mains else clause
    if main.finite is None or quote.text.is_konjunktiv(main.finite):
        return None  # „Das sei vorbei: „…““ goes on with the speaker before
    subject = subject_of(quote.text, main)
    speaker = () if subject is None else (subject,)
    return _found(quote, "cue_before_colon", None, speaker, ((main.first, quote.segment.first),))


@Rule
def name_before_colon(quote: MarkedQuote) -> Finding | None:
    """Scholz: „Das war ein Fehler.“"""
    clause = quote.neighbour(-1)
    if clause is None or clause.kind != "frag" or quote.segment.delimiter != ":":
        return None
    first = _past_adverb(quote.text, clause)
    end = phrase_end(quote.text, first, clause.end)
    if end is None:
        return None
    end = with_appositions(quote.text, end, clause)
    return _found(
        quote,
        "name_before_colon",
        None,
        ((first, end),),
        ((clause.first, quote.segment.first),),
    )


@Rule
def question_behind_colon(quote: MarkedQuote) -> Finding | None:
    """„Wir fahren trotzdem“: Was Pendler sagen"""
    clause = quote.neighbour(1)
    if clause is None or clause.delimiter != ":" or not _asks_who(quote.text, clause):
        return None
    site = quote.site(clause)
    if site is None:
        return _found(quote, "question_behind_colon", None, (), ())._replace(confidence="medium")
    subject = _inside(quote.text, clause)
    frame = ((clause.first, clause.end),)
    return _found(quote, "question_behind_colon", site.cue, subject or speaker_of(site), frame)


def _past_adverb(text: Tagged, clause: Clause) -> int:
    """„Dazu | Katrin Seidel: „…““"""
    opens = text.tags[clause.first] in ("PAV", "PROAV", "ADV") and clause.first + 1 < clause.end
    return clause.first + 1 if opens else clause.first


@Rule
def name_behind_colon(quote: MarkedQuote) -> Finding | None:
    """„Ich bin müde“: Ute Roth nach dem Rennen"""
    clause = quote.neighbour(1)
    if clause is None or clause.delimiter != ":" or clause.kind != "frag":
        return None
    end = phrase_end(quote.text, clause.first, clause.end, attributes=False)
    while end is not None and end < clause.end and quote.text.tags[end] == "NE":
        end += 1
    if end is None or not _is_named(quote.text, clause.first, end):
        return None
    speaker, frame = ((clause.first, end),), ((clause.first, clause.end),)
    found = _found(quote, "name_behind_colon", None, speaker, frame)
    return found._replace(confidence="medium")


def _is_named(text: Tagged, first: int, end: int) -> bool:
    return any(text.tags[i] == "NE" for i in range(first, end)) and is_voice(text, first, end)


def _asks_who(text: Tagged, clause: Clause) -> bool:
    """„Was Pendler sagen“, „Wie der Wirt hilft“: a question word, and the verb at the end."""
    opens = text.folded[clause.first] in WH_WORDS
    return opens and clause.kind in ("w", "v2") and clause.finite == clause.end - 1


def _inside(text: Tagged, clause: Clause) -> Ranges:
    end = phrase_end(text, clause.first + 1, clause.end - 1)
    return () if end is None else ((clause.first + 1, end),)


RULES: Final = (
    question_behind_colon,
    name_behind_colon,
    cue_behind,
    so_behind,
    as_frame_behind,
    cue_before_colon,
    name_before_colon,  # a bare phrase before the colon: only when no verb announces
)


def _announced(quote: MarkedQuote, clause: Clause) -> tuple[CueWords | None, Ranges]:
    """The clause's cue, or any verb that stands where a cue stands."""
    site = quote.site(clause)
    if site is not None:
        return site.cue, speaker_of(site)
    if clause.finite is None:
        return None, ()
    groups = verb_groups(quote.text, clause)
    if not groups:
        return None, ()
    group = groups[0]
    lemma = min(group.lemmas, default=quote.text.folded[group.main])
    subject = subject_of(quote.text, clause)
    return CueWords(group.tokens, lemma, "say"), () if subject is None else (subject,)


def _frame_behind(quote: MarkedQuote, clause: Clause) -> Ranges:
    end = clause.end
    number = clause.segments[-1] + 1
    segments = quote.analysis.segments
    while number < len(segments) and segments[number].kind == "rel":
        end = segments[number].end
        number += 1
    return frame_after(quote.text, clause.first, end)


def _found(
    quote: MarkedQuote, rule: str, cue: CueWords | None, speaker: Ranges, frame: Ranges
) -> Finding:
    site = next((site for site in quote.sites if site.cue is cue), None)
    addressee = () if site is None else addressee_of(site)
    return Finding(
        "direct", quote.content, "direct." + rule, "high", cue, speaker, frame, addressee
    )

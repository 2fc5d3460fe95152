"""Quoted fragments: a few words in marks inside somebody's speech, told from titles."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.findings import CueWords, Finding, Range, Ranges
from services.parser.extraction.languages.de.addressees import hearer_of
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.extents import frame_start
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.speakers import from_subject, speaker_of
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import Rule
from services.parser.extraction.segmentation.marks import Quoted

_LONG: Final = 5  # tokens; so many words with a small beginning are no name
_SHOUTING: Final = frozenset({"skandieren", "rufen", "brüllen", "grölen", "schreien"})
_SLOGANS: Final = frozenset(
    [
        *("parole", "parolen", "spruch", "sprüche", "sprüchen", "slogan", "slogans", "losung"),
        *("losungen", "ruf", "rufe", "sprechchöre", "sprechchören", "aufschrift", "aufschriften"),
        *("inschrift", "inschriften"),
    ]
)
_SUCH_AS: Final = frozenset({"wie", "etwa", "zum", "beispiel", "unter", "anderem"})


class Fragment(NamedTuple):
    """Marks inside a clause; `outer` is the quote around them, `site` the cue of their clause.

    `clause` is theirs; `near`: somebody spoke just before.
    """

    text: Tagged
    quoted: Quoted
    outer: Finding | None
    site: CueSite | None
    clause: Clause | None = None
    near: bool = False

    @property
    def content(self) -> Range:
        return (self.quoted.opening + 1, self.quoted.closing)


@Rule
def inside_speech(fragment: Fragment) -> Finding | None:
    """Sie sagte, das sei „kein gutes Zeichen“."""
    outer = fragment.outer
    if outer is None or not _is_wording(fragment):
        return None
    return _found(fragment, "inside_speech", outer)


@Rule
def named_by_speaker(fragment: Fragment) -> Finding | None:
    """Er bezeichnete den Vorschlag als „völlig absurd“."""
    site = fragment.site
    if site is None or _names_speaker(fragment, site) or _is_usage(fragment, site):
        return None
    if not (
        _is_wording(fragment, strict=site.entry.category == "think") or _is_verdict(fragment, site)
    ):
        return None
    cue = site.cue._replace(tokens=_with_preposition(fragment, site.cue.tokens))
    return Finding(
        "direct",
        (fragment.content,),
        "fragments.named_by_speaker",
        "medium",
        cue,
        speaker_of(site),
        _frame(fragment, site),
        hearer_of(site),
        partial=True,
    )


@Rule
def slogan(fragment: Fragment) -> Finding | None:
    """Die Menge rief Parolen wie „Weg damit“ und zog weiter."""
    text, opening = fragment.text, fragment.quoted.opening
    before = opening - 1
    while before > 0 and text.folded[before] in _SUCH_AS:
        before -= 1
    shouted = fragment.site is not None and fragment.site.entry.lemma in _SHOUTING
    if before < 0 or not (shouted or text.folded[before] in _SLOGANS):
        return None
    site = fragment.site
    if site is None:
        speaker = _holder(fragment)
        return _slogan(fragment, None, speaker, ())
    return _slogan(fragment, site.cue, speaker_of(site), _frame(fragment, site))


def _slogan(fragment: Fragment, cue: CueWords | None, speaker: Ranges, frame: Ranges) -> Finding:
    content = (fragment.content,)
    rule = "fragments.slogan"
    return Finding("direct", content, rule, "medium", cue, speaker, frame, partial=True)


@Rule
def wording(fragment: Fragment) -> Finding | None:
    """Für die Ministerin war das „ein langer Weg mit vielen Umwegen“."""
    text, (first, end) = fragment.text, fragment.content
    if not _begins_inside(text, first) or _is_address(text.words[first]):
        return None
    if end - first < _LONG and not (end - first > 1 and fragment.near):
        return None
    speaker = _holder(fragment)
    return Finding(
        "direct",
        (fragment.content,),
        "fragments.wording",
        "low",
        None,
        speaker,
        partial=True,
        continued=not speaker,
    )


def _begins_inside(text: Tagged, first: int) -> bool:
    """With a small letter or an omission: a name or a title would begin with a capital."""
    return text.words[first][0].islower() or text.words[first][0] in "[.…"


def _holder(fragment: Fragment) -> Ranges:
    """Whom the clause is about, if that is somebody who speaks."""
    clause = fragment.clause
    subject = None if clause is None else subject_of(fragment.text, clause)
    return (subject,) if subject is not None and _speaks(fragment, subject) else ()


def _speaks(fragment: Fragment, subject: Range) -> bool:
    text = fragment.text
    named = is_voice(text, *subject) or text.folded[subject[0]] in ("er", "sie")
    return subject[1] <= fragment.quoted.opening and named


def _names_speaker(fragment: Fragment, site: CueSite) -> bool:
    """The marks stand in the speaker's own name, or in the title of a paper or film."""
    opening = fragment.quoted.opening
    if any(first <= opening < end for first, end in speaker_of(site)):
        return True
    return (
        site.entry.lemma == "nennen" and "sich" in fragment.text.folded[site.clause.first : opening]
    )


def _is_usage(fragment: Fragment, site: CueSite) -> bool:
    """„Das nennt man „Split““, „ist als „Dom“ bekannt“: a name in use is nobody's words."""
    if not site.entry.governs & {"q", "v", "r"} or site.entry.lemma in ("lauten", "heißen"):
        return not _begins_inside(fragment.text, fragment.content[0])
    speaker = speaker_of(site)
    nobody = bool(speaker) and fragment.text.folded[speaker[0][0]] in ("man", "es")
    return nobody and not _begins_inside(fragment.text, fragment.content[0])


def _is_verdict(fragment: Fragment, site: CueSite) -> bool:
    """„bezeichnete sie als „Schande““, „nannte es einen „Bruch““: a name somebody gives."""
    before = fragment.quoted.opening - 1
    if site.group.passive:
        return False
    if fragment.text.tags[before] == "ART":
        if site.entry.lemma == "nennen":
            return True
        before -= 1
    return fragment.text.folded[before] == "als" and site.entry.category in (
        "say",
        "criticise",
        "think",
    )


def _with_preposition(fragment: Fragment, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """„bezeichnete … als“, „sprach … von“: the word that ties the fragment to its verb."""
    before = fragment.quoted.opening - 1
    if fragment.text.tags[before] in ("ART", "ADJA", "PIAT"):
        before -= 1
    if fragment.text.folded[before] in ("als", "von", "vom", "mit", "für"):
        return tuple(sorted({*tokens, before}))
    return tokens


def _frame(fragment: Fragment, site: CueSite) -> tuple[Range, ...]:
    """The clause around the fragment."""
    opening, closing = fragment.quoted.opening, fragment.quoted.closing
    first, end = frame_start(site.analysis, site.clause), site.clause.end
    first = from_subject(site, ((first, end),))[0][0]
    parts = ((first, opening), (closing + 1, end if site.cue.tokens[-1] > closing else closing + 1))
    return tuple(part for part in parts if part[1] > part[0])


RULES: Final = (inside_speech, named_by_speaker, slogan, wording)


def _found(fragment: Fragment, rule: str, outer: Finding) -> Finding:
    return Finding(
        "direct",
        (fragment.content,),
        "fragments." + rule,
        "high" if not outer.continued and outer.confidence == "high" else "medium",
        outer.cue,
        outer.speaker,
        outer.frame,
        outer.addressee,
        partial=True,
        continued=outer.continued,
    )


def _is_wording(fragment: Fragment, *, strict: bool = False) -> bool:
    """Words somebody used: small at the start or with a verb; names and titles are neither."""
    text = fragment.text
    first, end = fragment.content
    if end <= first or _is_address(text.words[first]):
        return False
    is_small = text.words[first][0].islower() or text.words[first][0] in "[.…"
    if end - first == 1:
        return (is_small or _is_indefinite(text, fragment.quoted.opening - 1)) and not strict
    if is_small or _is_indefinite(text, fragment.quoted.opening - 1):
        return True
    return text.has_finite(first, end) or _is_predicate(text, first, end)


def _is_address(word: str) -> bool:
    """„nachrichten.example“"""
    return "." in word.strip(".") and word[0].isalpha()


def _is_predicate(text: Tagged, first: int, end: int) -> bool:
    """„Regelfall um vier Jahre verschoben“: a capital, but no name has such an end."""
    return end - first >= _LONG - 1 and text.tags[end - 1] in ("VVPP", "VVINF", "ADJD")


def _is_indefinite(text: Tagged, before: int) -> bool:
    """„ein „Papiertiger““: names take no indefinite article."""
    return text.folded[before] in (
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "als",
        "kein",
        "keine",
    )


def clause_at(clauses: list[Clause], index: int) -> Clause | None:
    return next((c for c in clauses if any(first <= index < end for first, end in c.pieces)), None)

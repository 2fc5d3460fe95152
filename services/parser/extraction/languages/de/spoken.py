"""Direct speech of a sentence: its halves, who goes on speaking, and what is retold in it."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de import direct, indirect, inner
from services.parser.extraction.languages.de.cues import cue_sites
from services.parser.extraction.languages.de.inner import inner_sites
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.propositions import spoken_sentences
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import first_answer

_MOST: Final = 24  # frames of a sentence; more is no text
_TITLES: Final = ("titel", "name", "motto", "thema", "überschrift")
_NESTED: Final = frozenset({"indirect.that_clause", "indirect.infinitive_clause"})


def directs_in(sentence: SentenceSite, memory: Memory) -> list[Finding]:
    """What stands between marks, and what is retold inside."""
    found: list[Finding] = []
    nested: list[Finding] = []
    for number, segment in enumerate(sentence.analysis.segments):
        if segment.kind != "quote":
            continue
        quote = direct.MarkedQuote(sentence.text, sentence.analysis, number, sentence.sites)
        is_second = bool(found) and _shares_frame(quote, found[-1])
        answered = None if is_second else first_answer(direct.RULES, quote)
        if answered is not None and _is_title(sentence.text, answered[1]):
            continue
        found.append(answered[1] if answered else _continued(quote, found, memory))
        nested += _spoken(sentence.text, segment)
    return [*_joined(found), *nested]


def _shares_frame(quote: direct.MarkedQuote, last: Finding) -> bool:
    """„A“, sagte X, „B“: what stands between announced the first half already."""
    before = quote.neighbour(-1)
    if before is None or last.cue is None or quote.segment.delimiter == ":":
        return False
    return last.cue.tokens[0] >= last.end and before.first <= last.cue.tokens[0] < before.end


def _is_title(text: Tagged, finding: Finding) -> bool:
    """„Sein erstes Werk: „Der lange Tag““, „„Der lange Tag“, so lautet der Titel“."""
    first, end = finding.content[0]
    if text.has_finite(first, end) or text.words[end - 1] in ".!?…":
        return False
    voice = finding.speaker[0] if finding.speaker else None
    if finding.cue is None:
        return voice is not None and not is_voice(text, *voice) and text.tags[voice[0]] != "PPER"
    if finding.cue.lemma not in ("lauten", "heißen") or voice is None:
        return False
    return any(text.folded[index].endswith(_TITLES) for index in range(*voice))


def _spoken(text: Tagged, segment: Segment) -> list[Finding]:
    """Indirect speech inside an utterance: „Der Arzt sagt, dass es heilt.“"""
    content = (segment.first + 1, segment.end - text.document.quoted[segment.first].closed)
    answers = [first_answer(inner.RULES, site) for site in inner_sites(text, content)]
    found = [answer[1] for answer in answers if answer is not None]
    for analysis in spoken_sentences(text, content):
        for site in cue_sites(text, analysis)[:_MOST]:
            answered = first_answer(indirect.RULES, site)
            if answered is not None and _is_retold(text, answered[1]):
                found.append(answered[1])
    return found


def _is_retold(text: Tagged, finding: Finding) -> bool:
    """What the speaker says of somebody else's words; „ich glaube, dass …“ is still his own."""
    if finding.rule not in _NESTED or finding.cue is None or not finding.speaker:
        return False
    own = text.folded[finding.speaker[0][0]] in ("ich", "wir", "man", "sie", "du", "ihr")
    return not own and finding.cue.category in ("say", "report", "announce", "demand", "deny")


def _continued(quote: direct.MarkedQuote, found: list[Finding], memory: Memory) -> Finding:
    """No frame of its own: the speaker of the quote before."""
    last = found[-1] if found else memory.last
    if last is None:
        return Finding("direct", quote.content, "direct.unattributed", "low")
    near = bool(found) or (memory.previous is not None and last.end >= memory.previous[0])
    cue, frame = (last.cue, last.frame) if near else (None, ())
    name = "direct.continued"
    return Finding(
        "direct", quote.content, name, "medium", cue, last.speaker, frame, continued=True
    )


def _joined(found: list[Finding]) -> list[Finding]:
    """„A“, sagte X, „B“: one quote in two pieces."""
    joined: list[Finding] = []
    for finding in found:
        if joined and _goes_on(joined[-1], finding):
            joined[-1] = joined[-1]._replace(content=(*joined[-1].content, *finding.content))
        else:
            joined.append(finding)
    return joined


def _goes_on(last: Finding, finding: Finding) -> bool:
    if not finding.continued or last.cue is None or not last.frame:
        return False
    return last.frame[0][0] >= last.end and finding.first - last.frame[-1][1] <= 2

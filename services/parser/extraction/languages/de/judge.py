"""The judge: which possible quotes are quotes, by weights learned from annotated articles."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple, TypeAlias

from services.parser.extraction.findings import Finding, Ranges
from services.parser.extraction.languages.de.act_features import of_word
from services.parser.extraction.languages.de.candidates import (
    Candidate,
    Gates,
    Proposer,
    cue_nouns_in,
    located,
    marks,
    unframed,
)
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.judge_features import group_of, terms_of
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.reach import Cut, reaching
from services.parser.extraction.languages.de.surroundings import Surroundings
from services.parser.extraction.languages.de.weighing import Sums, Term, all_features
from services.parser.extraction.languages.de.word_table import lines_of, sections

# „Das teilte die Polizei mit“: the articles it learned from have that as an act, we as a frame
_UNASKED: Final = frozenset({"nouns.pointing_back"})
_SURE: Final = 999
_SAME: Final = 0.5  # F1 of tokens from which two candidates are one quote,
_RULED: Final = 0.8  # and two frames that the rules found: „laut Polizei“ and „sagt, dass …“
PROPOSED: Final = "candidates."
RULED: Final = "ruled"
GROUPS: Final = ("act", "direct", "frame", "free", "marks", "reach")
_HOPELESS: Final = {"frame": -100, "act": -40}
_MOST_PRIORS: Final = 1 << 14
_weight: Final = attrgetter("weight")
_STANDING: Final = frozenset({"reported", "free_indirect", "indirect_free_indirect"})


Weights: TypeAlias = Mapping[str, Mapping[str, int]]  # of features, by group


class Verdict(NamedTuple):
    """`weight` is the sum over its features: hundredths of a logit."""

    candidate: Candidate
    terms: list[Term]
    weight: int

    @property
    def features(self) -> list[str]:
        return all_features(self.terms)

    @property
    def share(self) -> float:
        """How many of a hundred such candidates are quotes, as a part of one."""
        return 1 / (1 + math.exp(-self.weight / 100))

    @property
    def finding(self) -> Finding:
        """What was proposed, with what it is worth."""
        return self.candidate.finding.weighing(self.weight)


Note: TypeAlias = Callable[[Verdict, bool], None]  # told of each verdict and whether it holds


class Judge:
    """`bars` are the weights from which a candidate is accepted, by group, or `ruled`."""

    def __init__(
        self, weights: Weights, bars: Mapping[str, int], gates: Gates | None = None
    ) -> None:
        self._weights = {group: Sums(known) for group, known in weights.items()}
        self._bars = bars
        self._priors: dict[tuple[str, str, str], int] = {}
        self._gates = gates or Gates(self._may_announce, self._may_act)

    def settled(
        self,
        sentence: SentenceSite,
        memory: Memory,
        ruled: Sequence[Finding],
        note: Note | None = None,
    ) -> list[Finding]:
        """The quotes of a sentence: of what its rules found, and of what else might be one."""
        whole = [finding for finding in ruled if not finding.partial]
        acts = [finding for finding in whole if finding.type == "reported"]
        proposer = Proposer(sentence, whole, self._gates)
        candidates = [located(sentence, f) for f in whole if f.type != "reported"]
        candidates += proposer.framed()
        candidates += unframed(sentence, memory, whole)
        accepted = []
        around = Surroundings(sentence, memory, whole) if candidates else None
        if around is not None:
            accepted = self._accepted(candidates, around, [], note)
            accepted = self._reaching(sentence, accepted)
        candidates = [located(sentence, finding) for finding in acts]
        candidates += proposer.acts(accepted)
        if candidates:
            around = around or Surroundings(sentence, memory, whole)
            accepted += self._accepted(candidates, around, accepted, note)
        if not sentence.text.document.quoted:
            return accepted
        small = [located(sentence, finding) for finding in ruled if finding.partial]
        small += marks(sentence, memory, ruled, accepted)
        if not small:
            return accepted
        around = Surroundings(sentence, memory, accepted)
        return accepted + self._accepted(small, around, [], note)

    def _accepted(
        self,
        candidates: Sequence[Candidate],
        around: Surroundings,
        before: Sequence[Finding],
        note: Note | None,
    ) -> list[Finding]:
        """In the order of the candidates; the best first, and beside those taken `before`."""
        verdicts = [self._verdict(candidate, around) for candidate in candidates]
        taken = list(before)
        for verdict in sorted(verdicts, key=_weight, reverse=True):  # of equals the first stays so
            finding = verdict.candidate.finding
            if verdict.weight < self._bars[bar_of(finding)]:
                continue
            if not (taken and any(excludes(finding, other) for other in taken)):
                taken.append(finding)
        chosen = {id(finding) for finding in taken}
        if note is not None:
            for verdict in verdicts:
                note(verdict, id(verdict.candidate.finding) in chosen)
        return [v.finding for v in verdicts if id(v.candidate.finding) in chosen]

    def _reaching(self, sentence: SentenceSite, accepted: Sequence[Finding]) -> list[Finding]:
        """Each as far as it goes; what it gains is nobody else's."""
        found = list(accepted)
        for number, finding in enumerate(accepted):
            changed = reaching(sentence, finding, self._goes_on)
            gained = range(finding.content[-1][1], changed.content[-1][1])
            taken = (_taken(other) for other in found if other is not finding)
            if not gained or all(tokens.isdisjoint(gained) for tokens in taken):
                found[number] = changed
        return found

    def _goes_on(self, cut: Cut) -> bool:
        return self._weights["reach"].of(cut.terms) >= self._bars["reach"]

    def _verdict(self, candidate: Candidate, around: Surroundings) -> Verdict:
        if candidate.finding.rule in _UNASKED:
            return Verdict(candidate, [], _SURE)
        group = group_of(candidate.finding)
        terms = terms_of(group, candidate, around)
        return Verdict(candidate, terms, self._weights[group].of(terms))

    def _may_announce(self, site: CueSite) -> bool:
        return self._prior("frame", site) >= _HOPELESS["frame"]

    def _may_act(self, site: CueSite) -> bool:
        hopes = self._prior("act", site) >= _HOPELESS["act"]
        return hopes or bool(cue_nouns_in(site.text, site.clause))

    def _prior(self, group: str, site: CueSite) -> int:
        """What the verb alone weighs; no more is looked at where that is hopeless."""
        key = (group, site.text.folded[site.group.main], site.entry.lemma)
        prior = self._priors.get(key)
        if prior is None:
            known = self._weights[group]
            features = of_word(site)
            prior = sum(known.get(feature, 0) for feature in features)
            if features[0] not in known and site.entry.category == "none":
                prior = -_SURE  # neither listed nor ever seen
            if len(self._priors) < _MOST_PRIORS:
                self._priors[key] = prior
        return prior

    def reasons(self, verdict: Verdict, most: int = 4) -> list[str]:
        """What weighed most, for the verdict first."""
        known = self._weights[group_of(verdict.candidate.finding)]
        weighed = {feature: known.get(feature, 0) for feature in verdict.features}
        strongest = sorted(weighed, key=lambda feature: -abs(weighed[feature]))[:most]
        return [
            f"{feature} ({weighed[feature] / 100:+.1f})"
            for feature in strongest
            if weighed[feature]
        ]


def bar_of(finding: Finding) -> str:
    """A rule is doubted late; where the mood alone tells („soll“) it is no more than a guess."""
    group = group_of(finding)
    return group if group == "free" or finding.rule.startswith(PROPOSED) else RULED


def excludes(one: Finding, other: Finding) -> bool:
    """Both cannot be quotes: they are the same words, or one would take the other's sentence."""
    both = _shared(one.content, other.content)
    if not both:
        return False
    if one.partial or other.partial:
        return one.content == other.content
    if one.type in _STANDING or other.type in _STANDING:
        return True
    if one.cue is not None and other.cue is not None and one.cue.tokens == other.cue.tokens:
        return True
    is_ruled = not (one.rule.startswith(PROPOSED) or other.rule.startswith(PROPOSED))
    size = _shared(one.content, one.content) + _shared(other.content, other.content)
    return 2 * both / size >= (_RULED if is_ruled else _SAME)


def _shared(mine: Ranges, others: Ranges) -> int:
    """How many tokens stand in both; the pieces of a quote never overlap."""
    shared = 0
    for first, end in mine:
        for start, stop in others:
            if start < end and first < stop:
                shared += min(end, stop) - max(first, start)
    return shared


def _taken(finding: Finding) -> set[int]:
    return _tokens(finding).union(finding.cue.tokens if finding.cue is not None else ())


def _tokens(finding: Finding) -> set[int]:
    return {index for first, end in finding.content for index in range(first, end)}


@lru_cache(maxsize=1)
def judge() -> Judge:
    parts = {name: lines_of(body) for name, body in sections("judge.xz").items()}
    weights: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
    for line in parts["weights"]:
        group, feature, weight = line.split("\t")
        weights[group][feature] = int(weight)
    bars = (line.split("\t") for line in parts["bars"])
    return Judge(weights, {group: int(bar) for group, bar in bars})

"""Part-of-speech tags (STTS): the dictionary says what a word may be, its neighbours what it is.

The tags are those of UD German-GSD: STTS with PAV for pronominal adverbs, KON for `und`, and
no PIDAT. Punctuation is `$,`, `$.` (also `:` and `;`) and `$(`.
"""

from __future__ import annotations  # `array[int]` is for type checkers alone

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from services.parser.extraction.languages.de import tag_features as features
from services.parser.extraction.languages.de.ambiguity import candidates, punctuation_tag
from services.parser.extraction.languages.de.linear import LinearModel, load
from services.parser.extraction.languages.de.morphology import joins
from services.parser.extraction.languages.de.tag_features import (
    BOUNDARY,
    START,
    TURNS,
    after,
    is_initial,
)

_MEMO_SIZE: Final = 1 << 15  # words; a month of news has more, a day's articles share most


def tag(tokens: Sequence[str]) -> list[str]:
    """One sentence in, as many tags out."""
    return _tagger().tag(tokens)


class Entry(NamedTuple):
    """All that can be computed of a word alone."""

    tags: tuple[str, ...]
    kinds: str
    own: tuple[int, ...]  # by candidate
    left: array[int]  # as neighbour, by label: what it says about the word after it, …
    right: array[int]
    far_left: array[int]
    far_right: array[int]
    labels: tuple[int, ...]


class Tagger:
    def __init__(self, model: LinearModel, observed: dict[str, str]) -> None:
        self._model = model
        self._observed = observed
        self._numbers = {label: number for number, label in enumerate(model.labels)}
        self._entries: tuple[dict[str, Entry], dict[str, Entry]] = ({}, {})
        self._near: dict[tuple[str, tuple[str, ...]], array[int]] = {}
        self._memo: dict[tuple[object, ...], tuple[int, ...]] = {}

    def tag(self, tokens: Sequence[str]) -> list[str]:
        entries = self._entries_of(tokens)
        tags: list[str] = []
        clause, verb, before, previous = START, BOUNDARY, BOUNDARY, BOUNDARY
        for at, word in enumerate(tokens, start=2):
            entry = entries[at]
            chosen = entry.tags[0]
            if len(entry.tags) > 1:
                kinds, right = entry.kinds, entries[at + 1].kinds
                pair = joined(kinds, verb, word)
                state = clause.opener + clause.finite
                chosen = self._best(
                    entries[at - 2 : at + 3],
                    self._part(features.history_features, entry, before, previous, kinds),
                    self._part(features.clause_features, entry, clause, kinds),
                    self._part(features.right_features, entry, previous, kinds, right),
                    self._part(features.verb_features, entry, state, kinds, right, pair),
                )
            tags.append(chosen)
            before, previous = previous, chosen
            if chosen in TURNS:
                clause = after(clause, chosen, word)
                verb = word if chosen == "VVFIN" else BOUNDARY
        return tags

    def _best(self, window: list[Entry], *parts: tuple[int, ...]) -> str:
        far_left, left, word, right, far_right = window
        around = (left.left, right.right, far_left.far_left, far_right.far_right)
        totals = [
            sum(scores) + sum([near[label] for near in around])
            for label, *scores in zip(word.labels, word.own, *parts, strict=True)
        ]
        return word.tags[totals.index(max(totals))]

    def _part(
        self, listed: Callable[..., list[str]], entry: Entry, *key: object
    ) -> tuple[int, ...]:
        """Scores by candidate; keys of different features never look alike."""
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) >= _MEMO_SIZE:
                self._memo.clear()
            found = self._memo[key] = self._model.scores_of(entry.labels, listed(*key))
        return found

    def _entries_of(self, tokens: Sequence[str]) -> list[Entry]:
        """With two boundaries at either end."""
        inside, initial = self._entries
        edge = inside.get(BOUNDARY) or self._entry(BOUNDARY, initial=False)
        found = [edge, edge]
        previous = BOUNDARY
        for word in tokens:
            start = is_initial(previous)
            entry = (initial if start else inside).get(word)
            found.append(entry or self._entry(word, initial=start))
            previous = word
        return [*found, edge, edge]

    def _entry(self, word: str, *, initial: bool) -> Entry:
        memo = self._entries[initial]
        if len(memo) >= _MEMO_SIZE:
            memo.clear()
        tags = tags_of(word, self._observed, initial=initial) if word else (BOUNDARY,)
        kinds = " ".join(tags)
        own: tuple[int, ...] = ()
        labels: tuple[int, ...] = ()
        if len(tags) > 1:
            labels = tuple(self._numbers[t] for t in tags)
            listed = features.own_features(word, kinds, initial=initial)
            own = self._model.scores_of(labels, listed)
        near = features.near_features(word, kinds)
        memo[word] = Entry(
            tags,
            kinds,
            own,
            left=self._neighbour("L ", near),
            right=self._neighbour("R ", near),
            far_left=self._neighbour("LL ", near),
            far_right=self._neighbour("RR ", near),
            labels=labels,
        )
        return memo[word]

    def _neighbour(self, group: str, near: list[str]) -> array[int]:
        key = (group, self._model.known(group, near))
        found = self._near.get(key)
        if found is None:
            if len(self._near) >= _MEMO_SIZE:
                self._near.clear()
            found = self._near[key] = self._model.scores(*key)
        return found


def tags_of(word: str, observed: Mapping[str, str], *, initial: bool) -> tuple[str, ...]:
    """What a word may be, in a fixed order."""
    fixed = punctuation_tag(word)
    if fixed:
        return (fixed,)
    found = candidates(word, initial=initial)
    return tuple(sorted(found.union(observed.get(word.lower(), "").split())))


@lru_cache(maxsize=1 << 12)
def joined(kinds: str, verb: str, word: str) -> str:
    """Whether „wies“ and „zurück“ make a verb; asked only where a particle may be."""
    if "PTKVZ" not in kinds or not verb:
        return ""
    return "yes" if joins(verb, word) else "no"


@lru_cache(maxsize=1)
def _tagger() -> Tagger:
    return Tagger(*load("tagger.xz"))

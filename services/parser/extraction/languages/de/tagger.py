"""Part-of-speech tags (STTS): the dictionary says what a word may be, its neighbours what it is.

The tags are those of UD German-GSD: STTS with PAV for pronominal adverbs, KON for `und`, and
no PIDAT. Punctuation is `$,`, `$.` (also `:` and `;`) and `$(`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from services.parser.extraction.languages.de import tag_features as features
from services.parser.extraction.languages.de.ambiguity import candidates, punctuation_tag
from services.parser.extraction.languages.de.clusters import cluster
from services.parser.extraction.languages.de.linear import (
    LANE_MASK,
    MEMO_SIZE,
    LinearModel,
    Margins,
    Scores,
    load,
    margin,
)
from services.parser.extraction.languages.de.morphology import joins
from services.parser.extraction.languages.de.tag_features import (
    BOUNDARY,
    INITIAL_AFTER,
    START,
    TURNS,
    after,
)

_MEMO_SIZE: Final = 1 << 15  # words; a month of news has more, a day's articles share most
_SIDES: Final = ("L ", "R ", "LL ", "RR ")


def tag(tokens: Sequence[str]) -> list[str]:
    """One sentence in, as many tags out."""
    return _tagger().tag(tokens)


@dataclass(slots=True)  # a tuple's fields by name take thrice as long: 7 % of the tagger
class Entry:
    """All that can be computed of a word alone; scores are those of `LinearModel`."""

    tags: tuple[str, ...]  # the candidates, and the lane of each
    lanes: tuple[int, ...]
    kinds: str
    may_join: bool  # it may be the particle of a verb before it
    own: int  # of two candidates, as nearly all have, the lead of the first
    left: int  # as neighbour: what it says of the word after it (with the base), before it, …
    right: int
    far_left: int
    far_right: int


class Tagger:
    def __init__(self, model: LinearModel, observed: dict[str, str]) -> None:
        words = _Words(model)
        self._inside = _Entries(words, observed, initial=False)
        self._initial = _Entries(words, observed, initial=True)
        self._many = tuple(Scores(model, listed) for listed in _OF_TAGS)
        self._two = tuple(Margins(model, listed, words.lanes) for listed in _OF_TAGS)

    def tag(self, tokens: Sequence[str]) -> list[str]:
        entries = self._entries_of(tokens)
        of_many, of_two = self._many, self._two
        tags: list[str] = []
        clause, verb, before, previous = START, BOUNDARY, BOUNDARY, BOUNDARY
        _, _, outer, state = clause
        for far_left, left, entry, right, far_right, word in _windows(entries, tokens):
            chosen, lanes = entry.tags[0], entry.lanes
            if lanes:
                kinds, follower = entry.kinds, right.kinds
                pair = _joined(verb, word) if verb and entry.may_join else ""
                around = left.left + right.right + far_left.far_left + far_right.far_right
                of_history, of_clause, of_right, of_verb = of_two if len(lanes) == 2 else of_many
                told = (
                    entry.own
                    + of_history[kinds, before, previous]
                    + of_clause[kinds, state, outer]
                    + of_right[kinds, previous, follower]
                    + of_verb[kinds, state, follower, pair]
                )
                if len(lanes) == 2:
                    first, second = lanes
                    lead = told + (around >> first & LANE_MASK) - (around >> second & LANE_MASK)
                    chosen = entry.tags[lead < 0]
                else:
                    told += around
                    scores = [told >> lane & LANE_MASK for lane in lanes]
                    chosen = entry.tags[scores.index(max(scores))]
            tags.append(chosen)
            before, previous = previous, chosen
            if chosen in TURNS:
                clause = after(clause, chosen, word)
                _, _, outer, state = clause
                verb = word if chosen == "VVFIN" else BOUNDARY
        return tags

    def _entries_of(self, tokens: Sequence[str]) -> list[Entry]:
        """With two boundaries at either end."""
        inside, initial = self._inside, self._initial
        edges = [inside[BOUNDARY]] * 2
        found = [
            (initial if previous in INITIAL_AFTER else inside)[word]
            for previous, word in zip((BOUNDARY, *tokens), tokens, strict=False)
        ]
        return edges + found + edges


def _of_history(kinds: str, before: str, previous: str) -> list[str]:
    return features.history_features(before, previous, kinds)


def _of_clause(kinds: str, state: str, outer: str) -> list[str]:
    return features.clause_features(state, outer, kinds)


def _of_right(kinds: str, previous: str, right: str) -> list[str]:
    return features.right_features(previous, kinds, right)


def _of_verb(kinds: str, state: str, right: str, joined: str) -> list[str]:
    return features.verb_features(state, kinds, right, joined)


_OF_TAGS: Final = (_of_history, _of_clause, _of_right, _of_verb)


def _windows(
    entries: list[Entry], tokens: Sequence[str]
) -> Iterator[tuple[Entry, Entry, Entry, Entry, Entry, str]]:
    """Five entries, the word's own in the middle."""
    return zip(entries, entries[1:], entries[2:], entries[3:], entries[4:], tokens, strict=False)


class _Entries(dict[str, Entry]):
    def __init__(self, words: _Words, observed: Mapping[str, str], *, initial: bool) -> None:
        super().__init__()
        self._words = words
        self._observed = observed
        self._initial = initial

    def __missing__(self, word: str) -> Entry:
        if len(self) >= _MEMO_SIZE:
            self.clear()
        tags = tags_of(word, self._observed, initial=self._initial) if word else (BOUNDARY,)
        found = self[word] = self._words.entry(word, tags, initial=self._initial)
        return found


class _Words:
    """What the model says of a word alone, put together from what it shares with others."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model
        self.lanes: dict[str, tuple[int, ...]] = {}  # by kinds
        self._choices: dict[tuple[str, ...], tuple[tuple[int, ...], str]] = {}
        self._classes = Scores(model, features.class_features)
        self._paths = Scores(model, features.path_features)
        self._kin = _Kin(model)
        self._edge = self._kin.with_base([model.score(side + "w") for side in _SIDES])

    def entry(self, word: str, tags: tuple[str, ...], *, initial: bool) -> Entry:
        lanes, kinds = self._choices.get(tags) or self._choice(tags)
        shape = features.shape(word) if word else BOUNDARY
        own = 0
        if len(tags) > 1:
            kind = shape + "^" if initial else shape
            own = (
                self._model.scores(features.spelling_features(word))
                + self._classes[kinds, kind, features.classes(word)]
                + self._paths[(features.own_path(word, initial=initial),)]
            )
            if len(lanes) == 2:
                own = margin(self._model.base + own, lanes)
        return Entry(tags, lanes, kinds, "PTKVZ" in tags, own, *self._near(word, kinds, shape))

    def _choice(self, tags: tuple[str, ...]) -> tuple[tuple[int, ...], str]:
        lanes = self._model.lanes(tags) if len(tags) > 1 else ()
        kinds = " ".join(tags)
        self.lanes[kinds] = lanes
        found = self._choices[tags] = (lanes, kinds)
        return found

    def _near(self, word: str, kinds: str, shape: str) -> list[int]:
        """By side; the number itself is shared by words of which the model knows no more."""
        if word == BOUNDARY:
            return self._edge
        path = cluster(word)
        kin = self._kin[kinds, shape, None if path is None else path & features.NEAR_BRANCH]
        near, score = features.near_word(word), self._model.score
        own = [score(side + near) for side in _SIDES]
        if not any(own):
            return kin
        return [both + more if more else both for both, more in zip(kin, own, strict=True)]


class _Kin(dict[tuple[str, str, int | None], list[int]]):
    """What all words of these kinds, shape and branch say to their neighbours, by side."""

    def __init__(self, model: LinearModel) -> None:
        super().__init__()
        self._model = model

    def __missing__(self, key: tuple[str, str, int | None]) -> list[int]:
        if len(self) >= MEMO_SIZE:
            self.clear()
        listed = features.kin_features(*key)
        scores = [self._model.scores([side + feature for feature in listed]) for side in _SIDES]
        found = self[key] = self.with_base(scores)
        return found

    def with_base(self, scores: list[int]) -> list[int]:
        return [self._model.base + scores[0], *scores[1:]]


def tags_of(word: str, observed: Mapping[str, str], *, initial: bool) -> tuple[str, ...]:
    """What a word may be, in a fixed order."""
    fixed = punctuation_tag(word)
    if fixed:
        return (fixed,)
    found = candidates(word, initial=initial)
    more = observed.get(word.lower())
    return _sorted(found.union(more.split()) if more else found)


@cache  # a hundred or so
def _sorted(tags: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(tags))


def joined(kinds: str, verb: str, word: str) -> str:
    """Whether „wies“ and „zurück“ make a verb; asked only where a particle may be."""
    return _joined(verb, word) if verb and "PTKVZ" in kinds else ""


@lru_cache(maxsize=1 << 12)
def _joined(verb: str, word: str) -> str:
    return "yes" if joins(verb, word) else "no"


@lru_cache(maxsize=1)
def _tagger() -> Tagger:
    return Tagger(*load("tagger.xz"))

"""A text and its layers: tokens, paragraphs, sentences. Offsets always point into it as given."""

from __future__ import annotations

from bisect import bisect_left

from services.parser.extraction.lazily import lazy
from services.parser.extraction.model import Mention, Span, Spans
from services.parser.extraction.segmentation.marks import Quoted
from services.parser.extraction.segmentation.sentences import (
    Paragraph,
    Sentence,
    paragraphs_in,
    sentences_in,
)
from services.parser.extraction.segmentation.tokens import Spelling, Tokens, tokens_in


class Document:
    """Each layer is computed once, when asked for."""

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.text = text
        self._spelling = spelling

    @lazy
    def tokens(self) -> Tokens:
        return tokens_in(self.text, self._spelling)

    @property
    def words(self) -> list[str]:
        return self.tokens.words

    @lazy
    def folded(self) -> list[str]:
        """The words in small letters; one per token, offsets are the tokens' own."""
        return [word.lower() for word in self.words]

    @lazy
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return paragraphs_in(self.text, self.tokens)

    @lazy
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences_in(self.words, self.paragraphs)

    @lazy
    def sentence_starts(self) -> list[int]:
        """The first token of each: what a place is looked up in."""
        return [sentence.first for sentence in self.sentences]

    def sentence_before(self, first: int) -> Sentence | None:
        """The one in front of the sentence that begins at token `first`."""
        place = bisect_left(self.sentence_starts, first)
        return self.sentences[place - 1] if place else None

    @lazy
    def quoted(self) -> dict[int, Quoted]:
        """Every pair of quotation marks by the token that opens it."""
        return {pair.opening: pair for paragraph in self.paragraphs for pair in paragraph.quoted}

    @lazy
    def openings(self) -> list[int]:
        """The tokens that open a pair of marks, in their order."""
        return sorted(self.quoted)

    def openings_in(self, first: int, end: int) -> list[int]:
        """Those of the openings that stand there."""
        openings = self.openings
        start = bisect_left(openings, first)
        return openings[start : bisect_left(openings, end, start)]

    def has_marks(self, first: int, end: int) -> bool:
        """Whether a pair of marks opens there."""
        openings = self.openings
        place = bisect_left(openings, first)
        return place < len(openings) and openings[place] < end

    def span(self, first: int, end: int) -> Span:
        """From the start of token `first` to the end of the token before `end`."""
        return Span(self.tokens.starts[first], self.tokens.ends[end - 1])

    def spans(self, ranges: tuple[tuple[int, int], ...]) -> Spans:
        starts, ends = self.tokens.starts, self.tokens.ends
        return tuple([Span(starts[first], ends[end - 1]) for first, end in ranges if end > first])

    def mention(self, ranges: tuple[tuple[int, int], ...]) -> Mention:
        spans = self.spans(ranges)
        return Mention(" ".join([self.text[start:end] for start, end in spans]), spans)

"""What a segment is, told by its first word and the place of its verb."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.segment import DEPENDENT, Kind, Segment
from services.parser.extraction.languages.de.tagged import Tagged

_AMBIGUOUS: Final = frozenset(
    [
        "als",
        "da",
        "wie",
        "seit",
        "bis",
        "damit",
        "während",
        "seitdem",
        "sowie",
        "indem",
        "wobei",
        "trotzdem",
    ]
)
_NONFINITE: Final = frozenset({"VVPP", "VAPP", "VMPP", "VVINF", "VAINF", "VMINF", "VVIZU"})
_WH_TAGS: Final = frozenset({"KOUS", "KOKOM"})
_OTHER_USES: Final = frozenset({"APPR", "ADV", "KON", "KOKOM", "PWAV"})


def classify(text: Tagged, segment: Segment, left: Segment | None) -> None:
    start = segment.first
    if text.folded[start] in words.COORDINATORS and segment.end - start > 1:
        segment.coordinated = True
        start += 1
    while start < segment.end - 1 and (
        text.folded[start] in words.FOCUS or not text.is_word(start)
    ):
        start += 1
    finites = text.finites_in(segment.first, segment.end)
    if (
        not finites
        and opens_subordinate(text, start, segment.end)
        and text.could_be_finite(segment.end - 1)
    ):
        finites = [segment.end - 1]  # „Wie die Zeitung berichtet, …“
        text.tags[segment.end - 1] = "VVFIN"
    segment.finite = _finite_of(text, segment, start, finites)
    segment.kind = _kind(text, segment, start, left)


def _finite_of(text: Tagged, segment: Segment, start: int, finites: list[int]) -> int | None:
    if not finites:
        return None
    if opens_subordinate(text, start, segment.end):
        return finites[-1]
    return finites[0]


def opens_subordinate(text: Tagged, start: int, end: int) -> bool:
    word, tag = text.folded[start], text.tags[start]
    if word == "wie" and text.could_be_finite(end - 1):
        return True  # „Wie „Bild“ berichtet, …“, whatever the tagger took „wie“ for
    if tag == "KOUS" or word in ("dass", "daß", "ob", "weil", "obwohl", "nachdem", "sodass"):
        return True
    if tag in ("PRELS", "PRELAT", "PWAV", "PWS", "PWAT"):
        return True
    return (
        tag in ("APPR", "APPRART")
        and start + 1 < end
        and text.tags[start + 1] in ("PRELS", "PRELAT", "PWS")
    )


def _kind(text: Tagged, segment: Segment, start: int, left: Segment | None) -> Kind:
    word = text.folded[start]
    if word == "so" and segment.finite is None and _is_so_frame(text, start, segment.end):
        return "so"
    if word in words.INFINITIVE_OPENERS and has_zu(text, segment):
        segment.opener = start
        return "inf"
    special = _subordinate_kind(text, segment, start)
    if special is not None:
        return special
    if segment.finite is None:
        return "inf" if has_zu(text, segment) else "frag"
    return _main_kind(text, segment, start, left)


def _is_so_frame(text: Tagged, start: int, end: int) -> bool:
    return start + 1 < end and (text.is_nominal(start + 1))


def has_zu(text: Tagged, segment: Segment) -> bool:
    last = segment.end
    for index in range(last - 1, max(segment.first, last - 12) - 1, -1):
        if text.tags[index] == "VVIZU":
            return True
        if (
            text.folded[index] == "zu"
            and index + 1 < last
            and text.tags[index + 1] in ("VVINF", "VAINF", "VMINF")
        ):
            return True
    return False


def _subordinate_kind(text: Tagged, segment: Segment, start: int) -> Kind | None:
    kind = _opener_kind(text, segment, start)
    if kind is not None:
        segment.opener = start
    return kind


def _opener_kind(text: Tagged, segment: Segment, start: int) -> Kind | None:
    tag = text.tags[start]
    follower = text.tags[start + 1] if start + 1 < segment.end else ""
    if _is_question_word(text, segment, start):
        return "w"
    if _is_subordinator(text, segment, start):
        return "sub"
    if tag in ("APPR", "APPRART") and follower in ("PRELS", "PRELAT"):
        if segment.finite is None and has_zu(text, segment):
            return None  # „, durch die Änderung Geld zu sparen“: the tagger took it for „die“
        opens_sentence = segment.delimiter == "" and not segment.coordinated
        if opens_sentence and not _is_verb_final(text, segment):
            return None  # „Nach deren Angaben ist …“
        return "rel"
    follows_comma = segment.delimiter == "," and text.folded[start] in words.RELATIVES
    return "rel" if follows_comma and _is_relative(text, segment, start) else None


def _is_question_word(text: Tagged, segment: Segment, start: int) -> bool:
    word, tag = text.folded[start], text.tags[start]
    if word not in words.WH_WORDS or not (tag.startswith(("PW", "PREL")) or tag in _WH_TAGS):
        return False
    if segment.finite is None:
        return word != "wie" or not segment.delimiter
    is_own_question = segment.delimiter == "" and not _is_verb_final(text, segment)
    return not is_own_question  # „Wie stehen Sie dazu?“


def _is_subordinator(text: Tagged, segment: Segment, start: int) -> bool:
    word, tag = text.folded[start], text.tags[start]
    if word == "so":
        return start + 1 < segment.end and text.folded[start + 1] == "dass"
    listed = word in words.SUBORDINATORS and tag not in _OTHER_USES
    if tag != "KOUS" and not listed:
        return False
    return word not in _AMBIGUOUS or _is_verb_final(text, segment)


def _is_verb_final(text: Tagged, segment: Segment) -> bool:
    finite = segment.finite
    if finite is None or finite <= segment.first + 1:
        return False
    end = segment.end
    while end > finite + 1 and (text.aside[end - 1] or not text.is_word(end - 1)):
        end -= 1
    return finite >= end - 2 or text.tags[finite - 1] in _NONFINITE


def _is_relative(text: Tagged, segment: Segment, start: int) -> bool:
    """„, die das Gesetz ablehnt“ against „, die Lage sei ernst“."""
    if segment.finite is None:
        return text.tags[start] == "PRELS" and not has_zu(text, segment)
    if segment.finite == start + 1 == segment.end - 1:
        return start > 1 and text.is_noun(start - 2)  # „…, der zusagte“
    if not _is_verb_final(text, segment):
        return False
    if _is_single_phrase(text, start, segment.finite) and text.is_konjunktiv(segment.finite):
        return False
    return text.tags[start] in ("PRELS", "PRELAT") or segment.finite - start > 1


def _is_single_phrase(text: Tagged, start: int, end: int) -> bool:
    nouns = [i for i in range(start, end) if text.is_noun(i)]
    if len(nouns) != 1 or nouns[0] != end - 1:
        return False
    return not any(text.tags[i] in ("ART", "PPER", "PRF", "PPOSAT") for i in range(start + 1, end))


def _main_kind(text: Tagged, segment: Segment, start: int, left: Segment | None) -> Kind:
    finite = segment.finite
    assert finite is not None
    if (
        segment.coordinated
        and left is not None
        and left.kind in DEPENDENT
        and finite >= segment.end - 1
    ):
        segment.opener = None
        return left.kind
    if finite == start:
        return "v1"
    if finite == start + 1 and text.folded[start] == "so" and segment.delimiter in (",", "–", "-"):
        return "v1"  # „…, so schätzen die Forscher“
    return "v2"

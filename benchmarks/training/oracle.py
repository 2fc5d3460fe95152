"""Where the points are: `python -m benchmarks.training.oracle`, on `statements/`, in a minute.

Each article is read with a judge that learned from the others. Then one thing at a time is made
right, as the annotation has it: what the judge chooses of today's candidates, ends, beginnings,
types, speakers, what is found beside the annotation, what is missed. The measure is that of
`benchmarks/training/judge.py`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from benchmarks.training.judge import OPEN, bars, examples_by_name, folds, model, of_rules, read
from benchmarks.training.statement_scores import Found, Scores, found_in, paired
from benchmarks.training.statements_read import Said, Statement, points_of, statements
from services.parser.extraction.document import Document
from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.candidates import Candidate
from services.parser.extraction.languages.de.german import GERMAN
from services.parser.extraction.languages.de.judge import GROUPS, RULED, Judge, Verdict
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.surroundings import Surroundings

CLEAR: Final = 0.5
Repair = Callable[[Statement, list[Found]], list[Found]]
Pair = Callable[[Said, Found], Found]


class Knowing(Judge):
    """It accepts what the annotation has, and of rival candidates the nearest."""

    def __init__(self, article: Statement) -> None:
        never = dict.fromkeys((*GROUPS, RULED), 0)
        super().__init__({group: {} for group in GROUPS}, never, OPEN)
        self._article = article
        self._document = Document(article.text, GERMAN.spelling)

    def _verdict(
        self,
        candidate: Candidate,
        around: Surroundings,  # noqa: ARG002 - the annotation decides alone
    ) -> Verdict:
        finding = candidate.finding
        share = self._article.share(finding.type, points_of(self._document, finding.content))
        return Verdict(candidate, [], round(1000 * (share - CLEAR)))

    def _reaching(self, sentence: SentenceSite, accepted: Sequence[Finding]) -> list[Finding]:  # noqa: ARG002 - ends stay where the rules have them
        return list(accepted)


def main() -> None:
    articles = statements()
    today, known = list(_today(articles)), [(a, _found(a, Knowing(a))) for a in articles.values()]
    print(_row("as it is", today))
    print(_row("a perfect choice of candidates", known))
    for name, repair in REPAIRS.items():
        print(_row(name, [(article, repair(article, found)) for article, found in today]))


def _today(articles: dict[str, Statement]) -> Iterator[tuple[Statement, list[Found]]]:
    known = examples_by_name(articles)
    for held_out in folds(articles):
        learned = [e for name in known if name not in held_out for e in known[name]]
        deciding = Judge(model(learned + of_rules()), bars())
        yield from ((articles[name], _found(articles[name], deciding)) for name in held_out)


def _found(article: Statement, deciding: Judge) -> list[Found]:
    return found_in(*read(article, deciding))


def _row(name: str, read_: Sequence[tuple[Statement, list[Found]]]) -> str:
    scores = Scores()
    for article, found in read_:
        scores.add(article, found)
    return f"{name:<40} {scores.row()}"


# --- repairs -------------------------------------------------------------------------------------


def _of_pairs(change: Pair) -> Repair:
    def repaired(article: Statement, found: list[Found]) -> list[Found]:
        pairs = {other: number for number, other in paired(article.said, found).items()}
        return [
            change(article.said[pairs[number]], one) if number in pairs else one
            for number, one in enumerate(found)
        ]

    return repaired


def _ends(said: Said, one: Found) -> Found:
    kind, points, voice = one
    last, theirs = max(points), max(said.points)
    more = (p for p in said.points if p > last)
    return kind, frozenset({*(p for p in points if p <= theirs), *more}), voice


def _beginnings(said: Said, one: Found) -> Found:
    kind, points, voice = one
    first, theirs = min(points), min(said.points)
    more = (p for p in said.points if p < first)
    return kind, frozenset({*(p for p in points if p >= theirs), *more}), voice


def _type(said: Said, one: Found) -> Found:
    return said.type, one[1], one[2]


def _speaker(said: Said, one: Found) -> Found:
    return one[0], one[1], next(iter(said.voices), frozenset())


def _without_spurious(*kinds: str) -> Repair:
    def repaired(article: Statement, found: list[Found]) -> list[Found]:
        meant = set(paired(article.said, found).values())
        return [f for n, f in enumerate(found) if n in meant or (kinds and f[0] not in kinds)]

    return repaired


def _with_missed(*kinds: str) -> Repair:
    def repaired(article: Statement, found: list[Found]) -> list[Found]:
        met = paired(article.said, found)
        return found + [
            (said.type, said.points, next(iter(said.voices), frozenset()))
            for number, said in enumerate(article.said)
            if number not in met and not said.optional and (not kinds or said.type in kinds)
        ]

    return repaired


REPAIRS: Final[dict[str, Repair]] = {
    "ends": _of_pairs(_ends),
    "beginnings": _of_pairs(_beginnings),
    "types": _of_pairs(_type),
    "speakers": _of_pairs(_speaker),
    "nothing spurious": _without_spurious(),
    "nothing spurious of indirect": _without_spurious("indirect"),
    "nothing spurious of reported": _without_spurious("reported"),
    "nothing missed": _with_missed(),
    "nothing missed of direct": _with_missed("direct"),
    "nothing missed of indirect": _with_missed("indirect"),
    "nothing missed of reported": _with_missed("reported"),
}

if __name__ == "__main__":
    main()

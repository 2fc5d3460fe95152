"""What the judge accepts, refuses and says of it; the weights are the test's own."""

from services.parser.extraction import explain, extract
from services.parser.extraction.document import Document
from services.parser.extraction.findings import CueWords, Finding, Ranges
from services.parser.extraction.languages.de.german import GERMAN
from services.parser.extraction.languages.de.grammar import findings_of
from services.parser.extraction.languages.de.judge import (
    GROUPS,
    RULED,
    Judge,
    Verdict,
    excludes,
    judge,
)
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import QuoteType

ACT = "Die Ministerin geißelte den Plan. Dann ging sie."


def a_judge(**weights: dict[str, int]) -> Judge:
    known = {group: weights.get(group, {}) for group in GROUPS}
    return Judge(known, dict.fromkeys((*GROUPS, RULED), 0))


def a_finding(*content: tuple[int, int], kind: QuoteType = "indirect", cue: int = 0) -> Finding:
    words = CueWords((cue,), "sagen", "say")
    found = Finding("indirect", content, "indirect.that_clause", "high", words)
    return found._replace(type=kind)


def read_by(deciding: Judge, text: str) -> tuple[list[tuple[str, Ranges]], list[Verdict]]:
    seen: list[Verdict] = []

    def settle(sentence: SentenceSite, memory: Memory, ruled: list[Finding]) -> list[Finding]:
        return deciding.settled(sentence, memory, ruled, lambda verdict, _: seen.append(verdict))

    found = findings_of(Tagged(Document(text, GERMAN.spelling)), settle)
    return [(finding.type, finding.content) for finding in found], seen


def test_a_verb_that_no_list_has_may_report_an_act() -> None:
    known = a_judge(act={"verb=geißeln": 300})

    found, _ = read_by(known, ACT)

    assert found == [("reported", ((0, 6),))]


def test_weights_decide_what_the_rules_found() -> None:
    text = "Die Ministerin sagte, dass der Plan gut sei."
    refusing = a_judge(frame={"verb=sagen": -1}, act={"verb=sagen": -1})

    assert read_by(a_judge(), text)[0]
    assert read_by(refusing, text)[0] == []


def test_a_frame_that_points_back_is_not_asked() -> None:
    text = "Das Dach ist neu. Das teilte die Stadt mit."
    refusing = a_judge(frame={"rule=nouns.pointing_back": -900})

    assert [kind for kind, _ in read_by(refusing, text)[0]] == ["indirect"]


def test_where_words_are_passed_on_nothing_is_merely_reported() -> None:
    eager = a_judge(act={"verb=sagen": 900, "verb=geißeln": 900})

    found, _ = read_by(eager, "Die Ministerin sagte, dass der Plan gut sei.")

    assert [kind for kind, _ in found] == ["indirect"]


def test_a_thing_announces_nothing_by_a_verb_that_is_not_listed() -> None:
    eager = a_judge(frame={"rule=candidates.any_verb": 900})

    found, _ = read_by(eager, "Die Frage, was das kostet, beschäftigt seit Jahren den Rat.")

    assert found == []


def test_the_strongest_reasons_come_first_and_in_words() -> None:
    known = a_judge(act={"verb=geißeln": 300, "voice=person": -20, "listed as act": 70})

    _, seen = read_by(known, ACT)
    told = known.reasons(next(v for v in seen if v.weight > 0))

    assert told[0] == "verb=geißeln (+3.0)"
    assert "voice=person (-0.2)" in told


def test_two_frames_of_one_clause_may_both_be_quotes_but_the_same_words_are_one() -> None:
    outer, inner = a_finding((0, 20), cue=1), a_finding((6, 18), cue=4)

    assert not excludes(outer, inner)
    assert excludes(outer, a_finding((0, 19), cue=4))
    assert excludes(outer, a_finding((6, 18), cue=1))
    assert excludes(outer, a_finding((6, 18), kind="reported", cue=4))
    assert not excludes(outer, a_finding((20, 30), kind="reported", cue=4))


def test_words_in_marks_stand_beside_any_quote() -> None:
    marked = a_finding((6, 8), kind="direct")._replace(partial=True)

    assert not excludes(a_finding((0, 20)), marked)
    assert excludes(marked, marked)


def test_a_share_is_a_part_of_one_and_grows_with_the_weight() -> None:
    shares = [Verdict(None, [], weight).share for weight in (-999, 0, 100)]  # type: ignore[arg-type]  # the share asks for the weight alone

    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.001 < shares[1] == 0.5 < shares[2] < 1


def test_an_explanation_tells_the_verdict() -> None:
    trials = explain("Die Ministerin sagte, dass der Plan gut sei.", "de")

    (told,) = [trial for trial in trials if trial.rule == "judge.that_clause"]

    assert told.answer is not None
    assert told.answer.startswith("dass der Plan gut sei [yes, 9")


def test_what_is_shipped_knows_every_group() -> None:
    deciding = judge()

    assert deciding is judge()
    assert extract("Die Ministerin kritisierte den Plan scharf.", "de").quotes[0].type == "reported"


SILENT = {"verb=sagen": -900, "verb=erklären": -900}


def test_words_reach_as_far_as_the_weights_say() -> None:
    text = (
        "Die Ministerin sagte, dass der Saal voll sei, weil viele kamen, der Rat tagt nun im Hof."
    )
    near = a_judge(act=SILENT, reach={"in": -900, "out": -900})
    middle = a_judge(act=SILENT, reach={"in": 900, "out": -900})
    far = a_judge(act=SILENT, reach={"in": 900, "out": 900})

    contents = [read_by(deciding, text)[0] for deciding in (near, middle, far)]

    assert contents == [
        [("indirect", ((4, 9),))],
        [("indirect", ((4, 13),))],
        [("indirect", ((4, 20),))],
    ]


def test_words_do_not_reach_into_their_own_frame() -> None:
    far = a_judge(act=SILENT, reach={"in": 900, "out": 900})

    found, _ = read_by(far, "Dass der Saal voll sei, sagte die Ministerin.")

    assert found == [("indirect", ((0, 5),))]


def test_words_do_not_run_into_those_of_somebody_else() -> None:
    text = "Die Ministerin sagte, der Saal sei voll, ein Chor erklärte, er singe im Hof."
    far = a_judge(act=SILENT, reach={"in": 900, "out": 900})

    found, _ = read_by(far, text)

    assert [content for _, content in found] == [((4, 8),), ((13, 17),)]

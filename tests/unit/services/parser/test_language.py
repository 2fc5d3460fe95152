from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.parser.language import language_of

GERMAN = "Die Ministerin sagte am Montag in Berlin, die Brücke bleibe bis zum Herbst gesperrt."
ENGLISH = "The minister said on Monday in Berlin that the bridge would remain closed until autumn."


@pytest.mark.parametrize("declared", [None, "de", "en-US", "", "nonsense tag"])
def test_a_sentence_is_enough_whatever_the_page_declares(declared: str | None) -> None:
    assert language_of(GERMAN, declared) == "de"
    assert language_of(ENGLISH, declared) == "en"


@pytest.mark.parametrize("declared", ["de", "DE-at", "de_DE", "deu", "ger"])
def test_where_the_words_decide_nothing_the_page_does(declared: str) -> None:
    assert language_of("Altenrode 1:2 Neustadt, Lindau 0:0 Berg, Amsel 3:1 Kranz", declared) == "de"


def test_foreign_quotes_at_the_edges_do_not_turn_a_german_text() -> None:
    assert language_of(f"{ENGLISH}\n" + f"{GERMAN}\n" * 60 + ENGLISH) == "de"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "La ministre a dit lundi que le pont resterait fermé jusqu'à la fin de l'été."),
        ("es", "La ministra dijo el lunes que el puente seguiría cerrado hasta el otoño."),
        ("it", "La ministra ha detto lunedì che il ponte resterà chiuso fino all'autunno."),
        ("pt", "A ministra disse na segunda-feira que a ponte não será aberta antes do outono."),
        ("nl", "De minister zei maandag dat de brug tot het najaar gesloten zou blijven."),
        ("da", "Ministeren sagde mandag, at broen ikke bliver åbnet igen før til efteråret."),
        ("sv", "Ministern sade på måndagen att bron ska vara stängd till hösten."),
        ("pl", "Minister powiedziała w poniedziałek, że most będzie zamknięty do jesieni."),
        ("cs", "Ministryně v pondělí řekla, že most zůstane uzavřen až do podzimu."),
        ("hu", "A miniszter hétfőn azt mondta, hogy a híd őszig nem nyílik meg."),
        ("tr", "Bakan pazartesi günü köprünün sonbahara kadar kapalı kalacağını söyledi."),
        ("ru", "Министр сказала в понедельник, что мост будет закрыт до осени."),
        ("uk", "Міністерка сказала в понеділок, що міст буде закритий до осені."),
        ("el", "Η υπουργός είπε τη Δευτέρα ότι η γέφυρα θα μείνει κλειστή μέχρι το φθινόπωρο."),
        ("lb", "D'Ministesch sot e Méindeg, datt d'Bréck bis an den Hierscht net opgeet."),
        ("ar", "قالت الوزيرة يوم الاثنين إن الجسر سيبقى مغلقا حتى الخريف"),
        ("zh", "部长星期一在柏林表示，大桥将关闭到秋天。"),
        ("ja", "大臣は月曜日、橋は秋まで閉鎖されると述べた。"),
        ("ko", "장관은 월요일 다리가 가을까지 폐쇄될 것이라고 말했다."),
    ],
)
def test_a_text_in_another_language_is_named(code: str, text: str) -> None:
    assert language_of(text, "de") == code


@pytest.mark.parametrize("text", ["", "12:0", "🤐 🤐", "Xkcd Qwrt Zzyx"])
def test_what_has_no_words_of_any_language_is_undetermined(text: str) -> None:
    assert language_of(text) == "und"
    assert language_of(text, "de-CH") == "de"


def test_names_in_it_do_not_turn_a_german_text() -> None:
    names = "Recep Tayyip Erdoğan, José María Aznar, Lech Wałęsa und Václav Havel"

    assert language_of(f"{names} kamen nach Berlin. {GERMAN}") == "de"


@given(st.text(), st.none() | st.text(max_size=8))
def test_every_text_has_some_language(text: str, declared: str | None) -> None:
    assert 2 <= len(language_of(text, declared)) <= 3


def test_a_small_word_among_names_decides_nothing_against_the_page() -> None:
    names = "The Altenrode Neustadt Lindau Berg Amsel Kranz Holm Vogt Brandt Wolter Sander Ritter"

    assert language_of(names, "de") == "de"


def test_between_languages_that_fit_about_as_well_the_page_decides() -> None:
    both = "Statsministeren sier at vi har en god plan for landet."

    assert language_of(both, "no") == "no"
    assert language_of(both, "da") == "da"
    assert language_of(both, "sv") == "da"

"""The persons of a text, found again by place, surname, role, age or as the last of a gender."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.chiefs import leads
from services.parser.extraction.languages.de.roles import TITLES, Name
from services.parser.extraction.languages.de.spellings import is_variant

_LOOK_BACK: Final = 60  # names; who was named before them is not meant by „der Minister“
_MOST_SURNAMES: Final = 200  # among more, one letter makes another person
_NEAR: Final = 120  # tokens, about a paragraph
_OFTEN: Final = 3  # times more often named than anybody else of that role
_SAME_OFFICE: Final = (
    ("ministerpräsident", "regierungschef", "premierminister", "premier"),
    ("ministerpräsidentin", "regierungschefin", "premierministerin"),
    ("kanzler", "regierungschef"),
    ("kanzlerin", "regierungschefin"),
    ("staatspräsident", "präsident", "staatschef", "staatsoberhaupt"),
    ("parteichef", "parteivorsitzende", "parteivorsitzender", "vorsitzende", "vorsitzender"),
    ("fraktionschef", "fraktionsvorsitzende", "fraktionsvorsitzender"),
    ("papst", "pontifex", "kirchenoberhaupt"),
)
_GENERIC: Final = ("mann", "frau", "herr", "mensch", "person")


class Persons:
    """Every full name of a text, in its order. Where two persons fit, the answer is nobody."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self._starts = [name.first for name in names]
        self._by_first = {name.first: name for name in names}
        self._by_end = {name.end: name for name in names}
        self._same = _joined(names)
        self._said: dict[str, list[Name]] = {}
        for name in names:
            self._said.setdefault(self._same[name.text], []).append(name)
        self._by_surname: dict[str, set[str]] = {}
        self._by_other: dict[str, set[str]] = {}
        for key, said in self._said.items():
            surnames, others = _callings(said)
            for word in surnames:
                self._by_surname.setdefault(word, set()).add(key)
            for word in others:
                self._by_other.setdefault(word, set()).add(key)
        self._known: dict[str, Name] = {}

    def known(self, name: Name) -> Name:
        """All that the text says of the person, under the fullest name."""
        return self._of(self._same[name.text])

    def _of(self, key: str) -> Name:
        found = self._known.get(key)
        if found is None:
            said = self._said[key]
            full = next((name for name in said if name.text == key), said[0])
            told = next((name for name in said if name.role), full)
            found = self._known[key] = full._replace(
                text=key,
                role=told.role,
                affiliation=told.affiliation or _first(name.affiliation for name in said),
                gender=_first(name.gender for name in said if name.role)
                or _first(name.gender for name in said)
                or "",
                age=_first(name.age for name in said) or "",
            )
        return found

    def at(self, first: int) -> Name | None:
        found = self._by_first.get(first)
        return None if found is None else self.known(found)

    def place_of(self, first: int) -> Name | None:
        """The full name that begins there, as it stands there."""
        return self._by_first.get(first)

    def ending_at(self, end: int) -> Name | None:
        found = self._by_end.get(end)
        return None if found is None else self.known(found)

    def within(self, first: int, end: int) -> Sequence[Name]:
        low, high = bisect_left(self._starts, first), bisect_left(self._starts, end)
        return self.names[low:high]

    def is_calling(self, word: str) -> bool:
        """Some person is called so: a surname, a first name."""
        return word in self._by_surname or word in self._by_other

    def by_surname(self, word: str, gender: str, role: str) -> Name | None:
        """One person of that surname, or the one whom gender or role decides for."""
        keys = self._by_surname.get(word) or self._by_other.get(word) or self._by_variant(word)
        found = [self._of(key) for key in sorted(keys)]
        fitting = [name for name in found if not gender or name.gender in ("", gender)]
        if len(fitting) > 1 and role:
            fitting = [name for name in fitting if self.has_role(name, role)]
        if len(fitting) > 1 and gender:
            fitting = [name for name in fitting if name.gender == gender]
        return fitting[0] if len(fitting) == 1 else None

    def _by_variant(self, word: str) -> set[str]:
        if len(self._by_surname) > _MOST_SURNAMES:
            return set()
        near = [keys for surname, keys in self._by_surname.items() if is_variant(word, surname)]
        return set().union(*near)

    def is_variant(self, word: str) -> bool:
        """Some surname of the text, spelt otherwise."""
        return bool(self._by_variant(word))

    def by_role(
        self, noun: str, index: int, gender: str, adjectives: Sequence[str] = ()
    ) -> Name | None:
        """„der Minister“ is the one before whose role ends so; else the only one behind."""
        before = self._with_role(noun, self.before(index), gender)
        before = _told_so(before, adjectives)
        if not before:
            same = self._by_other_role(noun, index, gender) or self._leading(noun, index, gender)
            same = same or self._led(noun, index, gender)
            if same is not None:
                return same
            later = self.names[bisect_left(self._starts, index) :]
            return _only(self._with_role(noun, later, gender))
        return _only(before) or self._outstanding(before, index)

    def _with_role(self, noun: str, names: Iterable[Name], gender: str) -> dict[str, Name]:
        known = {self._same[name.text] for name in names}
        fitting = (self._of(key) for key in known)
        return {n.text: n for n in fitting if self.has_role(n, noun) and _may_be(n, gender)}

    def _outstanding(self, fitting: dict[str, Name], index: int) -> Name | None:
        """Of several with that role the one named just before, or the one the text is about."""
        near = {
            self._same[name.text] for name in self.before(index) if index - name.first < _NEAR
        } & set(fitting)
        if len(near) == 1:
            return fitting[near.pop()]
        counts = sorted(((len(self._said[key]), key) for key in fitting), reverse=True)
        return fitting[counts[0][1]] if counts[0][0] >= _OFTEN * counts[1][0] else None

    def by_initials(self, label: str) -> Name | None:
        """„H. K.“, „HK“: the letters that the names of one person begin with."""
        wanted = [letter for letter in label if letter.isalpha()]
        named = (name for name in map(self._of, self._said))
        fitting = [name for name in named if _initials(name.text) == wanted]
        return fitting[0] if len(fitting) == 1 else None

    def by_age(self, age: str) -> Name | None:
        fitting = [name for name in map(self._of, self._said) if name.age == age]
        return fitting[0] if len(fitting) == 1 else None

    def has_role(self, name: Name, noun: str) -> bool:
        """Any of the roles that the text gives that person."""
        if noun in _GENERIC:
            return False
        roles = [said.role or "" for said in self._said[self._same[name.text]]]
        return any(_ends_so(role, noun) for role in roles)

    def _by_other_role(self, noun: str, index: int, gender: str) -> Name | None:
        """„Regierungschef José Zapatero … Der Ministerpräsident“: one office, two words."""
        for offices in _SAME_OFFICE:
            if noun in offices:
                fitting = [self._with_role(n, self.before(index), gender) for n in offices]
                return _only({text: name for found in fitting for text, name in found.items()})
        return None

    def _leading(self, noun: str, index: int, gender: str) -> Name | None:
        """„Vorstandschef Jens Maier … Der Konzernchef“"""
        known = (self._of(key) for key in {self._same[name.text] for name in self.before(index)})
        fitting = {n.text: n for n in known if self._leads(n, noun) and _may_be(n, gender)}
        return _only(fitting)

    def _led(self, noun: str, index: int, gender: str) -> Name | None:
        """„Gewerkschaftschef Frank Bsirske … Der Verdi-Chef“: nobody else is a chief."""
        if "-" not in noun or not noun.endswith(("-chef", "-chefin")):
            return None
        return _only(self._with_role(noun.rpartition("-")[2], self.before(index), gender))

    def _leads(self, name: Name, noun: str) -> bool:
        affiliation = (name.affiliation or "").lower()
        roles = [said.role or "" for said in self._said[self._same[name.text]]]
        return any(leads(noun, role.lower(), affiliation) for role in roles)

    def may_be(self, name: Name, gender: str, index: int) -> bool:
        """Of that gender, or of an unknown one while nobody surely is."""
        own = self.known(name).gender
        if own:
            return own == gender
        return all(self.known(other).gender != gender for other in self.before(index))

    def only_one(self, gender: str, index: int) -> Name | None:
        """The person of that gender named before, if there is but one."""
        before = {self.known(name).text: self.known(name) for name in self.before(index)}
        fitting = [name for name in before.values() if name.gender in ("", gender)]
        return fitting[0] if len(fitting) == 1 else None

    def before(self, index: int) -> list[Name]:
        """Nearest first."""
        place = bisect_left(self._starts, index)
        return list(self.names[max(0, place - _LOOK_BACK) : place])[::-1]


def _initials(name: str) -> list[str]:
    parts = [part for part in name.split(" ") if part.lower() not in TITLES]
    return [part[0] for part in parts if part[0].isupper()]


def _only(found: dict[str, Name]) -> Name | None:
    return next(iter(found.values())) if len(found) == 1 else None


def _first(found: Iterable[str | None]) -> str | None:
    return next((one for one in found if one), None)


def _may_be(name: Name, gender: str) -> bool:
    return not gender or not name.gender or name.gender == gender


def _told_so(found: dict[str, Name], adjectives: Sequence[str]) -> dict[str, Name]:
    """„der russische Präsident“ is none who is told to be the Ukrainian one."""
    stems = [stem for word in adjectives if (stem := word.rstrip("enrms")).endswith("isch")]
    if not stems:
        return found
    same = {text: n for text, n in found.items() if any(s in _role_of(n) for s in stems)}
    return same or {text: n for text, n in found.items() if "isch" not in _role_of(n)}


def _role_of(name: Name) -> str:
    return (name.role or "").lower()


def _ends_so(role: str, noun: str) -> bool:
    """„Innenminister“ is a „minister“; of „Chef der Polizei“ the first word counts."""
    return any(word.endswith(noun) for word in _own_words(role))


def _own_words(role: str) -> list[str]:
    own: list[str] = []
    for word in role.lower().split(" "):
        if word in ("der", "des", "von", "vom", "für", "bei", "beim", "im", "in", "am"):
            break
        own.append(word.strip(","))
    return own


# --- one person under several names --------------------------------------------------------------


def _joined(names: Sequence[Name]) -> dict[str, str]:
    """Each name as it is written, and the fullest name of the same person."""
    parts = {text: _parts(text) for text in dict.fromkeys(name.text for name in names)}
    same: dict[str, str] = {}
    for text, short in sorted(parts.items(), key=lambda item: -len(item[1])):
        keys = {same[full] for full in same if _is_same(short, parts[full])}
        same[text] = keys.pop() if len(keys) == 1 else text
    return same


def _parts(text: str) -> tuple[str, ...]:
    """„Franz-Josef Jung“ and „Franz Josef Jung“ are one; titles are no part."""
    found = text.casefold().replace("-", " ").split()
    return tuple(word.strip(".") for word in found if word not in TITLES)


def _is_same(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """The same words, or two and more of them in their order: „Ali Samani“, „Hirsi Ali“."""
    if len(short) <= 1 or short == full[: len(short)]:
        return short == full[: len(short)] and len(short) > 1
    rest = iter(full[:-1])
    is_surname = full[-1] in (short[-1], short[-1].removesuffix("s"))
    return is_surname and all(word in rest for word in short[:-1])


def _callings(said: Iterable[Name]) -> tuple[set[str], set[str]]:
    """Words that stand for the person alone: surnames („al-Badri“, „Badri“), and first names."""
    surnames: set[str] = set()
    others: set[str] = set()
    for name in said:
        parts = [part for part in name.text.split(" ") if part.lower() not in TITLES]
        if not parts:
            continue  # „Dr. DR“
        surnames.add(parts[-1])
        others.update(parts[:-1])
        if "-" in parts[-1] and parts[-1][0].islower():
            surnames.add(parts[-1].partition("-")[2])
            surnames.add(parts[-1][0].upper() + parts[-1][1:])  # „Al-Badri“ opens a sentence
    return surnames, others - words.NAME_PARTICLES

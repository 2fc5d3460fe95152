"""The persons of a text, found again by place, surname, role or as the last one of a gender."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from services.parser.extraction.languages.de.full_names import Name

_LOOK_BACK: Final = 60  # names; who was named before them is not meant by „der Minister“


class Persons:
    """Every full name of a text, in its order. Where two persons fit, the answer is nobody."""

    def __init__(self, names: list[Name]) -> None:
        self._names = names
        self._starts = [name.first for name in names]
        self._by_first = {name.first: name for name in names}
        self._by_text: dict[str, Name] = {}
        self._by_surname: dict[str, dict[str, Name]] = {}
        for name in names:
            known = self._by_text.get(name.text)
            if known is None or (name.role and not known.role):
                self._by_text[name.text] = name
        self._by_first_name: dict[str, dict[str, Name]] = {}
        for name in self._by_text.values():
            self._by_first_name.setdefault(name.text.split(" ")[0], {})[name.text] = name
            self._by_surname.setdefault(name.surname, {})[name.text] = name

    def best_known(self, name: Name) -> Name:
        """The same person's first mention that tells a role."""
        return name if name.role else self._by_text.get(name.text, name)

    def at(self, first: int) -> Name | None:
        found = self._by_first.get(first)
        return None if found is None else self.best_known(found)

    def by_surname(self, word: str, gender: str, role: str) -> Name | None:
        """One person of that surname, or the one whom gender or role decides for."""
        found = self._by_surname.get(word) or self._by_first_name.get(word) or {}
        fitting = [n for n in found.values() if not gender or n.gender in ("", gender)]
        if len(fitting) > 1 and role:
            fitting = [n for n in fitting if n.role and n.role.lower().endswith(role)]
        if len(fitting) > 1 and gender:
            fitting = [n for n in fitting if n.gender == gender]
        return fitting[0] if len(fitting) == 1 else None

    def by_role(self, noun: str, index: int) -> Name | None:
        """„der Minister“ is the one before whose role ends so; two of them leave it open."""
        fitting = {n.text: n for n in self._before(index) if _has_role(n, noun)}
        return self.best_known(next(iter(fitting.values()))) if len(fitting) == 1 else None

    def may_be(self, name: Name, gender: str, index: int) -> bool:
        """Of that gender, or of an unknown one while nobody surely is."""
        if name.gender:
            return name.gender == gender
        return all(other.gender != gender for other in self._before(index))

    def only_one(self, gender: str, index: int) -> Name | None:
        """The person of that gender named before, if there is but one."""
        fitting = {n.text: n for n in self._before(index) if n.gender in ("", gender)}
        return self.best_known(next(iter(fitting.values()))) if len(fitting) == 1 else None

    def _before(self, index: int) -> list[Name]:
        """Nearest first."""
        place = bisect_left(self._starts, index)
        return self._names[max(0, place - _LOOK_BACK) : place][::-1]


def _has_role(name: Name, noun: str) -> bool:
    heads = (name.role or "").lower().split(" ")
    return any(word.endswith(noun) for word in heads)

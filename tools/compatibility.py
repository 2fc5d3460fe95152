"""What a change of the schemas would break, for readers of an earlier version and of today's.

Events stay in the topics for 90 days and in people's files for ever, and readers are updated when
it suits them. So a schema must read every earlier event (backward), and every earlier reader must
read today's events (forward), whichever two versions they are of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Schema: TypeAlias = Mapping[str, Any]

KEYWORD: Final = "x-extensible"
LOWER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
SAME: Final = ("pattern", "format", "x-ce-type", "x-topic")


@dataclass(frozen=True, slots=True)
class Change:
    """At a field: what is different, who cannot read what any more, and what to do instead."""

    field: str
    what: str
    broken: str
    instead: str = "make it a new version of the event, beside this one"

    def __str__(self) -> str:
        return f"{self.field}: {self.what}; {self.broken}. Instead, {self.instead}."


EARLIER_EVENTS: Final = "a stored event of the earlier version is no longer read"
EARLIER_READERS: Final = "a reader of the earlier version refuses today's events"


def breaks(old: Schema, new: Schema) -> list[Change]:
    """Empty when readers of either schema read the events of both."""
    return list(_Comparison(old, new).differences("", old, new))


def added(old: Schema, new: Schema) -> list[str]:
    """The fields that are new, as paths: what subscribers want to hear of."""
    return sorted({path for path, *_ in _paths(new, new)} - {path for path, *_ in _paths(old, old)})


def _paths(field: Schema, root: Schema, path: str = "", depth: int = 0) -> Iterator[tuple[str]]:
    for form in _forms(field, root).values():
        for name, part in form.get("properties", {}).items():
            yield (_join(path, name),)
            if depth < 6:  # no event is deeper, and one that held itself would never end
                yield from _paths(part, root, _join(path, name), depth + 1)
        if "items" in form:
            yield from _paths(form["items"], root, path, depth)


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old
        self._new = new

    def differences(self, path: str, old: Schema, new: Schema) -> Iterator[Change]:
        """Of one field, and of all below it."""
        before, after = _forms(old, self._old), _forms(new, self._new)
        for kind in before.keys() - after.keys():
            yield Change(_name(path), f"may no longer be {kind}", EARLIER_EVENTS)
        for kind in after.keys() - before.keys():
            yield Change(_name(path), f"may now be {kind}", EARLIER_READERS)
        for kind in before.keys() & after.keys():
            yield from self._of_form(path, before[kind], after[kind])

    def _of_form(self, path: str, old: Schema, new: Schema) -> Iterator[Change]:
        yield from _limits(path, old, new)
        yield from _values(path, old, new)
        if "properties" in old:
            yield from self._fields(path, old, new)
        if "items" in old and "items" in new:
            yield from self.differences(path, old["items"], new["items"])

    def _fields(self, path: str, old: Schema, new: Schema) -> Iterator[Change]:
        before, after = old["properties"], new.get("properties", {})
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        for name in before.keys() - after.keys():
            instead = "keep it, and say in its description what replaces it"
            yield Change(_join(path, name), "the field is removed", EARLIER_READERS, instead)
        for name in sorted(needs - needed):
            instead = "give it a default, so that events without it are still read"
            yield Change(_join(path, name), "the field is now required", EARLIER_EVENTS, instead)
        for name in sorted(needed & after.keys() - needs):
            yield Change(_join(path, name), "the field may now be absent", EARLIER_READERS)
        for name in before.keys() & after.keys():
            yield from self.differences(_join(path, name), before[name], after[name])


def _forms(field: Schema, root: Schema) -> dict[str, Schema]:
    """What a field may be, by type: with references and alternatives followed."""
    if "$ref" in field:
        return _forms(root["$defs"][field["$ref"].rpartition("/")[2]], root)
    forms: dict[str, Schema] = {}
    for form in field.get("anyOf", ()):
        forms |= _forms(form, root)
    return forms or {str(field.get("type", "anything")): field}


def _limits(path: str, old: Schema, new: Schema) -> Iterator[Change]:
    for limit in (*LOWER, *UPPER, *SAME):
        before, after = old.get(limit), new.get(limit)
        if before == after:
            continue
        what = f"{limit} changes from {before} to {after}"
        if limit not in SAME:
            is_narrower = _is_narrower(limit, before, after)
            yield Change(_name(path), what, EARLIER_EVENTS if is_narrower else EARLIER_READERS)
        else:
            yield Change(_name(path), what, EARLIER_READERS if after is None else EARLIER_EVENTS)


def _is_narrower(limit: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is None
    return bool(after > before if limit in LOWER else after < before)


def _values(path: str, old: Schema, new: Schema) -> Iterator[Change]:
    before, after = old.get("enum"), new.get("enum")
    if before is None and after is None:
        return
    if before is None or after is None:
        what = "is no longer a closed set" if after is None else "is now a closed set"
        yield Change(_name(path), what, EARLIER_READERS if after is None else EARLIER_EVENTS)
        return
    for value in sorted(set(before) - set(after)):
        yield Change(_name(path), f"the value {value!r} is removed", EARLIER_EVENTS)
    for value in sorted(set(after) - set(before)) if KEYWORD not in old else ():
        yield Change(_name(path), f"the value {value!r} is added", EARLIER_READERS)
    if KEYWORD in old and KEYWORD not in new:
        yield Change(_name(path), "may no longer grow", "readers were told that it may")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _name(path: str) -> str:
    return path or "the event"

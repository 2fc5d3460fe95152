"""What a rule is: a named function that answers or abstains, and whose docstring is its example."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Subject = TypeVar("Subject")
Answer = TypeVar("Answer")


class Rule(Generic[Subject, Answer]):
    """`name` is `<stage>.<function>`, the stage being the module; it goes into every result."""

    def __init__(self, answer: Callable[[Subject], Answer | None]) -> None:
        self.answer = answer
        self.name = answer.__module__.rsplit(".", 1)[-1] + "." + answer.__name__
        self.example = (answer.__doc__ or "").strip()

    def __call__(self, subject: Subject) -> Answer | None:
        return self.answer(subject)

    def __repr__(self) -> str:
        return f"Rule({self.name})"


def first_answer(
    rules: Iterable[Rule[Subject, Answer]], subject: Subject
) -> tuple[Rule[Subject, Answer], Answer] | None:
    for rule in rules:
        answer = rule.answer(subject)
        if answer is not None:
            return rule, answer
    return None

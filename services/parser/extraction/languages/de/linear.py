"""A linear model: features have weights for labels, and what scores highest wins."""

from collections.abc import Iterable, Mapping, Sequence

from services.parser.extraction.languages.de.word_table import lines_of, sections


class LinearModel:
    def __init__(self, labels: Sequence[str], weights: Mapping[str, str]) -> None:
        self.labels = tuple(labels)
        self._weights = weights  # `label:weight label:weight`, parsed when asked for

    def known(self, group: str, features: Iterable[str]) -> tuple[str, ...]:
        """Those features that have weights: words that share them share their scores."""
        return tuple(feature for feature in features if group + feature in self._weights)

    def scores(self, group: str, features: Iterable[str]) -> list[int]:
        """The sum over the features, for each label; `group` keeps equal features apart."""
        totals = [0] * len(self.labels)
        for feature in features:
            line = self._weights.get(group + feature)
            if line:
                for pair in line.split(" "):
                    label, weight = pair.split(":")
                    totals[int(label)] += int(weight)
        return totals


def load(name: str) -> tuple[LinearModel, dict[str, str]]:
    """The model, and the tags that training saw on words where the dictionary has none."""
    parts = {part: lines_of(body) for part, body in sections(name).items()}
    weights = dict(line.rsplit("\t", 1) for line in parts["weights"])
    observed = dict(line.split("\t") for line in parts.get("observed", []))
    return LinearModel(parts["labels"], weights), observed

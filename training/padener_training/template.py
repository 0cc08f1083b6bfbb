"""The prompt template `compact-v1`: its tags, their order in the vocabulary, its limits.

`<s>` document `<|label i|>` -> `<|count n|>`, then per mention k: `<|mention k|>` mention tokens `</s>`.
"""

NAME = "compact-v1"
MAX_LABELS = 32
MAX_COUNT = 31

DEFAULT_LABELS = ["PER", "ORG", "LOC", "MISC"]
DEFAULT_DESCRIPTIONS = [
    "names of persons, real or fictional, without titles",
    "organisations: companies, governments and their bodies, parties, teams, institutions",
    "locations: countries, cities, regions, rivers, mountains, buildings with a name",
    "other names: nationalities, languages, events, works, products",
]


def label_tag(index: int) -> str:
    """The tag of the label at this place (counted from 1) of the label list."""
    return f"<|label {index}|>"


def count_tag(count: int) -> str:
    return f"<|count {count}|>"


def mention_tag(index: int) -> str:
    return f"<|mention {index}|>"


def all_tags() -> list:
    """Every tag in vocabulary order. Labels are generic so that other label sets need no new tokenizer."""
    return (
        [label_tag(i) for i in range(1, MAX_LABELS + 1)]
        + [count_tag(n) for n in range(MAX_COUNT + 1)]
        + [mention_tag(k) for k in range(1, MAX_COUNT + 1)]
    )

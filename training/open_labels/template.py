"""The prompt template `compact-v2`: its control tokens and limits. docs/design/template-compact-v2.md is the page of it.

`<|endoftext|>` document, then per label `<|label|>` its words `<|count|>` -> `<|count n|>`; then per mention k of n
`<|mention k|>` -> the mention's tokens -> `<|end|>`.
"""

NAME = "compact-v2"
MAX_COUNT = 31
LONGEST_LABEL = 32  # tokens of a label's words

# Unicode's White_Space; Python's isspace() and split() also take four control characters for it.
WHITE_SPACE = frozenset("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}

BEGIN, LABEL, COUNT, END = "<|endoftext|>", "<|label|>", "<|count|>", "<|end|>"

# What is asked where nobody names labels: the label as it is published, and the words that the model is shown.
DEFAULT_LABELS = {"PER": "person", "ORG": "organization", "LOC": "location", "MISC": "miscellaneous"}


def count_tag(count: int) -> str:
    return f"<|count {count}|>"


def mention_tag(number: int) -> str:
    """The tag of a mention by its number, from 1."""
    return f"<|mention {number}|>"


def control_tokens() -> list:
    """What a vocabulary gets, in this order, beside the tokens that it has."""
    return ([LABEL, COUNT, END] + [count_tag(n) for n in range(MAX_COUNT + 1)]
            + [mention_tag(k) for k in range(1, MAX_COUNT + 1)])


def label_text(words: str) -> str:
    """The text that is tokenised for a label: one space, then its words with one space between."""
    parts = "".join(" " if c in WHITE_SPACE else c for c in words).split(" ")
    return " " + " ".join(part for part in parts if part)

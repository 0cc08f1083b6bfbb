"""A document cut into tokens, whatever the vocabulary."""

from dataclasses import dataclass


@dataclass
class TokenizedDocument:
    """Tokens of a text without `<s>`; `starts`/`ends` say where a mention may begin and end."""

    ids: list
    spans: list
    firsts: list  # a token's first character that is no space
    starts: list
    ends: list

"""Word boundaries. The daemon has exactly this rule (WordBoundaries.cs), so both sides see the same candidates."""

import unicodedata

# Scripts written without spaces: every character may be a word of its own.
UNSEGMENTED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),  # Han extension A
    (0x4E00, 0x9FFF),  # Han
    (0xF900, 0xFAFF),  # Han compatibility
    (0x20000, 0x3FFFF),  # Han extensions B and on
)

_classes = {}


def _classify(character: str) -> bool:
    """Whether the character joins to a neighbour of the same kind."""
    category = unicodedata.category(character)
    if not (category[0] in "LMN" or category == "Pc"):
        return False
    code = ord(character)
    return not any(first <= code <= last for first, last in UNSEGMENTED)


def joins(character: str) -> bool:
    known = _classes.get(character)
    if known is None:
        known = _classes[character] = _classify(character)
    return known


def boundaries(text: str) -> list:
    """Entry i: is there a word boundary before character i (entry len(text): after the last one)?"""
    kinds = [joins(c) for c in text]
    return [True] + [not (a and b) for a, b in zip(kinds, kinds[1:])] + ([True] if text else [])

"""Word boundaries. The daemon has exactly this rule, so both sides see the same candidates."""

import unicodedata

# Scripts written without spaces: every character may be a word of its own.
UNSEGMENTED = (
    (0x0E00, 0x0E7F),  # Thai
    (0x0E80, 0x0EFF),  # Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x19E0, 0x19FF),  # Khmer symbols
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x3007),  # Han iteration mark, closing mark and zero
    (0x3021, 0x3029),  # Han numerals
    (0x3038, 0x303B),  # Han numerals and iteration mark
    (0x3040, 0x309F),  # Hiragana
    (0x30A0, 0x30FF),  # Katakana
    (0x31F0, 0x31FF),  # Katakana phonetic extensions
    (0x3400, 0x4DBF),  # Han extension A
    (0x4E00, 0x9FFF),  # Han
    (0xA9E0, 0xA9FF),  # Myanmar extended B
    (0xAA60, 0xAA7F),  # Myanmar extended A
    (0xF900, 0xFAFF),  # Han compatibility
    (0xFF66, 0xFF9F),  # Katakana half width
    (0x1AFF0, 0x1B16F),  # Kana supplements
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

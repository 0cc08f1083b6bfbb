"""Changes of a text that leave its annotation right: several texts joined, case, line breaks and runs of white space."""

import random

from padener_training.data import Record

SEPARATORS = (" ", " ", "\n", "\n", "\n\n", "  ")
RUNS = ("  ", "   ", "\n", "\n", "\n", "\t", " \n", "\n\n", "\n    ", "        ")


def joined(records, chance: random.Random) -> Record:
    """One longer document; only labels that all parts annotate can be asked of it."""
    labels = tuple(label for label in records[0].labels if all(label in record.labels for record in records))
    separator, text, entities = chance.choice(SEPARATORS), "", []
    for record in records:
        text += separator if text else ""
        entities += [(label, start + len(text), end + len(text)) for label, start, end in record.entities if label in labels]
        text += record.text
    return Record(text, entities, labels, records[0].source, records[0].tier)


def _recased(record: Record, change) -> Record:
    """Letters whose other case is more than one letter stay, so that the places stay."""
    text = "".join(c if len(change(c)) != 1 else change(c) for c in record.text)
    return Record(text, record.entities, record.labels, record.source, record.tier)


def capitals(record: Record) -> Record:
    return _recased(record, str.upper)


def small(record: Record) -> Record:
    return _recased(record, str.lower)


def spaced(record: Record, chance: random.Random, share: float) -> Record:
    """Some blanks become line breaks or runs of white space, also within mentions; some white space before and after the text."""
    places, text = [], ""
    if chance.random() < 0.3:
        text += chance.choice(RUNS)
    for character in record.text:
        places.append(len(text))
        text += chance.choice(RUNS) if character == " " and chance.random() < share else character
    places.append(len(text))
    if chance.random() < 0.3:
        text += chance.choice(RUNS)
    # A mention ends after its last character, which is no blank.
    entities = [(label, places[start], places[end - 1] + 1) for label, start, end in record.entities]
    return Record(text, entities, record.labels, record.source, record.tier)


def some(record: Record, chance: random.Random, capital: float, lower: float, space: float) -> Record:
    """One of each kind with its chance."""
    way = chance.random()
    if way < capital:
        record = capitals(record)
    elif way < capital + lower:
        record = small(record)
    if chance.random() < space:
        record = spaced(record, chance, chance.choice((0.05, 0.15, 0.5, 1.0)))
    return record

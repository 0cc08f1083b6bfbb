"""The same held-out texts in the forms that texts from the field have: what a change of the training's texts is for shows on its own form."""

import random

from padener_training.augment import Augmenter

from . import disturb, template, wordings

LONGEST_JOINED = 500  # characters, so that most are within the window
SEED = 11


def _each(change):
    def records(texts, folder):
        chance = random.Random(SEED)
        return [change(record, chance) for record in texts]
    return records


def _joined(texts, _):
    """Neighbours of the same labels, as many as there is room for."""
    chance, found, part = random.Random(SEED), [], []
    for record in sorted(texts, key=lambda r: (r.source, r.labels)):
        alike = not part or part[0].labels == record.labels and part[0].source == record.source
        if part and not (alike and sum(len(p.text) + 2 for p in part) + len(record.text) < LONGEST_JOINED):
            found.append(disturb.joined(part, chance))
            part = []
        part.append(record)
    return found + [disturb.joined(part, chance)] if part else found


def _swapped(texts, folder):
    swap, chance = Augmenter(folder, texts, 1.0), random.Random(SEED)
    return [swap(record, chance) for record in texts]


FORMS = {
    "as they are": lambda texts, folder: list(texts),
    "capitals": _each(lambda record, chance: disturb.capitals(record)),
    "small letters": _each(lambda record, chance: disturb.small(record)),
    "white space": _each(lambda record, chance: disturb.spaced(record, chance, 0.3)),
    "joined": _joined,
    "swapped names": _swapped,
    "other words": lambda texts, folder: list(texts),
}


def words(form: str, labels) -> dict:
    """What a label is asked by in a form: its usual words, or where the form is about words another of them."""
    usual = {label: template.DEFAULT_LABELS.get(label, label) for label in labels}
    if form != "other words":
        return usual
    return {label: wordings.OTHERS[label][0] if label in wordings.OTHERS else wordings.plural(words_) for label, words_ in usual.items()}

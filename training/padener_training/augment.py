"""Swaps entities for other names of the same label, so that a name's place tells more than its letters."""

import random
from collections import defaultdict
from pathlib import Path

from .data import Record

LISTS = {
    "PER": ("persons-football.txt",),
    "ORG": ("companies-short.txt", "companies.txt", "clubs.txt", "universities.txt"),
    "LOC": ("cities.txt", "regions.txt", "countries.txt"),
}


def read_names(path: Path) -> list:
    return [name.strip() for name in path.read_text(encoding="utf-8").splitlines() if 2 < len(name.strip()) < 48]


class Augmenter:
    """Names come from the lists and, as often, from the annotated texts themselves (by number of words)."""

    def __init__(self, folder, records, share: float):
        """Without a folder there are only the texts' own names."""
        self.share, self.lists = share, {}
        if folder:
            names = folder / "names"
            self.lists = {label: [read_names(names / file) for file in files] for label, files in LISTS.items()}
            self.first = read_names(names / "first-names-us.txt")
            self.last = read_names(names / "surnames-us.txt")
        self.seen = defaultdict(list)
        for record in records:
            for label, start, end in record.entities:
                text = record.text[start:end]
                self.seen[label, text.count(" ")].append(text)

    def _name(self, label: str, old: str, chance: random.Random):
        words = old.count(" ")
        if label not in self.lists or chance.random() < 0.4:
            pool = self.seen.get((label, words))
            return chance.choice(pool) if pool else None
        if label == "PER":
            if words == 0:
                return chance.choice(self.last if chance.random() < 0.6 else self.first)
            if words == 1 and chance.random() < 0.6:
                return f"{chance.choice(self.first)} {chance.choice(self.last)}"
        names = chance.choice(self.lists[label])
        for _ in range(6):
            name = chance.choice(names)
            if name.count(" ") == words:
                return name
        return None

    def __call__(self, record, chance: random.Random):
        if not record.entities or chance.random() >= self.share:
            return record
        new_names, text, entities, at = {}, "", [], 0
        for label, start, end in record.entities:
            if start < at:
                return record  # nested or overlapping: leave such texts alone
            old = record.text[start:end]
            if (label, old) not in new_names:
                swap = chance.random() < 0.7 and any(c.isupper() for c in old)
                new_names[label, old] = (self._name(label, old, chance) if swap else None) or old
            new = new_names[label, old]
            text += record.text[at:start]
            entities.append((label, len(text), len(text) + len(new)))
            text += new
            at = end
        return Record(text + record.text[at:], entities, record.labels, record.source, record.tier)

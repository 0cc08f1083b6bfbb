"""An endless stream of training trees: sources by weight, some texts joined to longer ones."""

import random
from collections import defaultdict

from . import tree
from .data import Record

# Share of documents by group, in the first part of the training (uniform news) and in the second.
EARLY = {"silver-news": 0.75, "silver-novels": 0.25, "gold": 0.0}
LATE = {"silver-news": 0.35, "silver-novels": 0.15, "gold": 0.5}


def group_of(record) -> str:
    if record.tier != "S":
        return "gold"
    return "silver-novels" if record.source == "novels" else "silver-news"


def join(records) -> Record:
    """One longer document; only labels that all parts annotate can be asked of it."""
    labels = tuple(label for label in records[0].labels if all(label in r.labels for r in records))
    text, entities = "", []
    for record in records:
        text += " " if text else ""
        entities += [(label, start + len(text), end + len(text))
                     for label, start, end in record.entities if label in labels]
        text += record.text
    return Record(text, entities, labels, records[0].source, records[0].tier)


class Stream:
    """Each group is read in shuffled order, again and again, so a small group repeats more often."""

    def __init__(self, tokenizer, records, window: int, seed: int, augment=None, joined: float = 0.12, wide=False):
        self.tokenizer, self.window, self.augment, self.joined, self.wide = tokenizer, window, augment, joined, wide
        self.random = random.Random(seed)
        self.groups = defaultdict(list)
        for record in records:
            self.groups[group_of(record)].append(record)
        self.waiting = {name: [] for name in self.groups}
        self.left_out = 0
        self.unreachable = 0

    def _record(self, group):
        if not self.waiting[group]:
            self.waiting[group] = list(range(len(self.groups[group])))
            self.random.shuffle(self.waiting[group])
        record = self.groups[group][self.waiting[group].pop()]
        return self.augment(record, self.random) if self.augment else record

    def next(self, weights):
        """The next tree, or None where a text is longer than the window."""
        names = [name for name in self.groups if weights.get(name, 0) > 0]
        group = self.random.choices(names, [weights[name] for name in names])[0]
        record = self._record(group)
        if self.random.random() < self.joined:
            parts = [record]
            for _ in range(self.random.randint(1, 4)):
                other = self._record(group)
                if other.labels == record.labels and sum(len(p.text) for p in parts) + len(other.text) < 700:
                    parts.append(other)
            record = join(parts)
        built = tree.build(self.tokenizer, record, vocabulary_wide=self.wide)
        if built.prefix > self.window or not built.rows:
            self.left_out += 1
            return None
        self.unreachable += built.unreachable
        return built

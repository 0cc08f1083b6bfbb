"""An endless stream of training trees: sources by weight, some texts joined to longer ones."""

import random
from collections import defaultdict

from . import template, tree
from .data import Record

GOLD = "gold"  # annotated by people

# Share of documents by group: in the first part of the training (uniform news), in the second, and in a second leg.
EARLY = {"silver-news": 0.75, "silver-novels": 0.25}
LATE = {"silver-news": 0.35, "silver-novels": 0.15, GOLD: 0.5}
SECOND_LEG = {"silver-news": 0.18, "silver-novels": 0.07, GOLD: 0.6, "fragments": 0.15}


def group_of(record) -> str:
    if record.tier != "S":
        return GOLD
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
    """Each group is read in shuffled order, again and again, so a small group repeats more often.

    Within the gold group a source is drawn by its number of mentions, not of texts: novels have many texts and few names.
    """

    def __init__(self, tokenizer, records, window: int, seed: int, augment=None, joined: float = 0.12, wide=False,
                 fragments=None, labels=tuple(template.DEFAULT_LABELS)):
        self.tokenizer, self.window, self.augment, self.joined, self.wide = tokenizer, window, augment, joined, wide
        self.fragments, self.labels = fragments, tuple(labels)
        self.random = random.Random(seed)
        self.groups = defaultdict(list)
        self.mentions = defaultdict(lambda: defaultdict(int))
        for record in records:
            self.groups[group_of(record), record.source].append(record)
            self.mentions[group_of(record)][record.source] += 1 if group_of(record) != GOLD else len(record.entities)
        self.waiting = {name: [] for name in self.groups}
        self.left_out = 0
        self.unreachable = 0

    def _record(self, group, source=None):
        if group == "fragments":
            return self.fragments.record(self.random)
        if source is None:
            sources = self.mentions[group]
            source = self.random.choices(list(sources), list(sources.values()))[0]
        key = group, source
        if not self.waiting[key]:
            self.waiting[key] = list(range(len(self.groups[key])))
            self.random.shuffle(self.waiting[key])
        record = self.groups[key][self.waiting[key].pop()]
        return self.augment(record, self.random) if self.augment else record

    def next(self, weights):
        """The next tree, or None where a text is longer than the window."""
        group = self.random.choices(list(weights), list(weights.values()))[0]
        record = self._record(group)
        if self.random.random() < self.joined:
            parts = [record]
            for _ in range(self.random.randint(1, 4)):
                other = self._record(group, record.source)
                if other.labels == record.labels and sum(len(p.text) for p in parts) + len(other.text) < 700:
                    parts.append(other)
            record = join(parts)
        built = tree.build(self.tokenizer, record, self.labels, self.wide)
        if built.prefix > self.window or not built.rows:
            self.left_out += 1
            return None
        self.unreachable += built.unreachable
        return built

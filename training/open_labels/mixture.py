"""An endless stream of training trees: groups by share, sources by size, labels by text."""

import random

from padener_training.augment import Augmenter
from padener_training.fragments import Fragments

from . import branches, disturb, wordings

SHARES = {"open": 0.48, "mix": 0.30, "silver": 0.08, "fragments": 0.14}
# Good for variety and not for realism: odd class names, vague or clause-long labels, numbers and units apart; old-fashioned novels.
FEWER = {"maintie": 0.2, "craft": 0.4, "skillspan": 0.4, "materials": 0.4, "annoctr": 0.7, "novels": 0.5}
# Few texts with many fine labels, or fine labels on all that an encyclopedia speaks of.
MORE = {**{f"crossner-{domain}": 6.0 for domain in ("ai", "literature", "music", "politics", "science")}, "few-nerd": 2.0, "re-docred": 1.5}
LONGEST_JOINED = 700  # characters
TRIES = 2_000  # texts one after another that do not fit: then none does


class Mixture:
    """`groups` as the corpus has them. `settings`: the shares of texts that are changed, by kind of change (see options.py)."""

    def __init__(self, tokenizer, groups, settings, seed: int, folder=None):
        self.tokenizer, self.settings, self.random = tokenizer, settings, random.Random(seed)
        self.groups = {name: sources for name, sources in groups.items() if any(sources.values())}
        # Short texts made of names: what stands in lists and titles. They need the lists of names.
        mixed = [record for records in self.groups.get("mix", {}).values() for record in records]
        self.fragments = Fragments(folder, mixed) if folder else None
        self.shares = {name: SHARES.get(name, 1.0) for name in [*self.groups, *["fragments"] * (folder is not None)]}
        self.weights = {name: self._weights(name, sources) for name, sources in self.groups.items()}
        self.waiting = {}
        self.swaps = {name: Augmenter(folder if name != "open" else None, [r for records in sources.values() for r in records],
                                      settings.swap_names)
                      for name, sources in self.groups.items()}
        self.left_out = self.unreachable = 0

    @staticmethod
    def _weights(group, sources):
        if group == "mix":  # novels have many texts and few names
            return {name: sum(len(record.entities) for record in records) for name, records in sources.items()}
        power = {"open": 0.6, "silver": 0.5}.get(group, 1.0)
        return {name: len(records) ** power * FEWER.get(name, MORE.get(name, 1.0)) for name, records in sources.items()}

    def _choice(self, weights: dict):
        return self.random.choices(list(weights), list(weights.values()))[0]

    def _source(self, group):
        return self._choice(self.weights[group]) if group != "fragments" else None

    def _record(self, group, source):
        if group == "fragments":
            return self.fragments.record(self.random)
        waiting = self.waiting.setdefault((group, source), [])
        records = self.groups[group][source]
        if not waiting:
            waiting += range(len(records))
            self.random.shuffle(waiting)
        return self.swaps[group](records[waiting.pop()], self.random)

    def record(self):
        group = self._choice(self.shares)
        source = self._source(group)
        record = self._record(group, source)
        chance, settings = self.random, self.settings
        if chance.random() < settings.join:
            parts, wanted = [record], chance.randint(2, 5)
            for _ in range(3 * wanted):
                other = self._record(group, source)
                if set(other.labels) == set(record.labels) and sum(len(p.text) for p in parts) + len(other.text) < LONGEST_JOINED:
                    parts.append(other)
                if len(parts) == wanted:
                    break
            record = disturb.joined(parts, chance)
        return disturb.some(record, chance, settings.capitals, settings.lower, settings.spaces)

    def asked(self, record):
        """Labels of the text, at most `--most-labels`, then some that its source annotates and it has not, in any order."""
        present = {label for label, _, _ in record.entities}
        have = [label for label in record.labels if label in present]
        lack = [label for label in record.labels if label not in present]
        self.random.shuffle(have)
        self.random.shuffle(lack)
        chosen = have[:self.settings.most_labels]
        room = self.settings.negatives if len(record.labels) > 4 else 4 - len(chosen)
        chosen += lack[:max(room, 0)]
        self.random.shuffle(chosen)
        words = self.settings.label_words
        return [(label, wordings.asked(label, words.get(label, label), self.random, self.settings.wordings)) for label in chosen]

    def next(self):
        """The next tree; texts beyond the window are left out and counted."""
        for _ in range(TRIES):
            record = self.record()
            tree = branches.build(self.tokenizer, record, self.asked(record))
            self.unreachable += tree.unreachable
            if tree.rows and tree.prefix <= self.settings.window and len(tree.ids) <= 4 * self.settings.window:
                return tree
            self.left_out += 1
        raise ValueError(f"none of the texts is within --window {self.settings.window} tokens: split them into sentences")

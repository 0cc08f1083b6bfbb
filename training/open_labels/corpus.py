"""The training texts of the data folder, by group and source. Held-out texts are never among them."""

import hashlib
from collections import defaultdict
from pathlib import Path

from padener_training.data import Record, lines

# Sources whose texts are not English; the base is an English model.
OTHER_LANGUAGES = ("crosswoz", "xsid-zh")
HELD_OUT = ("dev.jsonl", "test.jsonl")
SHORT = 25  # characters; shorter texts are alike by chance


def _records(path: Path, tiers=None) -> list:
    if not path.name.startswith("train.jsonl"):
        raise ValueError(f"{path} is no training file")
    records = []
    for line in lines(path):
        if tiers is None or line.get("tier") in tiers:
            labels = tuple(line["labels"])
            entities = sorted((e["start"], e["end"], e["label"]) for e in line["entities"] if e["label"] in labels)
            records.append(Record(line["text"], [(label, start, end) for start, end, label in entities], labels,
                                  line.get("source", path.parent.name), line.get("tier", "")))
    return records


def _plain(text: str) -> bytes:
    return hashlib.blake2b("".join(c for c in text.casefold() if c.isalnum()).encode(), digest_size=12).digest()


def held_out(folder: Path) -> set:
    """What no text of the training may be: the letters and digits of every development and test text."""
    found = set()
    for name in HELD_OUT:
        for path in sorted(folder.rglob(name)):
            found.update(_plain(line["text"]) for line in lines(path) if len(line["text"]) >= SHORT)
    return found


class Corpus:
    """`groups[group][source]` is a list of records; groups are open, mix and silver."""

    def __init__(self, folder: Path):
        self.groups = {"open": {}, "mix": defaultdict(list), "silver": defaultdict(list)}
        for path in sorted((folder / "open-labels").glob("*/train.jsonl*")):
            if path.parent.name not in OTHER_LANGUAGES:
                self.groups["open"][path.parent.name] = _records(path)
        # Tier C of the mixture carries no licence to ship weights.
        for record in _records(folder / "english-mix" / "train.jsonl", "AB"):
            self.groups["mix"][record.source].append(record)
        for record in _records(folder / "silver" / "train.jsonl.gz", "S"):
            self.groups["silver"][record.source].append(record)
        self.left_out = self._without(held_out(folder))

    def _without(self, forbidden: set) -> int:
        left_out = 0
        for sources in self.groups.values():
            for source, records in sources.items():
                kept = [r for r in records if len(r.text) < SHORT or _plain(r.text) not in forbidden]
                left_out += len(records) - len(kept)
                sources[source] = kept
        return left_out

    def records(self):
        return [record for sources in self.groups.values() for records in sources.values() for record in records]

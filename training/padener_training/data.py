"""Annotated records from JSON lines, and plain text."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from . import template

ALL_LABELS = tuple(template.DEFAULT_LABELS)


@dataclass
class Record:
    """A text with entities (label, start, end); `labels` are those its source annotates."""

    text: str
    entities: list
    labels: tuple
    source: str
    tier: str


def lines(path: Path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_records(path: Path, tiers=None, keep=ALL_LABELS) -> list:
    """Records of the given tiers. An absent label list means that every label was annotated."""
    records = []
    for line in lines(path):
        tier = line.get("tier", "")
        if tiers is not None and tier not in tiers:
            continue
        labels = tuple(label for label in keep if label in line.get("labels", keep))
        entities = sorted((e["start"], e["end"], e["label"]) for e in line["entities"] if e["label"] in labels)
        records.append(Record(line["text"], [(label, start, end) for start, end, label in entities],
                              labels, line.get("source", path.parent.name), tier))
    return records


def silver(folder: Path) -> list:
    return read_records(folder / "silver" / "train.jsonl.gz", {"S"})


def english_mix(folder: Path, split: str, tiers) -> list:
    """Tier C carries no licence to ship weights: ask for it to evaluate, never to train."""
    return read_records(folder / "english-mix" / f"{split}.jsonl", set(tiers))


def plain_texts(folder: Path, novels_step: int = 1):
    """Free plain text by paragraph; `novels_step` thins the novels, which are most of it."""
    for name in ("wikinews-ccby", "factbook-cc0", "novels-public-domain"):
        step = novels_step if name.startswith("novels") else 1
        count = 0
        for line in lines(folder / "pretrain" / f"{name}.jsonl.gz"):
            for paragraph in line["text"].split("\n"):
                paragraph = paragraph.strip()
                if len(paragraph) < 40:
                    continue
                count += 1
                if count % step == 0:
                    yield paragraph

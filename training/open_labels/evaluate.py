"""Scores by the paper's metric on held-out texts: `python3 -m open_labels.evaluate --data DIR --checkpoint FILE | --gguf FILE`."""

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

import torch

from padener_training.data import Record, lines
from padener_training.evaluate import Score

from . import checkpoint, forms, template
from .base import Base
from .byte_tokenizer import ByteTokenizer
from .corpus import OTHER_LANGUAGES
from .decode import decode

TOGETHER = 24  # documents decoded side by side


def read(path: Path, tiers=None) -> list:
    return [Record(line["text"], [(e["label"], e["start"], e["end"]) for e in line["entities"] if e["label"] in line["labels"]],
                   tuple(line["labels"]), line.get("source", ""), line.get("tier", ""))
            for line in lines(path) if tiers is None or line.get("tier") in tiers]


def some(records, most: int, seed: int = 7) -> list:
    """The same texts each time."""
    records = list(records)
    random.Random(seed).shuffle(records)
    return records[:most]


def score(model, tokenizer, records, window=224, words=template.DEFAULT_LABELS) -> Score:
    """Texts beyond the window are left out here; the daemon cuts them into windows."""
    result = Score()
    records = sorted((r for r in records if len(tokenizer.tokenize(r.text)) < window), key=lambda r: len(r.text))
    for at in range(0, len(records), TOGETHER):
        part = records[at:at + TOGETHER]
        asked = [[(label, words.get(label, label)) for label in record.labels] for record in part]
        for record, found in zip(part, decode(model, tokenizer, [r.text for r in part], asked)):
            result.add(record, found)
    return result


def held_out(folder: Path, split: str, mix: int, crossner: int, open_: int) -> dict:
    """Name -> records: of each source of the mixture so many (of those that nothing was trained on, news and titles, thrice as many),
    of each CrossNER domain, of each other source."""
    groups = defaultdict(list)
    for record in read(folder / "english-mix" / f"{split}.jsonl"):
        groups[record.source].append(record)
    found = {name: some(groups.pop(name, []), 3 * mix) for name in ("gmb", "wikiann_en")}
    found = {"mix": [r for records in groups.values() for r in some(records, mix)], **found}
    for path in sorted((folder / "open-labels").glob(f"*/{split}.jsonl")):
        name = path.parent.name
        most = crossner if name.startswith("crossner") else open_
        if most and name not in OTHER_LANGUAGES:
            found[name] = some(read(path), most)
    return found


class HeldOut:
    """The small sample that is scored while a model trains: development texts, never test."""

    def __init__(self, tokenizer, sets: dict, words=template.DEFAULT_LABELS):
        self.tokenizer, self.sets, self.words = tokenizer, sets, words

    @property
    def names(self) -> list:
        """Of what `scores` gives."""
        domains = [name for name in self.sets if name.startswith("crossner")]
        return [name for name in self.sets if name not in domains] + ["crossner"] * bool(domains)

    def scores(self, model) -> dict:
        """Name -> F1: each set without CrossNER's, and the mean of those."""
        scored = {name: score(model, self.tokenizer, records, words=self.words) for name, records in self.sets.items()}
        found = {name: result.f1 for name, result in scored.items() if not name.startswith("crossner")}
        domains = [result.f1 for name, result in scored.items() if name.startswith("crossner")]
        if domains:
            found["crossner"] = sum(domains) / len(domains)
        return found


def load(options):
    if options.gguf:
        base = Base(options.gguf)
        return base.model, base.vocabulary
    state = checkpoint.load(options.checkpoint)
    return checkpoint.model_of(state), checkpoint.vocabulary_of(options.checkpoint)


def in_forms(model, tokenizer, sets, folder) -> int:
    texts = [record for records in sets.values() for record in records]
    labels = {label for record in texts for label in record.labels}
    for form, changed in forms.FORMS.items():
        print(f"{form:24} {score(model, tokenizer, changed(texts, folder), words=forms.words(form, labels))}", flush=True)
    return 0


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="open_labels.evaluate", description="Scores a model on held-out texts.")
    add = parser.add_argument
    add("--data", type=Path, required=True)
    add("--checkpoint", type=Path)
    add("--gguf", type=Path, help="the weights as the file holds them")
    add("--split", choices=("dev", "test"), default="dev")
    add("--mix", type=int, default=40, help="texts of each source of the mixture")
    add("--crossner", type=int, default=80, help="texts of each CrossNER domain")
    add("--open", type=int, default=0, help="texts of each other source")
    add("--forms", action="store_true", help="all of these texts as they are, in capitals, with runs of white space and so on")
    add("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    if (options.checkpoint is None) == (options.gguf is None):
        parser.error("one of --checkpoint and --gguf")
    torch.set_num_threads(options.threads)
    model, vocabulary = load(options)
    tokenizer, domains = ByteTokenizer(vocabulary), []
    model.cast(torch.bfloat16)
    sets = held_out(options.data, options.split, options.mix, options.crossner, options.open)
    if options.forms:
        return in_forms(model, tokenizer, sets, options.data)
    for name, records in sets.items():
        result = score(model, tokenizer, records)
        domains += [result.f1] if name.startswith("crossner") else []
        print(f"{name:24} {result}", flush=True)
    if domains:
        print(f"{'mean of CrossNER':24} F1 {sum(domains) / len(domains):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

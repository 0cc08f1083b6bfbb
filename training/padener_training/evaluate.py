"""Scores by the paper's metric: sets of mention texts per label and document.

`python3 -m padener_training.evaluate --data DIR --vocab DIR --checkpoint FILE` scores the test sample;
`--gguf FILE` scores the weights as the file holds them (quantised ones dequantised).
"""

import argparse
import random
from collections import defaultdict
from pathlib import Path

import torch

from . import checkpoint, data, template
from .decode import decode
from .tokenizer import Tokenizer


class Score:
    """Right, predicted and gold mentions; counts right."""

    def __init__(self):
        self.right = self.predicted = self.gold = self.counts_right = self.counts = self.documents = 0

    def add(self, record, predicted):
        self.documents += 1
        for label in record.labels:
            gold = [record.text[start:end] for kind, start, end in record.entities if kind == label]
            self.counts += 1
            self.counts_right += len(gold) == len(predicted[label])
            want, have = set(gold), set(predicted[label])
            self.right += len(want & have)
            self.predicted += len(have)
            self.gold += len(want)

    @property
    def precision(self):
        return self.right / max(1, self.predicted)

    @property
    def recall(self):
        return self.right / max(1, self.gold)

    @property
    def f1(self):
        return 2 * self.right / max(1, self.predicted + self.gold)

    def __str__(self):
        return (f"F1 {self.f1:.3f}  P {self.precision:.3f}  R {self.recall:.3f}  "
                f"counts {self.counts_right / max(1, self.counts):.3f}  ({self.documents} texts, {self.gold} mentions)")


def sample(folder: Path, split: str, tiers: str, per_source: int, seed: int = 7) -> dict:
    """The same texts each time: at most `per_source` of each source."""
    groups = defaultdict(list)
    for record in data.english_mix(folder, split, tiers):
        groups[record.source].append(record)
    for records in groups.values():
        random.Random(seed).shuffle(records)
    return {source: records[:per_source] for source, records in sorted(groups.items())}


def score(model, tokenizer, records, window=224, batch=48, free=False, labels=tuple(template.DEFAULT_LABELS)):
    """Longer texts than the window are left out here; the daemon cuts them into windows."""
    result = Score()
    records = [r for r in records if len(tokenizer.pieces.encode(r.text)) < window]
    records = sorted(records, key=lambda r: len(r.text))
    for at in range(0, len(records), batch):
        part = records[at:at + batch]
        found_in = decode(model, tokenizer, [r.text for r in part], [r.labels for r in part], labels, free)
        for record, found in zip(part, found_in):
            result.add(record, found)
    return result


class HeldOut:
    """Held-out texts of the user's own: a sample while a model trains, at most a thousand in the end."""

    def __init__(self, tokenizer, records, labels, window: int, free=False):
        self.tokenizer, self.labels, self.window, self.free = tokenizer, tuple(labels), window, free
        self.records = list(records)
        random.Random(7).shuffle(self.records)

    def line(self, model, last=False) -> str:
        chosen = self.records[:1000 if last else 200]
        return f"dev {score(model, self.tokenizer, chosen, self.window, free=self.free, labels=self.labels)}"


class Evaluation:
    """The small held-out sample that is scored while a model trains: dev texts, never test."""

    def __init__(self, tokenizer, folder: Path, per_source: int = 40, news: int = 240, free=False):
        self.tokenizer, self.free = tokenizer, free
        gold = sample(folder, "dev", "AB", per_source)
        self.gold = [record for records in gold.values() for record in records]
        others = sample(folder, "dev", "C", news)
        self.news, self.titles = others.get("gmb", []), others.get("wikiann_en", [])

    def line(self, model, last=False) -> str:
        return (f"A+B dev {score(model, self.tokenizer, self.gold, free=self.free)}  |  "
                f"gmb dev {score(model, self.tokenizer, self.news, free=self.free)}  |  "
                f"wikiann dev {score(model, self.tokenizer, self.titles, free=self.free)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--gguf", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--per-source", type=int, default=150)
    parser.add_argument("--free", action="store_true", help="decode freely instead of verbatim")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer(str(options.vocab / "tokenizer.model"))
    if options.gguf:
        from .gguf_reader import load_model
        model = load_model(options.gguf)
    else:
        model, _ = checkpoint.load_model(options.checkpoint)
    total = Score()
    for tiers in ("AB", "C"):
        for source, records in sample(options.data, options.split, tiers, options.per_source).items():
            result = score(model, tokenizer, records, free=options.free)
            print(f"tier {'/'.join(sorted({r.tier for r in records}))}  {source:24} {result}", flush=True)
            if tiers == "AB":
                for key in vars(total):
                    setattr(total, key, getattr(total, key) + getattr(result, key))
        if tiers == "AB":
            print(f"tiers A and B together            {total}", flush=True)


if __name__ == "__main__":
    main()

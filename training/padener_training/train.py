"""Trains a model: `python3 -m padener_training.train --data DIR --vocab DIR --out DIR --minutes M`."""

import argparse
import math
import signal
import time
from pathlib import Path

import numpy
import torch

from . import data, loss, stream
from .augment import Augmenter
from .evaluate import Evaluation
from .fragments import Fragments
from .model import Model, Shape
from .optimizer import Optimizer
from .pack import Packer
from .threads import Threads
from .tokenizer import Tokenizer


PAUSE = 20.0  # seconds; a step that takes longer was stopped from outside, and that time is not training


def arguments():
    parser = argparse.ArgumentParser()
    add = parser.add_argument
    add("--data", type=Path, required=True)
    add("--vocab", type=Path, required=True, help="folder of tokenizer.model and first embeddings")
    add("--out", type=Path, required=True)
    add("--minutes", type=float, required=True, help="training time; the schedule follows it, pauses not counted")
    add("--decoding", choices=("verbatim", "free"), default="verbatim")
    add("--width", type=int, default=256)
    add("--layers", type=int, default=8)
    add("--heads", type=int, default=4)
    add("--inner", type=int, default=704)
    add("--hint-layer", type=int, default=5)
    add("--hint-weight", type=float, default=1.0)
    add("--pointer-weight", type=float, default=0.5)
    add("--some-weight", type=float, default=1.4, help="weight of counts above zero: more recall, less precision")
    add("--tokens", type=int, default=3072, help="tokens a step")
    add("--rate", type=float, default=2e-3)
    add("--optimizer", choices=("muon", "adam"), default="muon")
    add("--switch", type=float, default=0.22, help="when gold texts join the silver ones, as a part of the time")
    add("--round-from", type=float, default=0.85, help="when the matrices are rounded to Q4_0, as a part of the time")
    add("--augment", type=float, default=0.3)
    add("--window", type=int, default=224)
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=2)
    add("--first-embeddings", default="yes", choices=("yes", "no"))
    add("--checkpoint-minutes", type=float, default=4)
    add("--evaluate-minutes", type=float, default=8)
    add("--resume", action="store_true")
    add("--begin-with", type=Path, help="checkpoint whose weights a second leg begins with")
    add("--leg", type=int, choices=(1, 2), default=1, help="2: mostly gold texts and name fragments from the start")
    return parser.parse_args()


def rate_at(progress: float, steps: int, top: float) -> float:
    """Short warm-up by steps, then a cosine to a fiftieth over the training time."""
    warm = min(1.0, (steps + 1) / 60)
    return top * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def make_model(options, tokenizer) -> Model:
    shape = Shape(tokenizer.size, options.width, options.layers, options.heads, options.inner,
                  hint_layer=options.hint_layer)
    model = Model(shape)
    if options.first_embeddings == "yes":
        first = torch.from_numpy(numpy.load(options.vocab / f"embeddings-{options.width}.npy"))
        model.embedding.data.copy_(first / first.pow(2).mean().sqrt() * 0.05)
    return model


def save(path: Path, model, optimizer, options, elapsed: float):
    state = {"shape": model.shape.as_dict(), "optimizer": optimizer.state(), "elapsed": elapsed,
             "decoding": options.decoding, "window": options.window,
             "options": {k: str(v) for k, v in vars(options).items()}}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


class Meter:
    """Sums between two progress lines."""

    def __init__(self):
        self.start, self.tokens, self.documents = time.time(), 0, 0
        self.sums = {}

    def add(self, batch, losses, right, hint):
        self.tokens += batch.tokens
        self.documents += batch.documents
        for kind in ("count", "start", "next"):
            chosen = torch.from_numpy(batch.kinds == kind)
            total = self.sums.setdefault(kind, [0, 0.0, 0])
            total[0] += int(chosen.sum())
            total[1] += float(losses[chosen].sum())
            total[2] += int(right[chosen].sum())
        total = self.sums.setdefault("hints", [0, 0.0, 0])
        total[0] += 1
        total[1] += float(hint)

    def line(self) -> str:
        parts = [f"{kind} {total[1] / max(1, total[0]):.3f}" + (f"/{total[2] / total[0]:.3f}" if total[2] else "")
                 for kind, total in self.sums.items()]
        return f"{self.tokens / (time.time() - self.start):.0f} tokens/s  " + "  ".join(parts)


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    threads = Threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer(str(options.vocab / "tokenizer.model"))
    model = make_model(options, tokenizer)
    optimizer = Optimizer(model, muon=options.optimizer == "muon")
    checkpoint = options.out / "checkpoint.pt"
    elapsed = 0.0
    if options.resume and checkpoint.exists():
        state = torch.load(checkpoint)
        optimizer.load(state["optimizer"])
        elapsed = state["elapsed"]
    elif options.begin_with:
        optimizer.begin_with(torch.load(options.begin_with)["optimizer"])
    print(f"{sum(p.numel() for p in model.parameters())} parameters, resumed at {elapsed / 60:.1f} min", flush=True)
    records = data.silver(options.data) + data.english_mix(options.data, "train", "AB")
    # A resumed run reads the data in another order; the seed says which.
    source = stream.Stream(tokenizer, records, options.window, options.seed * 1_000_003 + optimizer.steps,
                           Augmenter(options.data, records, options.augment) if options.augment else None,
                           wide=options.decoding == "free", fragments=Fragments(options.data))
    packer = Packer(tokenizer, options.tokens)
    evaluation = Evaluation(tokenizer, options.data, free=options.decoding == "free")
    objective = loss.verbatim if options.decoding == "verbatim" else loss.free
    total = options.minutes * 60
    saved = evaluated = elapsed
    seen, meter = 0, Meter()
    stop = []
    signal.signal(signal.SIGTERM, lambda number, frame: stop.append(number))
    while elapsed < total and not stop:
        began = time.time()
        progress = elapsed / total
        optimizer.rounding = optimizer.rounding or progress >= options.round_from
        weights = (stream.SECOND_LEG if options.leg == 2 else
                   stream.EARLY if progress < options.switch else stream.LATE)
        batch = None
        while batch is None:
            tree = source.next(weights)
            batch = packer.add(tree) if tree is not None else None
        states, middle, pointers = model(batch.ids, batch.positions, batch.mask)
        losses, right = objective(model, batch, states)
        hint = loss.hints(model, batch, middle) + options.pointer_weight * loss.pointing(batch, pointers)
        # The hints lead at first and fade: in the end only what the daemon asks for counts.
        weight = options.hint_weight * (1 - 0.8 * progress)
        (loss.weighted(batch, losses, tokenizer.count_ids, options.some_weight).mean() + weight * hint).backward()
        optimizer.step(rate_at(progress, optimizer.steps, options.rate))
        meter.add(batch, losses.detach(), right, hint.detach())
        seen += batch.tokens
        threads.adapt()
        elapsed += min(time.time() - began, PAUSE)
        if optimizer.steps % 25 == 0:
            print(f"step {optimizer.steps}  {elapsed / 60:.1f}/{options.minutes:g} min  left "
                  f"{(total - elapsed) / 60:.1f} min  {seen / 1e6:.2f} M tokens  {threads.now} threads  {meter.line()}", flush=True)
            meter = Meter()
        if elapsed - saved > options.checkpoint_minutes * 60:
            save(checkpoint, model, optimizer, options, elapsed)
            saved = elapsed
        if elapsed - evaluated > options.evaluate_minutes * 60:
            print("held out: " + evaluation.line(model), flush=True)
            evaluated = elapsed
            meter = Meter()
    save(checkpoint, model, optimizer, options, elapsed)
    if stop:
        print("stopped, checkpoint saved", flush=True)
        return
    print("held out: " + evaluation.line(model), flush=True)
    print(f"done: {seen} tokens, {source.left_out} texts left out, {source.unreachable} mentions unreachable")


if __name__ == "__main__":
    main()

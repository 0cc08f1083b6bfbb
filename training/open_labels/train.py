"""Trains a model: `python3 -m open_labels.train --data DIR --begin-with FILE.gguf --out DIR --minutes M`; see options.py."""

import sys

import torch

from padener_training.budget import Budget
from padener_training.loop import Loop, run_to_end
from padener_training.meter import Meter
from padener_training.threads import Threads

from . import checkpoint, examples, loss, template
from .base import BadBase, Base
from .batch import collate
from .byte_tokenizer import ByteTokenizer
from .corpus import Corpus
from .evaluate import HeldOut, held_out, some
from .mixture import Mixture
from .optimizer import ROUNDINGS, Optimizer
from .options import parse
from .shrinking import MEASURED, Shrinking

TABLE = "table.tsv"
DATA = ("English. Human annotations: the 35 English sources of the open-label collection, the free tiers of the English mixture; and "
        "silver annotations (a program's output) over free texts. See the model card.")


class Beginning:
    """A model, its vocabulary and what is known of it: from a GGUF file, a checkpoint, or the run's own checkpoint."""

    def __init__(self, options):
        own = options.out / checkpoint.FILE
        self.state = checkpoint.load(own) if options.resume and own.exists() else None
        if self.state:
            self.model = checkpoint.model_of(self.state, torch.float32, as_trained=False)
            self.vocabulary, self.about = checkpoint.vocabulary_of(own), self.state["about"]
            return
        given = options.begin_with
        if given is None:
            raise BadBase(f"{own} is not there: name the model to --begin-with")
        if given.suffix == ".gguf":
            base = Base(given, options.vocabulary, None if options.fade else options.layers, options.seed)
            self.model, self.vocabulary = base.model, base.vocabulary
            self.about = {"base": base.name, "licence": base.licence, "data": base.data}
        else:
            state = checkpoint.load(given)
            self.model, self.vocabulary = checkpoint.model_of(state, torch.float32, as_trained=False), checkpoint.vocabulary_of(given)
            self.about = dict(state["about"])
            if options.layers is not None and not options.fade:
                self.model.keep(options.layers)


class Run(Loop):
    """One training run, from its beginning or its last checkpoint to its end."""

    pause, digits = 60.0, 3

    def __init__(self, options):
        super().__init__()
        self.options = options
        options.out.mkdir(parents=True, exist_ok=True)
        self.threads = Threads(options.threads)
        torch.manual_seed(options.seed)
        self.device = options.device if options.device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
        beginning = Beginning(options)
        beginning.vocabulary.save(options.out)
        self.model, self.tokenizer = beginning.model.to(self.device), ByteTokenizer(beginning.vocabulary)
        self.optimizer = Optimizer(self.model)
        for layer in self.model.layers:
            layer.part = options.backward
        self.budget = Budget(options.minutes, options.steps, 0)
        self.elapsed, self.seen = 0.0, 0
        if beginning.state:
            self.optimizer.load(beginning.state["optimizer"])
            self.elapsed, self.seen = beginning.state["elapsed"], beginning.state["seen"]
        groups, self.held_out = self._texts()
        # A resumed run reads the data in another order; the seed says which.
        self.mixture = Mixture(self.tokenizer, groups, options, options.seed * 1_000_003 + self.optimizer.steps, options.data)
        self.about = self._about(beginning)
        self.rounding = False
        self.shrinking = Shrinking(options, self.model, beginning.state and beginning.state.get("neurons"))

    def _texts(self):
        options, groups, sets = self.options, {}, {}
        if options.data:
            corpus = Corpus(options.data)
            groups.update(corpus.groups)
            if options.held_out:
                sets.update(held_out(options.data, "dev", options.held_out, options.held_out, 0))
        if options.examples:
            own = examples.read(options.examples)
            groups["own"] = {"own": own}
            if options.dev:
                labels = sorted({label for record in own for label in record.labels})
                sets["dev"] = some(examples.read(options.dev, labels), 300)
        self.texts = sum(len(records) for sources in groups.values() for records in sources.values())
        return groups, HeldOut(self.tokenizer, sets, options.label_words)

    def _about(self, beginning) -> dict:
        options, known = self.options, beginning.about
        own = None
        if options.examples:
            own = f"{options.examples.name}."
        data = " ".join(part for part in (DATA if options.data else known.get("data"), own) if part)
        name = options.name or (options.examples.stem if options.examples else "PaDeNer English")
        labels = options.own_label_words or known.get("default_labels") or template.DEFAULT_LABELS
        return {"name": name, "licence": options.licence or known.get("licence"), "data": data, "base": known["base"],
                "window": options.window, "formats": [options.format, options.embedding_format], "default_labels": labels}

    def _batch(self, trees):
        batch = collate(trees, self.tokenizer.count_ids[0]).to(self.device)
        return batch, self.model.embedding.data[batch.used].float()

    def _computed(self, batch, words):
        nodes = words.index_select(0, batch.ids).to(self.model.embedding.dtype)
        return self.model(nodes, batch.positions, batch.forest, batch.rows, batch.row_positions, batch.row_forest, self.options.frozen)

    def _look(self):
        """The model computes some of what it learns from, for those who watch it."""
        for _ in range(MEASURED // 4):
            self._computed(*self._batch([self.mixture.next() for _ in range(4)]))

    def step(self):
        options, model, progress = self.options, self.model, self.progress
        self.shrinking.step(model, self.optimizer, progress, self._look)
        if not self.rounding and progress >= options.round_from:
            self.optimizer.round(ROUNDINGS[options.format], ROUNDINGS[options.embedding_format])
            self.rounding = True
        trees, tokens = [], 0
        while tokens < options.tokens:
            trees.append(self.mixture.next())
            tokens += len(trees[-1].ids)
        batch, words = self._batch(trees)
        words.requires_grad_()
        states, middle, pointers = self._computed(batch, words)
        losses, right = loss.verbatim(states, words, batch)
        weights = loss.weights(batch, options.some_weight)
        # The hints lead at first and fade: in the end only what the daemon asks for counts.
        hint = options.hint_weight * loss.tags(model, middle, batch) + options.pointer_weight * loss.pointing(pointers, batch)
        ((losses * weights).sum() / weights.sum() + (1 - 0.8 * progress) * hint).backward()
        self.optimizer.step(self.budget.rate(progress, self.optimizer.steps, options.rate), batch.used, words)
        self.meter.add_task(batch, losses.detach().cpu(), right.cpu(), hint.detach())
        self.seen += batch.tokens

    def summary(self) -> str:
        return (f"done: {self.seen} tokens, {self.mixture.left_out} texts beyond the window left out, "
                f"{self.mixture.unreachable} mentions unreachable")

    def beginning_line(self) -> str:
        shape = self.model.shape
        return (f"{sum(p.numel() for n, p in self.model.named_parameters() if not n.startswith('hint'))} parameters, {shape.layers} layers, "
                f"{shape.vocabulary} tokens, {self.texts} texts, {self.device}, resumed at {self.elapsed / 60:.1f} min, "
                f"step {self.optimizer.steps}")

    def save(self):
        checkpoint.save(self.options.out, self.model, self.optimizer, self.about, self.elapsed, self.seen,
                        self.shrinking.neurons)

    def row(self, scores=None):
        """The table of the run: tokens, loss by kind of row, and F1 where the held-out texts were just scored."""
        path, kinds = self.options.out / TABLE, ("count", "start", "next")
        names = self.held_out.names
        if not path.exists():
            path.write_text("\t".join(["step", "minutes", "tokens", *kinds, *names]) + "\n")
        losses = [f"{total[1] / max(1, total[0]):.4f}" if total else "" for total in (self.meter.sums.get(kind) for kind in kinds)]
        with open(path, "a") as file:
            file.write("\t".join([str(self.optimizer.steps), f"{self.elapsed / 60:.1f}", str(self.seen), *losses,
                                  *(f"{scores[name]:.4f}" if scores else "" for name in names)]) + "\n")

    def evaluate(self, last=False):
        if self.held_out.sets:
            scores = self.held_out.scores(self.model)
            print("held out: " + "  ".join(f"{name} F1 {value:.3f}" for name, value in scores.items()), flush=True)
            self.row(scores)
            self.meter = Meter()


def main(arguments=None) -> int:
    options = parse(arguments)
    return run_to_end("open_labels.train", lambda: Run(options), (BadBase, examples.BadExamples))


if __name__ == "__main__":
    sys.exit(main())

"""Trains a model: `python3 -m padener_training.train --examples FILE --out DIR --minutes M`; see options.py."""

import sys
import time

import torch

from . import checkpoint, language_model, loss
from .beginning import BadBeginning, Beginning
from .budget import Budget
from .examples import BadExamples
from .loop import Loop, run_to_end
from .meter import Meter
from .optimizer import Optimizer
from .options import parse
from .pack import Packer
from .task import Task
from .threads import Threads


class Run(Loop):
    """One training run, from its beginning or its last checkpoint to its end."""

    def __init__(self, options):
        super().__init__()
        self.options = options
        self.clock = time.process_time if options.clock == "cpu" else time.time
        self.task = Task.of(options)
        options.out.mkdir(parents=True, exist_ok=True)
        self.threads = Threads(options.threads)
        torch.manual_seed(options.seed)
        self.beginning = Beginning(options, len(self.task.labels), self.task.texts)
        self.model, self.tokenizer = self.beginning.model, self.beginning.tokenizer
        self.optimizer = Optimizer(self.model, muon=options.optimizer == "muon")
        self.budget = Budget(options.minutes, options.steps, options.language_model)
        self.elapsed, self.about = 0.0, self._about()
        if self.beginning.state:
            self.optimizer.load(self.beginning.state["optimizer"])
            self.elapsed = self.beginning.state["elapsed"]
            self.about = self.beginning.state.get("about", self.about)
        # A resumed run reads the data in another order; the seed says which.
        seed = options.seed * 1_000_003 + self.optimizer.steps
        self.stream = self.task.stream(self.tokenizer, seed)
        self.packer = Packer(self.tokenizer, options.tokens)
        self.plain = None
        if self.budget.models_language(self.progress):
            self.plain = language_model.PlainText(self.tokenizer, self.task.plain_texts(), options.tokens, seed)
        self.evaluation = self.task.evaluation(self.tokenizer)
        self.objective = loss.verbatim if options.decoding == "verbatim" else loss.free
        self.seen = 0

    def _about(self) -> dict:
        options, task = self.options, self.task
        origin = f" Begun with {self.beginning.origin}" if self.beginning.origin and not options.data else ""
        return {"labels": task.labels, "descriptions": task.descriptions, "data": task.about + origin,
                "licence": options.licence or self.beginning.licence or ("cc-by-sa-4.0" if options.data else None),
                "name": options.name or ("PaDeNer English small" if options.data else options.examples.stem)}

    def step(self):
        if self.budget.models_language(self.progress):
            mean, tokens = language_model.step_loss(self.model, self.plain)
            mean.backward()
            self.meter.add_language(tokens, float(mean.detach()))
        else:
            tokens = self._task_step(self.budget.task_progress(self.progress))
        self.optimizer.step(self.budget.rate(self.progress, self.optimizer.steps, self.options.rate))
        self.seen += tokens

    def _task_step(self, progress: float) -> int:
        options, model = self.options, self.model
        self.optimizer.rounding = self.optimizer.rounding or progress >= options.round_from
        batch, tries = None, 0
        while batch is None:
            tree = self.stream.next(self.task.weights(progress))
            batch = self.packer.add(tree) if tree is not None else None
            tries += 1
            if tries > 100_000:
                raise BadExamples(f"none of the texts is within --window {options.window} tokens: split them into sentences")
        states, middle, pointers = model(batch.ids, batch.positions, batch.mask)
        losses, right = self.objective(model, batch, states)
        hint = loss.hints(model, batch, middle) + options.pointer_weight * loss.pointing(batch, pointers)
        # The hints lead at first and fade: in the end only what the daemon asks for counts.
        weight = options.hint_weight * (1 - 0.8 * progress)
        task = loss.weighted(batch, losses, self.tokenizer.count_ids, options.some_weight).mean()
        (task + weight * hint).backward()
        self.meter.add_task(batch, losses.detach(), right, hint.detach())
        return batch.tokens

    def summary(self) -> str:
        return (f"done: {self.seen} tokens, {self.stream.left_out} texts beyond the window left out, {self.packer.too_long} "
                f"with too many mentions, {self.stream.unreachable} mentions unreachable")

    def beginning_line(self) -> str:
        return (f"{sum(p.numel() for p in self.model.parameters())} parameters, {self.tokenizer.size} tokens, labels "
                f"{', '.join(self.task.labels)}, {len(self.task.records)} texts, resumed at {self.elapsed / 60:.1f} min, "
                f"step {self.optimizer.steps}")

    def save(self):
        checkpoint.save(self.options.out / checkpoint.FILE, self.model, self.optimizer, self.options, self.about, self.elapsed)

    def evaluate(self, last=False):
        if self.evaluation:
            print("held out: " + self.evaluation.line(self.model, last), flush=True)
            self.meter = Meter()


def main(arguments=None) -> int:
    options = parse(arguments)
    return run_to_end("padener_training.train", lambda: Run(options), (BadExamples, BadBeginning))


if __name__ == "__main__":
    sys.exit(main())

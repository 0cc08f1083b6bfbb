"""What every run does around its steps: time, lines, checkpoints, scores on held-out texts, the end."""

import signal
import sys
import time

from .meter import Meter


class Loop:
    """A run is one of these. It has `options`, `budget`, `optimizer`, `threads`, `elapsed` (seconds) and `seen` (tokens); `step`, `save`,
    `evaluate` and `summary` are its own, and `row` where it keeps a table."""

    pause = 20.0  # seconds; a step that takes longer was stopped from outside, and that time is not training
    digits = 2  # of millions of tokens
    clock = staticmethod(time.time)

    def __init__(self):
        self.meter, self.stop = Meter(), []

    @property
    def progress(self) -> float:
        return self.budget.progress(self.elapsed, self.optimizer.steps)

    def row(self):
        pass

    def train(self):
        options = self.options
        saved = evaluated = self.elapsed
        while self.progress < 1 and not self.stop:
            began = self.clock()
            self.step()
            self.threads.adapt()
            self.elapsed += min(self.clock() - began, self.pause)
            steps = self.optimizer.steps
            if steps % 25 == 0:
                print(f"{self.budget.line(self.elapsed, steps)}  {self.seen / 1e6:.{self.digits}f} M tokens  "
                      f"{self.threads.now} threads  {self.meter.line()}", flush=True)
                self.row()
                self.meter = Meter()
            if self.elapsed - saved > options.checkpoint_minutes * 60:
                self.save()
                saved = self.elapsed
            if self.elapsed - evaluated > options.evaluate_minutes * 60:
                self.evaluate()
                evaluated = self.elapsed
        self.save()
        if self.stop:
            print("stopped, checkpoint saved", flush=True)
            return
        self.evaluate(last=True)
        print(self.summary())


def run_to_end(program: str, begin, problems: tuple) -> int:
    """Makes a run by `begin` and trains it; gives the exit code. SIGTERM and Ctrl-C end it with a checkpoint. One of `problems`, with the data
    or with what it begins with, is a line."""
    try:
        run = begin()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda received, frame: run.stop.append(received))
        print(run.beginning_line(), flush=True)
        run.train()
        if run.stop:
            return 128 + run.stop[0]
    except (*problems, ValueError) as problem:
        print(f"{program}: {problem}", file=sys.stderr)
        return 2
    return 0

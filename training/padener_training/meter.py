"""Sums between two progress lines."""

import time

import torch


class Meter:
    def __init__(self):
        self.start, self.tokens = time.time(), 0
        self.sums = {}

    def add_task(self, batch, losses, right, hint):
        self.tokens += batch.tokens
        for kind in ("count", "start", "next"):
            chosen = torch.from_numpy(batch.kinds == kind)
            self._add(kind, int(chosen.sum()), float(losses[chosen].sum()), int(right[chosen].sum()))
        self._add("hints", 1, float(hint), 0)

    def add_language(self, tokens: int, loss: float):
        self.tokens += tokens
        self._add("next token", 1, loss, 0)

    def _add(self, kind, rows, loss, right):
        total = self.sums.setdefault(kind, [0, 0.0, 0])
        for i, value in enumerate((rows, loss, right)):
            total[i] += value

    def line(self) -> str:
        """Tokens a second, then per kind of row the mean loss and the share that was right."""
        parts = [f"{kind} {total[1] / max(1, total[0]):.3f}" + (f"/{total[2] / total[0]:.3f}" if total[2] else "")
                 for kind, total in self.sums.items()]
        return f"{self.tokens / max(1e-3, time.time() - self.start):.0f} tokens/s  " + "  ".join(parts)

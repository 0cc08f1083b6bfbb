"""Adam with fp32 masters; the model computes with bf16 copies, rounded to what the file will hold where that is wanted.

Of the embeddings only the rows of a batch's own tokens are touched.
"""

import math

import torch

from . import native
from .native import long, pointer, single, threads

BETAS, EPSILON = (0.9, 0.98), 1e-8
ROUNDINGS = {"F32": 0, "F16": 0, "BF16": 0, "Q8_0": 8, "Q4_0": 4}


def rounded(weights: torch.Tensor, rounding: int) -> torch.Tensor:
    """Weights as Q4_0 (4) or Q8_0 (8) will hold them: blocks of 32 with a scale each; 0 leaves them as they are."""
    if not rounding:
        return weights
    blocks = weights.reshape(-1, 32)
    least, most = blocks.amin(1, keepdim=True), blocks.amax(1, keepdim=True)
    extreme = torch.where(most > -least, most, least)
    scale = (extreme / -8 if rounding == 4 else extreme.abs() / 127).half().float()
    inverse = torch.where(scale == 0, scale, 1 / scale)
    low, high = (-8, 7) if rounding == 4 else (-127, 127)
    return (blocks * inverse).round_().clamp_(low, high).mul_(scale).view(weights.shape)


class Entry:
    """A parameter's master and the two running means."""

    def __init__(self, name: str, parameter, decay: float):
        self.name, self.parameter, self.rounding = name, parameter, 0
        self.master = parameter.data.float().clone()
        self.first, self.second = torch.zeros_like(self.master), torch.zeros_like(self.master)
        matrix = parameter.dim() == 2 and not name.startswith("hint")
        self.matrix = matrix and name != "embedding"
        self.decay = decay if self.matrix else 0.0

    def take(self, parameter, numbers, axis: int):
        """For a parameter that has only these rows (axis 0) or columns (1)."""
        self.parameter = parameter
        self.master, self.first, self.second = (part.index_select(axis, numbers).contiguous()
                                                for part in (self.master, self.first, self.second))


class Optimizer:
    def __init__(self, model, kind=torch.bfloat16, decay=0.01, clip=1.0):
        self.clip, self.steps, self.kind = clip, 0, kind
        self.entries = [Entry(name, parameter, decay) for name, parameter in model.named_parameters()]
        self.embedding = next(entry for entry in self.entries if entry.name == "embedding")
        for entry in self.entries:
            entry.parameter.requires_grad_(entry is not self.embedding)
        self.show()

    def round(self, matrices: int, embedding: int):
        """From now on the model computes with what the file will hold; the masters go on learning."""
        for entry in self.entries:
            entry.rounding = matrices if entry.matrix else embedding if entry is self.embedding else 0
        self.show()

    def follow(self, model):
        """The model has dropped layers: the others have other numbers now."""
        known = {entry.parameter: entry for entry in self.entries}
        self.entries = []
        for name, parameter in model.named_parameters():
            known[parameter].name = name
            self.entries.append(known[parameter])

    def narrow(self, model, kept, inner: int):
        """The model has only the inner neurons `kept` of each layer, of `inner` that there were: so have masters and means."""
        entries = {entry.name: entry for entry in self.entries}
        for number, numbers in enumerate(kept):
            layer = model.layers[number]
            entries[f"layers.{number}.gate_up"].take(layer.gate_up, torch.cat([numbers, numbers + inner]), 0)
            entries[f"layers.{number}.down"].take(layer.down, numbers, 1)

    def show(self):
        """Gives the model its weights from the masters."""
        for entry in self.entries:
            small = not entry.matrix and entry is not self.embedding
            entry.parameter.data = entry.master if small else rounded(entry.master, entry.rounding).to(self.kind)

    def step(self, rate: float, used: torch.Tensor, words: torch.Tensor) -> float:
        """`words`: the leaf with the embeddings of the tokens `used`. Gives the gradient's norm; not finite, nothing is done."""
        self.steps += 1
        taught = [entry for entry in self.entries if entry.parameter.grad is not None]
        norm = math.sqrt(sum(_squares(entry.parameter.grad) for entry in taught) + _squares(words.grad))
        if math.isfinite(norm):
            scale = min(1.0, self.clip / (norm + 1e-6))
            for entry in taught:
                self._step(entry, rate, scale)
            self._words(used, words.grad * scale, rate)
        for entry in taught:
            entry.parameter.grad = None
        return norm

    def _corrections(self):
        return tuple(1 - beta ** self.steps for beta in BETAS)

    def _step(self, entry, rate, scale):
        gradient, out = entry.parameter.grad.contiguous(), entry.parameter.data
        if entry.matrix and native.LIBRARY is not None and gradient.dtype == torch.bfloat16 and gradient.device.type == "cpu":
            numbers = (scale, rate, entry.decay, *BETAS, *self._corrections(), EPSILON)
            native.LIBRARY.adam(pointer(entry.master), pointer(entry.first), pointer(entry.second), pointer(gradient), pointer(out),
                                long(gradient.numel()), *map(single, numbers), entry.rounding, threads())
            return
        entry.master.mul_(1 - rate * entry.decay)
        entry.master += self._change(entry.first, entry.second, gradient.float() * scale, rate)
        if entry.matrix:
            out.copy_(rounded(entry.master, entry.rounding))

    def _change(self, first, second, gradient, rate):
        correct1, correct2 = self._corrections()
        first.lerp_(gradient, 1 - BETAS[0])
        second.lerp_(gradient * gradient, 1 - BETAS[1])
        return first / ((second / correct2).sqrt_().add_(EPSILON)) * (-rate / correct1)

    def _words(self, used, gradient, rate):
        entry = self.embedding
        first, second = entry.first[used], entry.second[used]
        master = entry.master[used] + self._change(first, second, gradient, rate)
        entry.first[used], entry.second[used], entry.master[used] = first, second, master
        entry.parameter.data[used] = rounded(master, entry.rounding).to(entry.parameter.dtype)

    def state(self) -> dict:
        """The running means in bf16: they are means, and the file is large."""
        return {"steps": self.steps, "rounding": {e.name: e.rounding for e in self.entries},
                "masters": {e.name: e.master for e in self.entries},
                "first": {e.name: e.first.bfloat16() for e in self.entries},
                "second": {e.name: e.second.bfloat16() for e in self.entries}}

    def load(self, state: dict):
        self.steps = state["steps"]
        for entry in self.entries:
            entry.rounding = state["rounding"][entry.name]
            entry.master.copy_(state["masters"][entry.name])
            entry.first.copy_(state["first"][entry.name])
            entry.second.copy_(state["second"][entry.name])
        self.show()


def _squares(gradient) -> float:
    if native.LIBRARY is not None and gradient.dtype == torch.bfloat16 and gradient.device.type == "cpu":
        gradient = gradient.contiguous()
        return native.LIBRARY.squares(pointer(gradient), long(gradient.numel()), threads())
    return float(gradient.float().pow(2).sum())

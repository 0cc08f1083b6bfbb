"""Weights in bf16 for the matrix products, masters in fp32; Muon for matrices, Adam for the rest."""

import math

import torch

CHUNK = 1 << 16  # elements; small enough that Adam's passes stay in the cache


def orthogonal(matrices: torch.Tensor, rounds: int = 5) -> torch.Tensor:
    """Each matrix of the stack with its singular values pushed towards one (quintic Newton-Schulz)."""
    x = matrices.bfloat16()
    x = x / (x.flatten(1).float().norm(dim=1).view(-1, 1, 1).bfloat16() + 1e-7)
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.transpose(1, 2).contiguous()
    for _ in range(rounds):
        square = torch.bmm(x, x.transpose(1, 2))
        mixed = torch.baddbmm(square, square, square, beta=-4.7750, alpha=2.0315)
        x = torch.baddbmm(x, mixed, x, beta=3.4445, alpha=1.0)
    return x.transpose(1, 2) if tall else x


def rounded(weights: torch.Tensor) -> torch.Tensor:
    """Weights as Q4_0 will hold them: blocks of 32, a scale that makes the largest one -8, steps of one scale."""
    blocks = weights.reshape(-1, 32)
    least, most = blocks.amin(1, keepdim=True), blocks.amax(1, keepdim=True)
    scale = (torch.where(most > -least, most, least) / -8).half().float()
    inverse = torch.where(scale == 0, scale, 1 / scale)
    return (blocks * inverse).round_().clamp_(-8, 7).mul_(scale).view(weights.shape)


class Optimizer:
    """Owns the masters. Fused weights are orthogonalised part by part.

    With `rounding` the model computes with the matrices as Q4_0 will hold them while the masters go on learning,
    so that quantising the finished model costs nothing.
    """

    def __init__(self, model, kind=torch.bfloat16, muon=True, decay=0.05, clip=1.0):
        self.model, self.decay, self.clip, self.rounding = model, decay, clip, False
        self.steps = 0
        matrices = {}
        if muon:
            for layer in model.layers:
                matrices[layer.query_key_value] = 3
                matrices[layer.gate_up] = 2
                matrices[layer.attention_out] = 1
                matrices[layer.down] = 1
        self.muon, self.adam = [], []
        for name, parameter in model.named_parameters():
            master = parameter.data.float().clone()
            entry = {"name": name, "parameter": parameter, "master": master, "first": torch.zeros_like(master),
                     "decay": decay if parameter.dim() == 2 and name != "embedding" else 0.0}
            if parameter in matrices:
                entry["parts"] = matrices[parameter]
                self.muon.append(entry)
            else:
                entry["second"] = torch.zeros_like(master)
                self.adam.append(entry)
            parameter.data = master.to(kind)

    def step(self, rate: float):
        self.steps += 1
        entries = self.muon + self.adam
        # A stage may leave some out: language modelling has no use for the hints.
        taught = [e for e in entries if e["parameter"].grad is not None]
        norm = math.sqrt(sum(float(e["parameter"].grad.float().pow(2).sum()) for e in taught))
        scale = min(1.0, self.clip / (norm + 1e-6)) if math.isfinite(norm) else 0.0
        if scale > 0:
            for entry in taught:
                if "second" in entry:
                    self._adam(entry, rate, scale)
            if self.muon:
                self._muon(rate, scale)
        for entry in entries:
            entry["parameter"].grad = None
        return norm

    def _adam(self, entry, rate, scale, beta1=0.9, beta2=0.98, epsilon=1e-8):
        weights, gradient = entry["master"].view(-1), entry["parameter"].grad.view(-1)
        first, second = entry["first"].view(-1), entry["second"].view(-1)
        out = entry["parameter"].data.view(-1)
        correct1, correct2 = 1 - beta1**self.steps, 1 - beta2**self.steps
        for at in range(0, weights.numel(), CHUNK):
            part = slice(at, at + CHUNK)
            g = gradient[part].float().mul_(scale)
            m = first[part].lerp_(g, 1 - beta1)
            v = second[part].mul_(beta2).addcmul_(g, g, value=1 - beta2)
            w = weights[part]
            if entry["decay"]:
                w.mul_(1 - rate * entry["decay"])
            w.addcdiv_(m, v.div(correct2).sqrt_().add_(epsilon), value=-rate / correct1)
            out[part].copy_(w)

    def _muon(self, rate, scale, momentum=0.95):
        by_shape = {}
        for entry in self.muon:
            gradient = entry["parameter"].grad.float().mul_(scale)
            entry["first"].mul_(momentum).add_(gradient)
            update = gradient.add_(entry["first"], alpha=momentum)
            for number, part in enumerate(update.chunk(entry["parts"], 0)):
                # Wide and tall matrices of one size go through the same product.
                turned = part.shape[0] > part.shape[1]
                part = part.t() if turned else part
                by_shape.setdefault(tuple(part.shape), []).append((entry, number, turned, part))
        for (rows, columns), group in by_shape.items():
            straight = orthogonal(torch.stack([part for _, _, _, part in group]))
            size = 0.2 * math.sqrt(max(rows, columns))  # the step of Adam at the same rate, on average
            for (entry, number, turned, _), update in zip(group, straight):
                update = update.t() if turned else update
                w = entry["master"].chunk(entry["parts"], 0)[number]
                w.mul_(1 - rate * entry["decay"]).add_(update.float(), alpha=-rate * size)
        for entry in self.muon:
            entry["parameter"].data.copy_(rounded(entry["master"]) if self.rounding else entry["master"])

    def state(self) -> dict:
        kept = {e["name"]: {k: e[k] for k in ("master", "first", "second") if k in e} for e in self.muon + self.adam}
        return {"steps": self.steps, "entries": kept, "rounding": self.rounding}

    def load(self, state: dict):
        self.steps = state["steps"]
        for entry in self.muon + self.adam:
            for key, value in state["entries"][entry["name"]].items():
                entry[key].copy_(value)
            entry["parameter"].data.copy_(entry["master"])

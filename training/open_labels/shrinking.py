"""What goes of a model while it trains: whole layers, and in each of the others the inner neurons that do least."""

import torch

MEASURED = 40  # training trees that neurons are measured on


def weakest_out(model, inner: int) -> list:
    """For each layer the numbers of the `inner` neurons whose output weighs most, in order: size of what a neuron gave on what the
    model has just seen, times size of its column in the product that follows."""
    kept = []
    for layer in model.layers:
        weight = layer.activity.sqrt() * layer.down.detach().float().norm(dim=0)
        kept.append(weight.topk(inner).indices.sort().values)
    return kept


class Shrinking:
    """By the options `layers`, `inner`, `fade` and `fade_from`. `neurons`: those that stay, by layer of the whole model, once measured."""

    def __init__(self, options, model, neurons=None):
        self.layers, self.inner, self.begin, self.end = options.layers, options.inner, options.fade_from, options.fade
        fewer = self.layers is not None and options.fade and len(self.layers) < model.shape.layers
        narrower = self.inner is not None and self.inner < model.shape.inner
        self.fewer, self.narrower, self.neurons = bool(fewer), bool(narrower), neurons

    @property
    def over(self) -> bool:
        return not (self.fewer or self.narrower)

    def step(self, model, optimizer, progress: float, trees):
        """Before each training step. `trees()` runs the model on a few training trees, without learning."""
        if self.over or progress < self.begin:
            return
        if self.narrower and self.neurons is None:
            self._measure(model, trees)
        if progress < self.end:
            self._fade(model, 1 - (progress - self.begin) / (self.end - self.begin))
        else:
            self._drop(model, optimizer)

    def _measure(self, model, trees):
        for layer in model.layers:
            layer.activity = torch.zeros(model.shape.inner, device=layer.down.device)
        with torch.no_grad():
            trees()
        self.neurons = weakest_out(model, self.inner)
        for layer in model.layers:
            layer.activity = None

    def _fade(self, model, share: float):
        if self.fewer:
            model.fade(self.layers, share)
        if self.narrower:
            for layer, kept in zip(model.layers, self.neurons):
                shares = torch.full((model.shape.inner,), share, dtype=layer.down.dtype, device=layer.down.device)
                layer.neurons = shares.index_fill_(0, kept.to(shares.device), 1.0)

    def _drop(self, model, optimizer):
        stay = self.layers if self.fewer else range(model.shape.layers)
        if self.fewer:
            model.keep(self.layers).fade(range(len(self.layers)), 1.0)
            optimizer.follow(model)
        if self.narrower:
            inner, kept = model.shape.inner, [self.neurons[number] for number in stay]
            model.narrow(kept)
            optimizer.narrow(model, kept, inner)
        self.fewer = self.narrower = False
        self.neurons = None

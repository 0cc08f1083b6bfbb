"""A Llama, small, over tree-shaped sequences."""

from dataclasses import asdict, dataclass

import torch
from torch import nn

from .functions import Gated, RmsNorm, Rotate

HINTS = 3 * 3 + 2 * 16  # begin/inside/outside of three tokens, two running counts (0 to 15)


@dataclass
class Shape:
    vocabulary: int = 8192
    width: int = 256
    layers: int = 8
    heads: int = 4
    inner: int = 704
    context: int = 512
    rope_base: float = 10000.0
    epsilon: float = 1e-5
    labels: int = 4
    hint_layer: int = 5  # the training hints read the state after this layer

    as_dict = asdict


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        width, out = shape.width, 0.5 / (2 * shape.layers) ** 0.5
        self.heads, self.epsilon = shape.heads, shape.epsilon
        self.attention_norm = nn.Parameter(torch.ones(width))
        self.query_key_value = nn.Parameter(torch.randn(3 * width, width) * 0.5 / width**0.5)
        self.attention_out = nn.Parameter(torch.randn(width, width) * out / width**0.5)
        self.inner_norm = nn.Parameter(torch.ones(width))
        self.gate_up = nn.Parameter(torch.randn(2 * shape.inner, width) * 0.5 / width**0.5)
        self.down = nn.Parameter(torch.randn(width, shape.inner) * out / shape.inner**0.5)

    def forward(self, x, cosine, sine, mask):
        batch, length, width = x.shape
        size = width // self.heads
        h = RmsNorm.apply(x, self.attention_norm, self.epsilon)
        joined = nn.functional.linear(h, self.query_key_value).view(batch, length, 3, self.heads, size)
        query, key, value = joined.permute(2, 0, 3, 1, 4).reshape(3, batch * self.heads, length, size).unbind(0)
        query, key = Rotate.apply(query, cosine, sine), Rotate.apply(key, cosine, sine)
        scores = torch.baddbmm(mask, query, key.transpose(1, 2), alpha=size**-0.5)
        seen = torch.bmm(torch.softmax(scores, -1), value)
        seen = seen.view(batch, self.heads, length, size).transpose(1, 2).reshape(batch, length, width)
        x = x + nn.functional.linear(seen, self.attention_out)
        h = RmsNorm.apply(x, self.inner_norm, self.epsilon)
        gate, up = nn.functional.linear(h, self.gate_up).chunk(2, -1)
        x = x + nn.functional.linear(Gated.apply(gate, up), self.down)
        return x, (query[::self.heads], key[::self.heads])  # of the first head, for the pointer hint


class Model(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Parameter(torch.randn(shape.vocabulary, shape.width) * 0.05)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = nn.Parameter(torch.ones(shape.width))
        # Training hints, not exported: see loss.hints.
        self.hint_norm = nn.Parameter(torch.ones(shape.width))
        self.hint = nn.Parameter(torch.zeros(shape.labels * HINTS, shape.width))
        half = shape.width // shape.heads // 2
        self.frequencies = shape.rope_base ** (-torch.arange(half, dtype=torch.float64) / half)

    def forward(self, ids, positions, mask):
        """Final states (before the output layer), the states the hints read, and the pointers: queries and
        keys of one head in each of the two layers after those states."""
        angles = positions.double().unsqueeze(-1) * self.frequencies
        repeat = self.shape.heads
        kind = self.embedding.dtype
        cosine = angles.cos().to(kind).repeat_interleave(repeat, 0)
        sine = angles.sin().to(kind).repeat_interleave(repeat, 0)
        mask = mask.to(kind).expand(-1, repeat, -1, -1).flatten(0, 1)
        x = nn.functional.embedding(ids, self.embedding)
        middle, pointers = None, []
        for number, layer in enumerate(self.layers, 1):
            x, first_head = layer(x, cosine, sine, mask)
            if number == self.shape.hint_layer:
                middle = x
            if number in (self.shape.hint_layer + 1, self.shape.hint_layer + 2):
                pointers.append(first_head)
        return RmsNorm.apply(x, self.norm, self.shape.epsilon), middle, pointers

    def hints(self, middle):
        """[nodes, labels, HINTS] from [nodes, width]."""
        h = RmsNorm.apply(middle, self.hint_norm, self.shape.epsilon)
        return nn.functional.linear(h, self.hint).view(-1, self.shape.labels, HINTS)

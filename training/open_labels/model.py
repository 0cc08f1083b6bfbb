"""A Llama with grouped-query attention over forests: what the published file holds, and two training hints."""

from dataclasses import asdict, dataclass, replace

import torch
from torch import nn

from . import operators

HINT_WIDTH = 64
TAGS = 3  # a mention begins here, goes on, or neither
AHEAD = 3  # the hint for a token is read from its own state and from those of the two after it


@dataclass
class Shape:
    vocabulary: int
    width: int
    layers: int
    heads: int
    key_heads: int
    inner: int
    context: int
    rope_base: float
    epsilon: float
    # Where the hints sit in a model that has lost layers since they were learnt; None: where a whole one has them.
    tags_after: int = None
    points_in: int = None

    as_dict = asdict

    @property
    def size(self) -> int:
        """Of a head."""
        return self.width // self.heads

    @property
    def tag_layer(self) -> int:
        """The tag hint reads the state after so many layers."""
        return self.tags_after or max(1, self.layers * 2 // 3)

    @property
    def pointer_layer(self) -> int:
        """The layer, from 0, whose first head is told where a mention begins."""
        whole = min(self.layers - 2, self.layers * 3 // 4) if self.layers > 1 else 0
        return whole if self.points_in is None else self.points_in

    def without(self, kept) -> "Shape":
        """Of the model that keeps these layers, in order; the hints stay with the layers that learnt them, or with the nearest before."""
        before = lambda layer: sum(1 for number in kept if number < layer)
        return replace(self, layers=len(kept), tags_after=max(1, before(self.tag_layer)),
                       points_in=min(max(0, len(kept) - 2), max(0, before(self.pointer_layer + 1) - 1)))


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape, width = shape, shape.width
        self.part = 1.0  # of the rows that the backward pass takes: see operators.product
        self.share = 1.0  # of what it adds; falls to 0 in a layer that will be dropped
        self.neurons = None  # [inner], the share of each inner neuron, where some will be dropped
        self.activity = None  # [inner], sum of squares of what the neurons give, where it is being measured
        random = lambda rows, columns: nn.Parameter(torch.randn(rows, columns) * columns ** -0.5)
        self.attention_norm = nn.Parameter(torch.ones(width))
        self.query_key_value = random((shape.heads + 2 * shape.key_heads) * shape.size, width)
        self.attention_out = random(width, width)
        self.inner_norm = nn.Parameter(torch.ones(width))
        self.gate_up = random(2 * shape.inner, width)
        self.down = random(width, shape.inner)

    def forward(self, x, positions, forest, rotation, pointed=False):
        shape = self.shape
        joined = self._product(operators.norm(x, self.attention_norm, shape.epsilon), self.query_key_value)
        seen, pointers = operators.tree_attention(joined, positions, forest, rotation, shape.heads, shape.key_heads, pointed)
        return self._rest(x + self._shared(self._product(seen, self.attention_out))), pointers

    def only(self, x, positions, rows, row_positions, forest, rotation):
        """The last layer: nobody reads the states of the other nodes, only their keys and values."""
        shape = self.shape
        h = operators.norm(x, self.attention_norm, shape.epsilon)
        query_rows = shape.heads * shape.size
        query = self._product(h.index_select(0, rows), self.query_key_value[:query_rows])
        joined = self._product(h, self.query_key_value[query_rows:])
        seen = operators.rows_attention(query, joined, row_positions, positions, forest, rotation, shape.heads, shape.key_heads)
        return self._rest(x.index_select(0, rows) + self._product(seen, self.attention_out))

    def extended(self, x, positions, forest, rotation, kept):
        """Without gradients, for decoding: new nodes look at what was kept, which grows by them."""
        shape = self.shape
        size, heads, key_heads = shape.size, shape.heads, shape.key_heads
        joined = self._product(operators.norm(x, self.attention_norm, shape.epsilon), self.query_key_value).view(len(x), -1, size)
        turned = rotation.turned(joined[:, :heads + key_heads].float(), positions).to(x.dtype)
        query = turned[:, :heads].flatten(1).contiguous()
        kept.add(turned[:, heads:].flatten(1), joined[:, heads + key_heads:].flatten(1))
        seen = operators.cached_attention(query, kept.keys, kept.values, forest, size, heads, key_heads)
        return self._rest(x + self._shared(self._product(seen, self.attention_out)))

    def _rest(self, x):
        h = operators.gate(self._product(operators.norm(x, self.inner_norm, self.shape.epsilon), self.gate_up))
        if self.activity is not None:
            self.activity += h.detach().float().pow(2).sum(0)
        if self.neurons is not None:
            h = h * self.neurons
        return x + self._shared(self._product(h, self.down))

    def _product(self, x, weight):
        return operators.product(x, weight, self.part)

    def _shared(self, added):
        return added if self.share == 1 else added * self.share


class Model(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Parameter(torch.randn(shape.vocabulary, shape.width) * 0.05)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = nn.Parameter(torch.ones(shape.width))
        # Training hints, in no file: see loss.tags.
        self.hint_norm = nn.Parameter(torch.ones(shape.width))
        self.hint_token = nn.Parameter(torch.randn(AHEAD * TAGS * HINT_WIDTH, shape.width) * shape.width ** -0.5)
        self.hint_label = nn.Parameter(torch.randn(AHEAD * HINT_WIDTH, shape.width) * shape.width ** -0.5)
        self.hint_bias = nn.Parameter(torch.tensor([[3.0, 0.0, 0.0]]).repeat(AHEAD, 1))
        self.rotation = operators.Rotation(shape.size, shape.rope_base)

    def forward(self, x, positions, forest, rows, row_positions, row_forest, frozen=0):
        """`x` are the nodes' embeddings. Final states of `rows`, the states the tag hint reads, the pointing head's queries and keys.

        The first `frozen` layers are computed without gradients.
        """
        middle = pointers = None
        learns = torch.is_grad_enabled()
        for number, layer in enumerate(self.layers[:-1]):
            with torch.set_grad_enabled(learns and number >= frozen):
                x, found = layer(x, positions, forest, self.rotation, number == self.shape.pointer_layer)
            pointers = found if found is not None else pointers
            if number + 1 == self.shape.tag_layer:
                middle = x
        x = self.layers[-1].only(x, positions, rows, row_positions, row_forest, self.rotation)
        return operators.norm(x, self.norm, self.shape.epsilon), middle, pointers

    def cast(self, kind) -> "Model":
        """The matrices in `kind`; norms and hints stay fp32."""
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and not name.startswith("hint"):
                parameter.data = parameter.data.to(kind)
        return self

    def fade(self, kept, share: float):
        """What the other layers add counts only so much."""
        for number, layer in enumerate(self.layers):
            layer.share = 1.0 if number in kept else share

    def keep(self, layers) -> "Model":
        """Without the other layers."""
        self.layers = nn.ModuleList(self.layers[number] for number in layers)
        return self._shaped(self.shape.without(layers))

    def narrow(self, kept) -> "Model":
        """Without the other inner neurons: `kept` has for each layer the numbers of those that stay, as many in each."""
        for layer, numbers in zip(self.layers, kept):
            both = torch.cat([numbers, numbers + self.shape.inner])
            layer.gate_up = nn.Parameter(layer.gate_up.data[both].contiguous())
            layer.down = nn.Parameter(layer.down.data[:, numbers].contiguous())
            layer.neurons = None
        return self._shaped(replace(self.shape, inner=len(kept[0])))

    def _shaped(self, shape: Shape) -> "Model":
        self.shape = shape
        for layer in self.layers:
            layer.shape = shape
        return self

"""The loss over candidates, and the training hints."""

import torch
from torch.nn import functional

from .model import AHEAD, HINT_WIDTH, TAGS


def verbatim(states, words, batch):
    """Loss per supervised row over its candidates, and whether the best one was the right one. `words`: embeddings of `used`."""
    logits = states.float() @ words.index_select(0, batch.vocabulary).float().t() + batch.choices
    return functional.cross_entropy(logits, batch.targets, reduction="none"), logits.argmax(-1) == batch.targets


def weights(batch, some: float) -> torch.Tensor:
    """Of the rows: counts above zero may weigh more, for recall."""
    return 1 + (some - 1) * batch.some.float()


def tags(model, middle, batch):
    """Every document token learns, for every label that is asked, whether a mention begins there or goes on.

    A product between the token's state and that of the label's `<|count|>`; the token's own state has not seen what follows,
    so those of the next two are asked for it as well.
    """
    tokens = model.hint_norm * _normal(middle)
    nodes, numbers = batch.pairs[:, 0], batch.pairs[:, 1]
    asked = functional.linear(tokens.index_select(0, batch.label_nodes), model.hint_label).view(-1, AHEAD, HINT_WIDTH)
    shown, inverse = torch.unique(nodes, return_inverse=True)
    given = functional.linear(tokens.index_select(0, shown), model.hint_token).view(-1, AHEAD, TAGS, HINT_WIDTH)
    total = 0
    for back, weight in enumerate((0.3, 0.7, 0.7)):
        scores = torch.einsum("nth,lh->nlt", given[:, back], asked[:, back])[inverse, numbers] * HINT_WIDTH ** -0.5
        total = total + weight * functional.cross_entropy(scores + model.hint_bias[back], batch.tags[:, back], ignore_index=-1)
    return total


def pointing(pointers, batch):
    """One head of the node that asks for a mention is told the mention's first token."""
    if len(batch.starts) == 0:
        return pointers.sum() * 0
    node, first, right = batch.starts.unbind(1)
    size = pointers.shape[1] // 2
    query, key = pointers[:, :size].index_select(0, node).float(), pointers[:, size:].float()
    scores = query @ key.t() * size ** -0.5
    place = torch.arange(len(pointers), device=pointers.device)
    visible = (place >= first.unsqueeze(1)) & (place < (first + batch.starts_prefix).unsqueeze(1))
    return functional.cross_entropy(scores.masked_fill(~visible, -1e4), right)


def _normal(x):
    x = x.float()
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)

"""The verbatim loss (candidates only), the free loss (whole vocabulary) and the training hints."""

import torch
from torch.nn import functional


def row_logits(model, batch, states):
    """Logits of the supervised rows over the tokens that are a candidate anywhere in the batch."""
    chosen = states.flatten(0, 1).index_select(0, batch.rows)
    words = functional.embedding(batch.vocabulary, model.embedding)
    return torch.mm(chosen, words.t()).float()


def verbatim(model, batch, states):
    """Loss per supervised row, and whether the best candidate was the right one."""
    logits = row_logits(model, batch, states) + batch.choices
    return functional.cross_entropy(logits, batch.targets, reduction="none"), logits.argmax(-1) == batch.targets


def free(model, batch, states):
    """Loss per supervised row over the whole vocabulary, as in the paper."""
    chosen = states.flatten(0, 1).index_select(0, batch.rows)
    logits = torch.mm(chosen, model.embedding.t()).float()
    targets = batch.vocabulary[batch.targets]
    return functional.cross_entropy(logits, targets, reduction="none"), logits.argmax(-1) == targets


def weighted(batch, losses, count_ids, some: float):
    """Losses with counts above zero weighted: a model in doubt says 'none', which costs more recall than it saves."""
    targets = batch.vocabulary[batch.targets]
    above = (targets > count_ids[0]) & (targets <= count_ids[-1])
    return losses * (1 + (some - 1) * above.to(losses.dtype))


def hints(model, batch, middle):
    """Begin/inside/outside of each token from itself and from the two after it, and two running counts.

    A supervised row a mention teaches slowly; these teach every document token where the mentions are.
    """
    if batch.hint_nodes.numel() == 0:
        return middle.sum() * 0
    states = middle.flatten(0, 1).index_select(0, batch.hint_nodes)
    logits = model.hints(states).float()
    total = 0
    for back, weight in enumerate((0.3, 0.7, 0.7)):
        part = logits[..., 3 * back:3 * back + 3].flatten(0, 1)
        total = total + weight * functional.cross_entropy(part, batch.tags[:, back].flatten(), ignore_index=-1)
    for number in range(2):
        part = logits[..., 9 + 16 * number:25 + 16 * number].flatten(0, 1)
        total = total + 0.4 * functional.cross_entropy(part, batch.counts[:, number].flatten(), ignore_index=-1)
    return total


def pointing(batch, pointers):
    """Two heads are told where a mention begins. The first looks at the token after the mention's first one,
    the earliest place that has seen what follows; the second, a layer later, at the first token itself,
    from where it only has to be copied."""
    if batch.pointing.numel() == 0:
        return sum(query.sum() for query, _ in pointers) * 0
    sequence, node = batch.pointing[:, 0], batch.pointing[:, 1]
    hidden = batch.mask[sequence, 0, node]
    total = 0
    for number, (query, key) in enumerate(pointers):
        asked = query[sequence, node].unsqueeze(1)
        scores = torch.bmm(asked, key[sequence].transpose(1, 2)).squeeze(1).float() * query.shape[-1] ** -0.5
        total = total + functional.cross_entropy(scores + hidden, batch.pointing[:, 2 + number])
    return total

"""Batches of similar length: padding is computed for nothing."""

import random

import torch

from .examples import NO_LOSS


def batches(examples, tokens_per_batch: int, pad: int, seed: int):
    """One epoch in random order. Each batch is (ids, targets, mask) of at most so many tokens with its padding."""
    chance = random.Random(seed)
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i].ids), chance.random()))
    groups, group = [], []
    for i in order:
        # Sorted by length: the newest is the longest.
        if group and len(examples[i].ids) * (len(group) + 1) > tokens_per_batch:
            groups.append(group)
            group = []
        group.append(i)
    groups.append(group)
    chance.shuffle(groups)
    for group in groups:
        yield padded([examples[i] for i in group], pad)


def padded(examples, pad: int):
    """Padding stands at the right, is not attended to and carries no loss."""
    length = max(len(example.ids) for example in examples)
    ids = torch.full((len(examples), length), pad)
    targets = torch.full((len(examples), length), NO_LOSS)
    mask = torch.zeros((len(examples), length), dtype=torch.long)
    for row, example in enumerate(examples):
        size = len(example.ids)
        ids[row, :size], targets[row, :size] = torch.tensor(example.ids), torch.tensor(example.targets)
        mask[row, :size] = 1
    return ids, targets, mask


def loss_sum(logits, targets):
    """Summed cross-entropy of the rows that carry loss, and how many they are. Row t answers for token t + 1."""
    wanted = targets[:, 1:].flatten()
    total = torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1).float(), wanted, ignore_index=NO_LOSS, reduction="sum")
    return total, int((wanted != NO_LOSS).sum())

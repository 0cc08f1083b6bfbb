"""Next-token training on plain text, the first stage where `--language-model` asks for one."""

import math
import random

import numpy
import torch
from torch.nn import functional

from .pack import additive

LENGTH = 256
OTHERS = 1024  # tokens beside the batch's own that the loss compares with


class PlainText:
    """Endless batches of paragraphs, one after another behind `<s>`, cut into sequences of one length."""

    def __init__(self, tokenizer, texts, tokens_per_step: int, seed: int, length: int = LENGTH):
        self.tokenizer, self.texts = tokenizer, list(texts)
        if not self.texts:
            raise ValueError("there is no plain text for --language-model")
        self.random, self.length = random.Random(seed), length
        self.sequences = max(1, tokens_per_step // length)
        self.order, self.rest = [], []
        self.positions = torch.arange(length).expand(self.sequences, length)
        self.mask = additive(numpy.tri(length, dtype=bool)[None]).expand(self.sequences, -1, -1, -1)

    def next(self) -> torch.Tensor:
        """[sequences, length + 1]: each token's successor stands one to the right."""
        wanted = self.sequences * self.length + 1
        while len(self.rest) < wanted:
            if not self.order:
                self.order = list(range(len(self.texts)))
                self.random.shuffle(self.order)
            self.rest += [self.tokenizer.bos] + self.tokenizer.pieces.encode(self.texts[self.order.pop()])
        taken, self.rest = self.rest[:wanted], self.rest[wanted - 1:]
        return torch.tensor(taken).unfold(0, self.length + 1, self.length)


def next_token(model, states, targets, others: int = OTHERS, generator=None):
    """Mean cross-entropy over the batch's own tokens and a sample of the others, weighted up to stand for all of them.

    A quarter of the whole vocabulary's work; with every other token in the sample it is the whole vocabulary's loss.
    """
    size = model.embedding.shape[0]
    used, place = torch.unique(targets, return_inverse=True)
    free = torch.ones(size, dtype=torch.bool)
    free[used] = False
    rest = free.nonzero().squeeze(1)
    sample = rest[torch.randperm(len(rest), generator=generator)[:others]]
    words = functional.embedding(torch.cat([used, sample]), model.embedding)
    logits = torch.mm(states.flatten(0, 1), words.t()).float()
    if len(sample):
        logits[:, len(used):] += math.log(len(rest) / len(sample))
    return functional.cross_entropy(logits, place.flatten())


def step_loss(model, source: PlainText):
    batch = source.next()
    states, _, _ = model(batch[:, :-1].contiguous(), source.positions, source.mask)
    return next_token(model, states, batch[:, 1:].contiguous()), source.sequences * source.length

"""Decoding of many documents as the daemon does it, verbatim or free, without a KV cache (short, but slow)."""

import numpy
import torch

from . import template
from .candidates import FreeWalk, Walk
from .pack import additive
from .tree import document_tree

LONGEST_MENTION = 48


class Mention:
    def __init__(self, label, node, walk):
        self.label, self.node, self.walk, self.length = label, node, walk, 0
        self.text = None  # set when it ends; stays None where the walk ran off the text


def states_at(model, trees, nodes):
    """Final states of the wanted nodes of each tree: one forward pass, trees side by side as sequences."""
    length = max(len(tree.ids) for tree in trees)
    ids = numpy.zeros((len(trees), length), dtype=numpy.int64)
    positions = numpy.zeros_like(ids)
    visible = numpy.zeros((len(trees), length, length), dtype=bool)
    visible[:, numpy.arange(length), numpy.arange(length)] = True
    for i, tree in enumerate(trees):
        size = len(tree.ids)
        ids[i, :size], positions[i, :size] = tree.ids, tree.positions
        visible[i, :size, :size] = tree.mask()
    states, _, _ = model(torch.from_numpy(ids), torch.from_numpy(positions), additive(visible))
    flat = [i * length + node for i, wanted in enumerate(nodes) for node in wanted]
    return states.flatten(0, 1)[flat].float()


def choose(model, state, candidates) -> int:
    return candidates[int((model.embedding[candidates].float() @ state).argmax())]


@torch.no_grad()
def decode(model, tokenizer, texts, label_sets, labels=tuple(template.DEFAULT_LABELS), free=False):
    """Per text: label -> list of mention texts in the model's order."""
    documents = [tokenizer.encode(text) for text in texts]
    trees = [document_tree(tokenizer, document) for document in documents]
    asked = [[(labels.index(label), tree.add(tokenizer.label_ids[labels.index(label)], tree.prefix - 1))
              for label in wanted] for tree, wanted in zip(trees, label_sets)]
    states = iter(states_at(model, trees, [[node for _, node in nodes] for nodes in asked]))
    mentions = []
    for document, tree, nodes in zip(documents, trees, asked):
        mine = []
        for label, node in nodes:
            count = tokenizer.count_ids.index(choose(model, next(states), tokenizer.count_ids))
            if count:
                announced = tree.add(tokenizer.count_ids[count], node)
                for k in range(count):
                    walk = FreeWalk(tokenizer) if free else Walk(document, tokenizer.eos)
                    mine.append(Mention(label, tree.add(tokenizer.mention_ids[k], announced), walk))
        mentions.append(mine)
    open_mentions = [list(mine) for mine in mentions]
    while any(open_mentions):
        for i, tree in enumerate(trees):
            open_mentions[i] = [m for m in open_mentions[i] if _forced(m, tree, texts[i], tokenizer)]
        active = [i for i, mine in enumerate(open_mentions) if mine]
        if not active:
            break
        states = iter(states_at(model, [trees[i] for i in active],
                                [[m.node for m in open_mentions[i]] for i in active]))
        for i in active:
            open_mentions[i] = [m for m in open_mentions[i]
                                if _take(m, choose(model, next(states), m.walk.candidates()),
                                         trees[i], texts[i], tokenizer)]
    return [{label: [m.text for m in mine if m.label == labels.index(label) and m.text is not None]
             for label in wanted} for mine, wanted in zip(mentions, label_sets)]


def _take(mention, token, tree, text, tokenizer) -> bool:
    """Goes one token on; false when the mention has ended."""
    if token == tokenizer.eos:
        mention.text = mention.walk.text(text, mention.length)
        return False
    mention.walk.step(token)
    mention.length += 1
    mention.node = tree.add(token, mention.node)
    return mention.length < LONGEST_MENTION


def _forced(mention, tree, text, tokenizer) -> bool:
    """Takes tokens while there is only one choice; true when the model has to choose."""
    while True:
        candidates = mention.walk.candidates()
        if len(candidates) > 1:
            return True
        if not candidates or not _take(mention, candidates[0], tree, text, tokenizer):
            return False

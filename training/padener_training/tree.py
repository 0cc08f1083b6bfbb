"""A document with all its branches as one tree: the text once, every label and mention behind it.

A branch sees the document, its own ancestors and nothing else, and counts positions along its own path,
so each row equals the same row of the one-example-per-line form (tests prove it).
"""

from dataclasses import dataclass, field

import numpy

from . import template
from .candidates import Walk, token_range


@dataclass
class Row:
    """A supervised row: the node whose next token is asked, the choices, the right one."""

    node: int
    candidates: list
    target: int
    kind: str  # count, start or next
    pointer: int = -1  # for a start: the document node of the mention's first token


@dataclass
class Tree:
    ids: list
    positions: list
    parents: list  # branch nodes only: the node before; document nodes follow each other
    prefix: int  # number of document tokens with <s>
    rows: list = field(default_factory=list)
    tags: numpy.ndarray = None  # [prefix, labels]: 0 outside, 1 begins, 2 inside, -1 not annotated
    counts: numpy.ndarray = None  # [prefix, 2, labels]: mentions begun and ended so far, -1 not annotated
    unreachable: int = 0

    def add(self, token: int, parent: int) -> int:
        self.ids.append(token)
        self.positions.append(self.positions[parent] + 1)
        self.parents.append(parent)
        return len(self.ids) - 1

    def mask(self) -> numpy.ndarray:
        """visible[i, j]: may node i look at node j?"""
        size = len(self.ids)
        visible = numpy.zeros((size, size), dtype=bool)
        visible[:self.prefix, :self.prefix] = numpy.tri(self.prefix, dtype=bool)
        for node in range(self.prefix, size):
            visible[node] = visible[self.parents[node]]
            visible[node, node] = True
        return visible


def reachable_mentions(document, record, unreachable=None) -> dict:
    """Per annotated label its mentions as token ranges, in text order."""
    mentions = {label: [] for label in record.labels}
    for label, start, end in record.entities:
        found = token_range(document, start, end)
        if found is not None:
            mentions[label].append(found)
        elif unreachable is not None:
            unreachable.append((record, label, start, end))
    return mentions


def document_tree(tokenizer, document) -> Tree:
    ids = [tokenizer.bos] + document.ids
    return Tree(ids, list(range(len(ids))), [None] + list(range(len(document.ids))), len(ids))


def build(tokenizer, record, labels=tuple(template.DEFAULT_LABELS), vocabulary_wide=False) -> Tree:
    """The training tree. `vocabulary_wide` (free decoding) keeps every row, whatever the choices."""
    document = tokenizer.encode(record.text)
    tree = document_tree(tokenizer, document)
    lost = []
    mentions = reachable_mentions(document, record, lost)
    tree.unreachable = len(lost)
    tree.tags, tree.counts = _hints(tree.prefix, mentions, labels)
    for index, label in enumerate(labels):
        if label not in mentions or len(mentions[label]) > template.MAX_COUNT:
            continue
        asked = tree.add(tokenizer.label_ids[index], tree.prefix - 1)
        count = tokenizer.count_ids[len(mentions[label])]
        tree.rows.append(Row(asked, tokenizer.count_ids, count, "count"))
        if mentions[label]:
            announced = tree.add(count, asked)
            for k, (first, last) in enumerate(mentions[label]):
                _mention(tree, tokenizer, document, announced, k, (first, last), vocabulary_wide)
    return tree


def _mention(tree, tokenizer, document, announced, k, place, vocabulary_wide):
    first, last = place
    tokens = document.ids[first:last + 1]
    walk = Walk(document, tokenizer.eos)
    node = tree.add(tokenizer.mention_ids[k], announced)
    last_useful = node
    for number, token in enumerate(tokens + [tokenizer.eos]):
        choices = walk.candidates()
        if len(choices) > 1 or vocabulary_wide:
            tree.rows.append(Row(node, choices, token, "next") if number
                             else Row(node, choices, token, "start", first + 1))
            last_useful = node
        if token == tokenizer.eos:
            break
        walk.step(token)
        node = tree.add(token, node)
    # Nodes after the last row with a choice teach nothing: drop them.
    for part in (tree.ids, tree.positions, tree.parents):
        del part[last_useful + 1:]


def _hints(prefix, mentions, labels):
    """Per document token and label: begin / inside / outside, and how many mentions began and ended so far."""
    tags = numpy.full((prefix, len(labels)), -1, dtype=numpy.int64)
    counts = numpy.full((prefix, 2, len(labels)), -1, dtype=numpy.int64)
    for column, label in enumerate(labels):
        if label not in mentions:
            continue
        tags[:, column] = 0
        changes = numpy.zeros((prefix, 2), dtype=numpy.int64)
        for first, last in mentions[label]:
            tags[first + 2:last + 2, column] = 2
        for first, last in mentions[label]:
            tags[first + 1, column] = 1
            changes[first + 1, 0] += 1
            changes[last + 1, 1] += 1
        counts[:, :, column] = changes.cumsum(0)
    return tags, counts

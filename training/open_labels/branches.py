"""A document with all its labels and mentions as one tree: the text once, every question behind it.

A branch sees the document, its own ancestors and nothing else, and counts positions along its own path, so each row
equals the same row of the one-example-per-line form.
"""

from dataclasses import dataclass, field

import numpy

from padener_training.candidates import Walk, token_range

from . import template


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
    prefix: int  # document nodes, the beginning included
    positions: list
    above: list  # per branch node: the branch nodes of its path, itself last
    rows: list = field(default_factory=list)
    labels: list = field(default_factory=list)  # node of each label's `<|count|>`, and the tags of the document nodes
    unreachable: int = 0

    def add(self, token: int, parent: int) -> int:
        """`parent` is a branch node, or the last document node."""
        node = len(self.ids)
        self.ids.append(token)
        self.positions.append(self.positions[parent] + 1)
        self.above.append((self.above[parent - self.prefix] if parent >= self.prefix else []) + [node])
        return node

    def ask(self, tokenizer, words_ids) -> int:
        """A label's branch; the node where its count is asked."""
        node = self.add(tokenizer.label, self.prefix - 1)
        for token in words_ids:
            node = self.add(token, node)
        return self.add(tokenizer.count, node)

    def cut(self, size: int):
        del self.ids[size:], self.positions[size:], self.above[size - self.prefix:]


def document_tree(tokenizer, document) -> Tree:
    ids = [tokenizer.bos] + document.ids
    return Tree(ids, len(ids), list(range(len(ids))), [])


def reachable(document, entities, label):
    """The label's mentions as token ranges in text order, and how many no walk can reach."""
    found = [token_range(document, start, end) for kind, start, end in entities if kind == label]
    ranges = sorted({place for place in found if place})
    return ranges, sum(place is None for place in found)


def build(tokenizer, record, asked) -> Tree:
    """The training tree. `asked` are pairs of a label of the record and the words to ask it by."""
    document = tokenizer.encode(record.text)
    tree = document_tree(tokenizer, document)
    for label, words in asked:
        mentions, lost = reachable(document, record.entities, label)
        tree.unreachable += lost
        words_ids = tokenizer.label_words(words)
        if len(mentions) > template.MAX_COUNT or not 0 < len(words_ids) <= template.LONGEST_LABEL:
            continue
        question = tree.ask(tokenizer, words_ids)
        tree.rows.append(Row(question, tokenizer.count_ids, tokenizer.count_ids[len(mentions)], "count"))
        tree.labels.append((question, _tags(tree.prefix, mentions)))
        if mentions:
            announced = tree.add(tokenizer.count_ids[len(mentions)], question)
            for k, place in enumerate(mentions):
                _mention(tree, tokenizer, document, announced, k, place)
    return tree


def _mention(tree, tokenizer, document, announced, k, place):
    first, last = place
    walk = Walk(document, tokenizer.eos)
    node = tree.add(tokenizer.mention_ids[k], announced)
    useful = node
    for number, token in enumerate(document.ids[first:last + 1] + [tokenizer.eos]):
        choices = walk.candidates()
        if len(choices) > 1:
            tree.rows.append(Row(node, choices, token, "next") if number else Row(node, choices, token, "start", first + 1))
            useful = node
        if token == tokenizer.eos:
            break
        walk.step(token)
        node = tree.add(token, node)
    tree.cut(useful + 1)  # what comes after the last row with a choice teaches nothing


def _tags(prefix, mentions):
    """Per document node: 0 outside, 1 a mention begins, 2 it goes on."""
    tags = numpy.zeros(prefix, dtype=numpy.int64)
    for first, last in mentions:
        tags[first + 2:last + 2] = 2
    for first, _ in mentions:
        tags[first + 1] = 1
    return tags

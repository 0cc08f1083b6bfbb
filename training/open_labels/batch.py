"""Trees side by side in one batch, without padding."""

from dataclasses import dataclass

import numpy
import torch

from .forest import Forest
from .model import AHEAD

HIDDEN = -1e4


@dataclass
class Batch:
    """Tokens are numbered within the batch: `used` has their ids, so that only their embeddings are touched."""

    used: torch.Tensor
    ids: torch.Tensor  # [nodes], into `used`
    positions: torch.Tensor
    forest: Forest
    rows: torch.Tensor  # node of each supervised row
    row_positions: torch.Tensor
    row_forest: Forest
    vocabulary: torch.Tensor  # into `used`: tokens that are a candidate anywhere in the batch
    choices: torch.Tensor  # [rows, vocabulary], added to the logits
    targets: torch.Tensor  # into `vocabulary`
    some: torch.Tensor  # [rows], whether the row's answer is a count above zero
    kinds: numpy.ndarray
    label_nodes: torch.Tensor  # node of each label's `<|count|>`
    pairs: torch.Tensor  # [pairs, 2]: document node, number of the label in `label_nodes`
    tags: torch.Tensor  # [pairs, AHEAD]: of the node and of those before it, -1 where there is none
    starts: torch.Tensor  # [starts, 3]: node of the row, first document node of its tree, node of the mention's first token
    starts_prefix: torch.Tensor  # [starts]: document nodes of the tree
    documents: int

    @property
    def tokens(self) -> int:
        return len(self.ids)

    def to(self, device) -> "Batch":
        for name, value in vars(self).items():
            if isinstance(value, torch.Tensor):
                setattr(self, name, value.to(device))
        return self


def forest_of(trees) -> Forest:
    group, document, count, list_start, listed = [0], [], [], [0], []
    for tree in trees:
        base, size = group[-1], len(tree.ids)
        document += [base] * size
        count += list(range(1, tree.prefix + 1)) + [tree.prefix] * (size - tree.prefix)
        list_start += [list_start[-1]] * tree.prefix
        for path in tree.above:
            listed += [base + node for node in path]
            list_start.append(len(listed))
        group.append(base + size)
    return Forest(group, group, document, count, list_start, listed)


def collate(trees, zero: int) -> Batch:
    """`zero` is the token of the count 0."""
    bases = numpy.cumsum([0] + [len(tree.ids) for tree in trees])
    ids = numpy.concatenate([tree.ids for tree in trees])
    positions = numpy.concatenate([tree.positions for tree in trees]).astype(numpy.int32)
    rows = [(base + row.node, row) for base, tree in zip(bases, trees) for row in tree.rows]
    rows.sort(key=lambda pair: pair[0])
    nodes = numpy.array([node for node, _ in rows])
    candidates = numpy.unique(numpy.concatenate([row.candidates for _, row in rows]))
    used, places = numpy.unique(numpy.concatenate([ids, candidates]), return_inverse=True)
    lookup = {token: number for number, token in enumerate(candidates.tolist())}
    choices = numpy.full((len(rows), len(candidates)), HIDDEN, dtype=numpy.float32)
    for number, (_, row) in enumerate(rows):
        choices[number, [lookup[token] for token in row.candidates]] = 0
    forest = forest_of(trees)
    starts = [(node, base, base + row.pointer, tree.prefix) for base, tree in zip(bases, trees)
              for row in tree.rows if row.pointer >= 0 for node in [base + row.node]]
    label_nodes, pairs, tags = _tags(trees, bases)
    return Batch(
        torch.from_numpy(used), torch.from_numpy(places[:len(ids)]), torch.from_numpy(positions), forest, torch.from_numpy(nodes),
        torch.from_numpy(positions[nodes]), forest.only(nodes), torch.from_numpy(places[len(ids):]), torch.from_numpy(choices),
        torch.tensor([lookup[row.target] for _, row in rows]),
        torch.tensor([row.kind == "count" and row.target != zero for _, row in rows]),
        numpy.array([row.kind for _, row in rows]), label_nodes, pairs, tags,
        torch.tensor([start[:3] for start in starts]).view(-1, 3), torch.tensor([start[3] for start in starts], dtype=torch.long),
        len(trees))


def _tags(trees, bases):
    label_nodes, pairs, tags = [], [], []
    for base, tree in zip(bases, trees):
        for question, tagged in tree.labels:
            number = len(label_nodes)
            label_nodes.append(base + question)
            pairs.append(numpy.stack([base + numpy.arange(1, tree.prefix), numpy.full(tree.prefix - 1, number)], 1))
            before = [numpy.concatenate([numpy.full(back, -1), tagged[1:len(tagged) - back]])[:tree.prefix - 1] for back in range(AHEAD)]
            tags.append(numpy.stack(before, 1))
    return (torch.tensor(label_nodes, dtype=torch.long), torch.from_numpy(numpy.concatenate(pairs)),
            torch.from_numpy(numpy.concatenate(tags)))

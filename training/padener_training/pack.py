"""Several trees side by side in one sequence, several sequences in a batch."""

from dataclasses import dataclass

import numpy
import torch

HIDDEN = -1e4  # added to a score that must not be seen; large, yet a number in bf16
MOST_COUNTED = 15


@dataclass
class Batch:
    ids: torch.Tensor  # [sequences, length]
    positions: torch.Tensor
    mask: torch.Tensor  # [sequences, 1, length, length], added to the scores
    rows: torch.Tensor  # flat node of each supervised row
    vocabulary: torch.Tensor  # tokens that are a candidate anywhere in the batch
    choices: torch.Tensor  # [rows, vocabulary], added to the logits
    targets: torch.Tensor  # index into `vocabulary`
    kinds: numpy.ndarray
    hint_nodes: torch.Tensor  # flat node of each document token after the first
    tags: torch.Tensor  # [hint nodes, 3, labels]: of this token and of the two before
    counts: torch.Tensor  # [hint nodes, 2, labels]: begun and ended, up to the one before
    pointing: torch.Tensor  # [starts, 4]: sequence, node of the row, node after the first token, node of the first token
    tokens: int
    documents: int


class Packer:
    """Puts trees into sequences of a few fixed lengths; gives a batch when enough are full."""

    def __init__(self, tokenizer, tokens_per_step: int, lengths=(160, 448, 1024), open_sequences: int = 12):
        self.lookup = numpy.full(tokenizer.size, -1, dtype=numpy.int64)
        self.tokens_per_step, self.lengths, self.open_sequences = tokens_per_step, lengths, open_sequences
        self.open = {length: [] for length in lengths}
        self.full = {length: [] for length in lengths}
        self.too_long = 0

    def add(self, tree):
        """A batch when one is ready, else None. Trees longer than the longest sequence are left out."""
        size = len(tree.ids)
        length = next((n for n in self.lengths if size <= n), None)
        if length is None:
            self.too_long += 1
            return None
        bins = self.open[length]
        room = [b for b in bins if b[0] + size <= length]
        if room:
            best = max(room, key=lambda b: b[0])
            best[0] += size
            best[1].append(tree)
            return None
        bins.append([size, [tree]])
        if len(bins) <= self.open_sequences:
            return None
        fullest = max(bins, key=lambda b: b[0])
        bins.remove(fullest)
        self.full[length].append(fullest[1])
        if len(self.full[length]) * length < self.tokens_per_step:
            return None
        sequences, self.full[length] = self.full[length], []
        return self.batch(sequences, length)

    def batch(self, sequences, length) -> Batch:
        ids = numpy.zeros((len(sequences), length), dtype=numpy.int64)
        positions = numpy.zeros_like(ids)
        visible = numpy.zeros((len(sequences), length, length), dtype=bool)
        visible[:, numpy.arange(length), numpy.arange(length)] = True
        rows, nodes, tags, counts, pointing = [], [], [], [], []
        for s, trees in enumerate(sequences):
            at = 0
            for tree in trees:
                end = at + len(tree.ids)
                ids[s, at:end], positions[s, at:end] = tree.ids, tree.positions
                visible[s, at:end, at:end] = tree.mask()
                base = s * length + at
                rows += [(base + row.node, row) for row in tree.rows]
                pointing += [(s, at + row.node, at + min(row.pointer + 1, tree.prefix - 1), at + row.pointer)
                             for row in tree.rows if row.pointer >= 0]
                if tree.tags is not None:
                    nodes.append(numpy.arange(base + 1, base + tree.prefix))
                    two_before = numpy.concatenate([tree.tags[:1], tree.tags[:-2]])
                    tags.append(numpy.stack([tree.tags[1:], tree.tags[:-1], two_before], axis=1))
                    counts.append(tree.counts[:-1])
                at = end
        used = sorted({token for _, row in rows for token in row.candidates})
        self.lookup[used] = numpy.arange(len(used))
        choices = numpy.full((len(rows), len(used)), HIDDEN, dtype=numpy.float32)
        for r, (_, row) in enumerate(rows):
            choices[r, self.lookup[row.candidates]] = 0
        return Batch(
            torch.from_numpy(ids),
            torch.from_numpy(positions),
            additive(visible),
            torch.tensor([node for node, _ in rows], dtype=torch.long),
            torch.tensor(used, dtype=torch.long),
            torch.from_numpy(choices),
            torch.from_numpy(self.lookup[[row.target for _, row in rows]]) if rows else torch.zeros(0).long(),
            numpy.array([row.kind for _, row in rows]),
            _joined(nodes),
            _joined(tags),
            _joined(counts).clamp(max=MOST_COUNTED),
            torch.tensor(pointing, dtype=torch.long),
            sum(len(tree.ids) for trees in sequences for tree in trees),
            sum(len(trees) for trees in sequences),
        )


def additive(visible: numpy.ndarray) -> torch.Tensor:
    mask = torch.zeros(visible.shape, dtype=torch.float32)
    return mask.masked_fill_(torch.from_numpy(~visible), HIDDEN).unsqueeze(1)


def _joined(arrays):
    return torch.from_numpy(numpy.concatenate(arrays)) if arrays else torch.zeros(0, dtype=torch.long)

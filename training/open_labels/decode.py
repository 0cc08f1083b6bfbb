"""Decodes many documents as the daemon does, greedily: counts, then all mentions at once, each a walk over its document's tokens."""

from collections import namedtuple

import torch

from padener_training.candidates import Walk

from .batch import forest_of
from .branches import document_tree
from .forest import Forest
from .operators import norm

LONGEST_MENTION = 48
Node = namedtuple("Node", "document path")  # index of the document; numbers of the branch nodes above, itself last


class Kept:
    """Turned keys, and values, of all nodes so far, of one layer."""

    def __init__(self):
        self.keys = self.values = None

    def add(self, keys, values):
        self.keys = keys if self.keys is None else torch.cat([self.keys, keys])
        self.values = values if self.values is None else torch.cat([self.values, values])


class Mention:
    def __init__(self, label, path, walk):
        self.label, self.path, self.walk, self.length, self.text = label, path, walk, 0, None


class Decoder:
    def __init__(self, model, tokenizer, texts, asked):
        self.model, self.tokenizer, self.texts = model, tokenizer, texts
        self.documents = [tokenizer.encode(text) for text in texts]
        self.trees = [document_tree(tokenizer, document) for document in self.documents]
        self.questions = [[tree.ask(tokenizer, tokenizer.label_words(words)) for _, words in wanted]
                          for tree, wanted in zip(self.trees, asked)]
        self.asked, self.kept, self.nodes = asked, [Kept() for _ in model.layers], 0
        self.bases = []
        for tree in self.trees:
            self.bases.append(self.nodes)
            self.nodes += len(tree.ids)

    def _states(self, ids, positions, forest, wanted):
        model = self.model
        device = model.embedding.device
        positions = torch.tensor(positions, dtype=torch.int32)
        x = model.embedding[torch.tensor(ids, device=device)]
        for layer, kept in zip(model.layers, self.kept):
            x = layer.extended(x, positions, forest, model.rotation, kept)
        return norm(x[torch.tensor(wanted, dtype=torch.long, device=device)].contiguous(), model.norm, model.shape.epsilon).float()

    def _choose(self, state, candidates) -> int:
        return candidates[int((self.model.embedding[candidates].float() @ state).argmax())]

    def counts(self):
        """Per document, per label: how many mentions, and the path that leads to them."""
        trees = self.trees
        wanted = [base + node for base, nodes in zip(self.bases, self.questions) for node in nodes]
        states = iter(self._states([i for t in trees for i in t.ids], [p for t in trees for p in t.positions], forest_of(trees), wanted))
        found = []
        for base, tree, nodes in zip(self.bases, trees, self.questions):
            found.append([(self.tokenizer.count_ids.index(self._choose(next(states), self.tokenizer.count_ids)),
                           [base + n for n in tree.above[node - tree.prefix]]) for node in nodes])
        return found

    def extend(self, new):
        """`new`: pairs of a token and its Node, documents in order. Gives the states of all of them."""
        group, rows = [], []
        for number, (_, node) in enumerate(new):
            if not rows or rows[-1][1].document != node.document:
                group.append(number)
            rows.append((number, node))
        listed = [node.path for _, node in new]
        starts = [0]
        for path in listed:
            starts.append(starts[-1] + len(path))
        prefix = [self.trees[node.document].prefix for _, node in new]
        forest = Forest(group + [len(new)], group + [len(new)], [self.bases[node.document] for _, node in new], prefix, starts,
                        [n for path in listed for n in path])
        return self._states([token for token, _ in new], [p + len(path) - 1 for p, path in zip(prefix, listed)], forest,
                            list(range(len(new))))

    def number(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def run(self):
        """Per document: label -> the texts of its mentions, in the model's order."""
        tokenizer, mentions = self.tokenizer, []
        pending = []  # tokens to compute, documents in order
        for index, labels in enumerate(self.counts()):
            mine = []
            for (label, _), (count, path) in zip(self.asked[index], labels):
                if count:
                    announced = path + [self.number()]
                    pending.append((tokenizer.count_ids[count], Node(index, announced), None))
                for k in range(count):
                    mention = Mention(label, announced + [self.number()], Walk(self.documents[index], tokenizer.eos))
                    pending.append((tokenizer.mention_ids[k], Node(index, mention.path), mention))
                    mine.append(mention)
            mentions.append(mine)
        while pending:
            states = self.extend([(token, node) for token, node, _ in pending])
            last = {mention: (node.document, row) for row, (_, node, mention) in enumerate(pending) if mention}
            pending = []
            for mention, (index, row) in last.items():
                pending += self._go_on(mention, index, states[row])
        return [{label: [m.text for m in mine if m.label == label and m.text is not None] for label, _ in wanted}
                for mine, wanted in zip(mentions, self.asked)]

    def _go_on(self, mention, index, state):
        """Takes the model's choice and what follows without one. The tokens to compute, the last of which has a choice after it."""
        taken, candidates = [], mention.walk.candidates()
        token = self._choose(state, candidates) if candidates else None
        while token is not None and token != self.tokenizer.eos:
            mention.walk.step(token)
            mention.length += 1
            taken.append(token)
            candidates = mention.walk.candidates()
            if len(candidates) > 1:
                return [self._node(mention, index, token) for token in taken] if mention.length < LONGEST_MENTION else []
            token = candidates[0] if candidates else None
        if token is not None:
            mention.text = mention.walk.text(self.texts[index], mention.length)
        return []

    def _node(self, mention, index, token):
        mention.path = mention.path + [self.number()]
        return token, Node(index, mention.path), mention


@torch.no_grad()
def decode(model, tokenizer, texts, asked):
    """`asked`: per text pairs of a label and the words to ask it by."""
    return Decoder(model, tokenizer, texts, asked).run()

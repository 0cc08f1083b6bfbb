import unittest

import numpy
import torch

from padener_training import loss, pack, tree
from padener_training.candidates import Walk

from . import samples


def packed_batch(trees, length=256):
    packer = pack.Packer(samples.tokenizer(), 1, (length,))
    return packer.batch([trees], length)


def lines_of(built):
    """The one-example-per-line form: for each supervised row the path of tokens that leads to it."""
    for row in built.rows:
        path, node = [], row.node
        while node is not None:
            path.append(built.ids[node])
            node = built.parents[node]
        yield path[::-1], row


class TreeEqualsLines(unittest.TestCase):
    def test_losses_and_gradients_are_those_of_the_single_lines(self):
        model, tokenizer = samples.model(), samples.tokenizer()
        trees = [tree.build(tokenizer, record) for record in samples.records()]
        batch = packed_batch(trees, 512)
        losses, _ = loss.verbatim(model, batch, model(batch.ids, batch.positions, batch.mask)[0])
        losses.sum().backward()
        from_tree = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
        model.zero_grad(set_to_none=True)

        single = []
        for built in trees:
            for path, row in lines_of(built):
                mask = pack.additive(numpy.tri(len(path), dtype=bool)[None])
                states, _, _ = model(torch.tensor([path]), torch.arange(len(path))[None], mask)
                logits = model.embedding[row.candidates] @ states[0, -1]
                one = torch.nn.functional.cross_entropy(logits[None], torch.tensor([row.candidates.index(row.target)]))
                one.backward()
                single.append(one.item())

        self.assertEqual(len(single), len(losses))
        self.assertLess((losses.detach() - torch.tensor(single)).abs().max().item(), 1e-4)
        self.assertGreater(len(from_tree), 10)
        for name, gradient in from_tree.items():
            other = dict(model.named_parameters())[name].grad
            self.assertLess((gradient - other).abs().max().item(), 1e-4 * max(1.0, other.abs().max().item()), name)

    def test_a_branch_sees_its_document_and_its_own_ancestors_only(self):
        built = tree.build(samples.tokenizer(), samples.records()[0])
        visible = built.mask()
        for path_node in range(built.prefix, len(built.ids)):
            seen, node = set(range(built.prefix)), path_node
            while node >= built.prefix:
                seen.add(node)
                node = built.parents[node]
            self.assertEqual(set(numpy.flatnonzero(visible[path_node])), seen)
            self.assertEqual(built.positions[path_node], len(seen) - 1)


class RowsAreTheTemplates(unittest.TestCase):
    def test_a_label_that_the_source_does_not_annotate_is_never_asked(self):
        tokenizer = samples.tokenizer()
        built = tree.build(tokenizer, samples.records()[2])
        self.assertNotIn(tokenizer.label_ids[1], built.ids)
        self.assertTrue((built.tags[:, 1] == -1).all())

    def test_counts_are_those_of_the_annotation(self):
        tokenizer = samples.tokenizer()
        built = tree.build(tokenizer, samples.records()[0])
        counts = [tokenizer.count_ids.index(row.target) for row in built.rows if row.kind == "count"]
        self.assertEqual(counts, [1, 1, 2, 0])

    def test_every_target_is_a_candidate(self):
        for record in samples.records():
            for row in tree.build(samples.tokenizer(), record).rows:
                self.assertIn(row.target, row.candidates)
                self.assertGreater(len(row.candidates), 1)

    def test_the_hints_count_the_mentions_begun(self):
        built = tree.build(samples.tokenizer(), samples.records()[2])
        self.assertEqual(built.counts[-1].tolist(), [[1, -1, 3, -1]] * 2)
        self.assertEqual(int((built.tags[:, 2] == 1).sum()), 3)

    def test_a_walk_along_a_mention_reaches_its_end(self):
        tokenizer = samples.tokenizer()
        for record in samples.records():
            document = tokenizer.encode(record.text)
            for label, start, end in record.entities:
                first, last = tree.token_range(document, start, end)
                walk = Walk(document, tokenizer.eos)
                for token in document.ids[first:last + 1]:
                    self.assertIn(token, walk.candidates())
                    walk.step(token)
                self.assertIn(tokenizer.eos, walk.candidates())


if __name__ == "__main__":
    unittest.main()

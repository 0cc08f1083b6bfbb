import unittest

import numpy
import torch

from open_labels import branches, loss
from open_labels.batch import collate
from open_labels.decode import Decoder, decode
from open_labels.forest import Forest
from padener_training.candidates import Walk

from . import open_samples


def built(record):
    return branches.build(open_samples.tokenizer(), record, [(label, label) for label in record.labels])


def parents(tree, node):
    """The path of tokens that leads to a node: the one-example-per-line form."""
    if node < tree.prefix:
        return tree.ids[:node + 1]
    return tree.ids[:tree.prefix] + [tree.ids[n] for n in tree.above[node - tree.prefix]]


def line(model, path):
    """The final state after a plain sequence of tokens."""
    size = len(path)
    forest = Forest([0, size], [0, size], [0] * size, range(1, size + 1), [0] * (size + 1), [])
    last = forest.only(numpy.array([size - 1]))
    x = model.embedding[torch.tensor(path)]
    positions = torch.arange(size, dtype=torch.int32)
    return model(x, positions, forest, torch.tensor([size - 1]), positions[-1:], last)[0][0]


class TreeEqualsLines(unittest.TestCase):
    def test_losses_and_gradients_are_those_of_the_single_lines(self):
        model, tokenizer = open_samples.model(), open_samples.tokenizer()
        trees = [built(record) for record in open_samples.records()]
        batch = collate(trees, tokenizer.count_ids[0])
        words = model.embedding[batch.used]
        states, _, _ = model(words[batch.ids], batch.positions, batch.forest, batch.rows, batch.row_positions, batch.row_forest)
        losses, _ = loss.verbatim(states, words, batch)
        losses.sum().backward()
        from_tree = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
        model.zero_grad(set_to_none=True)

        single = []
        for tree in trees:
            for row in sorted(tree.rows, key=lambda row: row.node):
                logits = model.embedding[row.candidates] @ line(model, parents(tree, row.node))
                one = torch.nn.functional.cross_entropy(logits[None], torch.tensor([row.candidates.index(row.target)]))
                one.backward()
                single.append(one.item())
        self.assertGreater(len(single), 40)
        self.assertLess((losses.detach() - torch.tensor(single)).abs().max().item(), 1e-4)
        self.assertGreater(len(from_tree), 15)
        for name, gradient in from_tree.items():
            other = dict(model.named_parameters())[name].grad
            self.assertLess((gradient - other).abs().max().item(), 1e-4 * max(1.0, other.abs().max().item()), name)

    def test_a_batch_has_no_padding(self):
        trees = [built(record) for record in open_samples.records()]
        self.assertEqual(collate(trees, 0).tokens, sum(len(tree.ids) for tree in trees))


class RowsAreTheTemplates(unittest.TestCase):
    def test_a_labels_branch_is_its_tag_its_words_after_a_blank_and_the_count_tag(self):
        tokenizer, tree = open_samples.tokenizer(), built(open_samples.records()[0])
        self.assertEqual(tree.ids[0], tokenizer.bos)
        paths = [parents(tree, row.node)[tree.prefix:] for row in tree.rows if row.kind == "count"]
        self.assertEqual(paths[1], [tokenizer.label, *tokenizer.tokenize(" big company"), tokenizer.count])
        counts = [tokenizer.count_ids.index(row.target) for row in tree.rows if row.kind == "count"]
        self.assertEqual(counts, [1, 1, 2, 0])

    def test_a_mention_is_asked_by_its_number_and_is_the_documents_own_tokens(self):
        tokenizer, record = open_samples.tokenizer(), open_samples.records()[0]
        tree, document = built(record), tokenizer.encode(record.text)
        asked = [row for row in tree.rows if row.kind == "start"]
        self.assertEqual([tree.ids[row.node] for row in asked], [tokenizer.mention_ids[k] for k in (0, 0, 0, 1)])
        for row in asked:
            self.assertEqual(tree.ids[row.pointer], row.target)
            self.assertEqual(row.target, document.ids[row.pointer - 1])

    def test_every_target_is_a_candidate_and_there_is_a_choice(self):
        for record in open_samples.records():
            for row in built(record).rows:
                self.assertIn(row.target, row.candidates)
                self.assertGreater(len(row.candidates), 1)

    def test_the_tag_hint_marks_beginnings_and_what_follows(self):
        record = open_samples.records()[2]
        tree, document = built(record), open_samples.tokenizer().encode(record.text)
        _, tags = tree.labels[1]
        ranges, _ = branches.reachable(document, record.entities, "place")
        self.assertEqual([node for node, tag in enumerate(tags) if tag == 1], [first + 1 for first, _ in ranges])
        self.assertEqual(int((tags == 2).sum()), sum(last - first for first, last in ranges))


class Decoding(unittest.TestCase):
    def slowly(self, model, text, asked):
        """The reference: each prompt alone, token by token, nothing kept."""
        tokenizer = open_samples.tokenizer()
        document = tokenizer.encode(text)
        best = lambda path, candidates: candidates[int((model.embedding[candidates] @ line(model, path)).argmax())]
        found = {}
        for label, words in asked:
            question = [tokenizer.bos, *document.ids, tokenizer.label, *tokenizer.label_words(words), tokenizer.count]
            count = best(question, tokenizer.count_ids)
            found[label] = []
            for k in range(tokenizer.count_ids.index(count)):
                path, walk, length = question + [count, tokenizer.mention_ids[k]], Walk(document, tokenizer.eos), 0
                while (candidates := walk.candidates()) and length < 48:
                    token = best(path, candidates)
                    if token == tokenizer.eos:
                        found[label].append(walk.text(text, length))
                        break
                    walk.step(token)
                    path, length = path + [token], length + 1
        return found

    def test_decoding_side_by_side_equals_each_prompt_alone(self):
        model, tokenizer = open_samples.model(), open_samples.tokenizer()
        texts = [record.text for record in open_samples.records()]
        asked = [[(label, label) for label in record.labels] for record in open_samples.records()]
        with torch.no_grad():
            found = decode(model, tokenizer, texts, asked)
            self.assertEqual(found, [self.slowly(model, text, labels) for text, labels in zip(texts, asked)])
        self.assertGreater(sum(len(mentions) for labels in found for mentions in labels.values()), 20)

    def test_an_empty_text_has_no_mentions(self):
        found = decode(open_samples.model(), open_samples.tokenizer(), ["", " \n"], [[("place", "place")]] * 2)
        self.assertEqual(found, [{"place": []}] * 2)


if __name__ == "__main__":
    unittest.main()

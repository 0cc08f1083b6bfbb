import unittest

import torch

from padener_training.decode import decode
from padener_training.evaluate import Score
from padener_training.optimizer import Optimizer
from padener_training import loss, pack, tree

from . import samples


def learned(objective, records, tokenizer, **form):
    """A model that saw the records until it knew them."""
    model = samples.model()
    optimizer = Optimizer(model, torch.float32)
    trees = [tree.build(tokenizer, record, **form) for record in records]
    batch = pack.Packer(tokenizer, 1, (512,)).batch([trees], 512)
    for step in range(60):
        states, middle, pointers = model(batch.ids, batch.positions, batch.mask)
        losses, _ = objective(model, batch, states)
        (losses.mean() + loss.hints(model, batch, middle) + loss.pointing(batch, pointers)).backward()
        optimizer.step(5e-3)
    return model


class Learned(unittest.TestCase):
    def score(self, free, objective, **form):
        tokenizer, records = samples.tokenizer(), samples.records()
        model = learned(objective, records, tokenizer, **form)
        result = Score()
        for record, found in zip(records, decode(model, tokenizer, [r.text for r in records],
                                                 [r.labels for r in records], free=free)):
            result.add(record, found)
        return result.f1

    def test_a_model_that_learned_four_texts_decodes_their_mentions(self):
        self.assertEqual(self.score(False, loss.verbatim), 1.0)

    def test_the_same_with_free_decoding(self):
        self.assertEqual(self.score(True, loss.free, vocabulary_wide=True), 1.0)


class Metric(unittest.TestCase):
    def test_repeats_of_a_mention_count_once(self):
        record = samples.records()[2]
        result = Score()
        result.add(record, {"PER": ["John"], "LOC": ["Paris", "Paris", "Texas"]})
        self.assertEqual((result.right, result.predicted, result.gold), (2, 3, 3))


if __name__ == "__main__":
    unittest.main()

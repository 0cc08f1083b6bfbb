import unittest

import torch

from padener_training.decode import decode
from padener_training.evaluate import Score
from padener_training.optimizer import Optimizer
from padener_training import loss, pack, tree

from . import samples


class Learned(unittest.TestCase):
    def test_a_model_that_learned_four_texts_decodes_their_mentions(self):
        model, tokenizer, records = samples.model(), samples.tokenizer(), samples.records()
        optimizer = Optimizer(model, torch.float32)
        trees = [tree.build(tokenizer, record) for record in records]
        batch = pack.Packer(tokenizer, 1, (512,)).batch([trees], 512)
        for step in range(60):
            states, middle, pointers = model(batch.ids, batch.positions, batch.mask)
            losses, _ = loss.verbatim(model, batch, states)
            (losses.mean() + loss.hints(model, batch, middle) + loss.pointing(batch, pointers)).backward()
            optimizer.step(5e-3)
        result = Score()
        for record, found in zip(records, decode(model, tokenizer, [r.text for r in records],
                                                 [r.labels for r in records])):
            result.add(record, found)
        self.assertEqual(result.f1, 1.0)


class Metric(unittest.TestCase):
    def test_repeats_of_a_mention_count_once(self):
        record = samples.records()[2]
        result = Score()
        result.add(record, {"PER": ["John"], "LOC": ["Paris", "Paris", "Texas"]})
        self.assertEqual((result.right, result.predicted, result.gold), (2, 3, 3))


if __name__ == "__main__":
    unittest.main()

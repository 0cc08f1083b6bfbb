import unittest

import torch

from padener_training import language_model
from padener_training.budget import Budget
from padener_training.optimizer import Optimizer

from . import samples


class NextToken(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(3)
        self.model, self.tokenizer = samples.model(), samples.tokenizer()
        self.source = language_model.PlainText(self.tokenizer, samples.TEXTS, 128, 1, length=32)

    def test_a_batch_holds_each_tokens_successor(self):
        first, second = self.source.next(), self.source.next()
        self.assertEqual(tuple(first.shape), (4, 33))
        self.assertTrue(torch.equal(first[:-1, -1], first[1:, 0]))
        self.assertEqual(int(first[-1, -1]), int(second[0, 0]))
        self.assertIn(self.tokenizer.bos, first)

    def test_with_every_other_token_it_is_the_loss_over_the_vocabulary(self):
        batch = self.source.next()
        states, _, _ = self.model(batch[:, :-1], self.source.positions, self.source.mask)
        targets = batch[:, 1:]
        whole = torch.nn.functional.cross_entropy((states @ self.model.embedding.t()).flatten(0, 1), targets.flatten())
        ours = language_model.next_token(self.model, states, targets, others=10_000)
        self.assertAlmostEqual(float(whole), float(ours), places=4)

    def test_a_sample_stands_for_all_the_others(self):
        batch = self.source.next()
        states, _, _ = self.model(batch[:, :-1], self.source.positions, self.source.mask)
        whole = float(language_model.next_token(self.model, states, batch[:, 1:], others=10_000))
        sampled = [float(language_model.next_token(self.model, states, batch[:, 1:], others=100)) for _ in range(20)]
        self.assertAlmostEqual(sum(sampled) / len(sampled), whole, delta=0.05)

    def test_a_token_sees_only_what_came_before(self):
        batch = self.source.next()[:, :-1]
        changed = batch.clone()
        changed[:, 20:] = self.tokenizer.bos
        before = self.model(batch, self.source.positions, self.source.mask)[0][:, :20]
        after = self.model(changed, self.source.positions, self.source.mask)[0][:, :20]
        self.assertTrue(torch.allclose(before, after, atol=1e-5))

    def test_the_loss_falls(self):
        optimizer, losses = Optimizer(self.model, torch.float32), []
        for _ in range(30):
            loss, tokens = language_model.step_loss(self.model, self.source)
            loss.backward()
            optimizer.step(5e-3)
            losses.append(float(loss.detach()))
        self.assertEqual(tokens, 128)
        self.assertLess(losses[-1], 0.6 * losses[0])


class Budgets(unittest.TestCase):
    def test_language_modelling_comes_first_and_the_task_counts_from_its_end(self):
        budget = Budget(minutes=2, language_model=0.5)
        self.assertTrue(budget.models_language(budget.progress(59, 0)))
        self.assertFalse(budget.models_language(budget.progress(60, 0)))
        self.assertEqual(budget.task_progress(budget.progress(90, 0)), 0.5)

    def test_steps_are_counted_where_steps_are_given(self):
        budget = Budget(steps=200)
        self.assertEqual(budget.progress(1e9, 50), 0.25)
        self.assertEqual(budget.left(10, 50), 30)
        self.assertIn("step 50/200", budget.line(10, 50))

    def test_the_rate_rises_falls_and_ends_low(self):
        budget = Budget(steps=200)
        rates = [budget.rate(budget.progress(0, step), step, 1.0) for step in range(200)]
        self.assertGreater(max(rates), 0.9)
        self.assertLess(rates[0], 0.1)
        self.assertLess(rates[-1], 0.03)


if __name__ == "__main__":
    unittest.main()

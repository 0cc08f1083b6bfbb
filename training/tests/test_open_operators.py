import unittest

import torch

from open_labels import branches, native, operators
from open_labels.batch import forest_of
from open_labels.optimizer import ROUNDINGS, Entry, Optimizer, rounded

from . import open_samples

REASON = "no C compiler, so the C operators cannot run here"


def trees():
    tokenizer = open_samples.tokenizer()
    return [branches.build(tokenizer, record, [(label, label) for label in record.labels]) for record in open_samples.records()]


def both(work, *inputs):
    """Outputs and gradients by PyTorch in fp32, and by the C operators in bf16."""
    found = []
    for kind in (torch.float32, torch.bfloat16):
        given = [x.to(torch.bfloat16).to(kind if x.dim() == 2 else torch.float32).requires_grad_() for x in inputs]
        out = work(*[x * 1 for x in given])
        torch.manual_seed(4)
        (out.float() * torch.randn(out.shape)).sum().backward()
        found.append([out.detach().float()] + [x.grad.float() for x in given])
    return zip(*found)


@unittest.skipUnless(native.LIBRARY, REASON)
class NativeEqualsPyTorch(unittest.TestCase):
    def near(self, pairs):
        for wanted, given in pairs:
            self.assertLess((wanted - given).abs().max().item(), 0.012 * wanted.abs().max().item())

    def setUp(self):
        torch.manual_seed(2)
        built = trees()
        self.forest = forest_of(built)
        self.positions = torch.tensor([p for t in built for p in t.positions], dtype=torch.int32)

    def test_norm_and_gate(self):
        self.near(both(lambda x, w: operators.norm(x, w, 1e-5), torch.randn(70, 64), 1 + torch.randn(64) * 0.2))
        self.near(both(operators.gate, torch.randn(70, 192) * 3))

    def test_attention_over_trees_for_a_common_and_another_size_of_head(self):
        for size in (64, 16):
            rotation = operators.Rotation(size, 1e5)
            self.near(both(lambda x: operators.tree_attention(x, self.positions, self.forest, rotation, 6, 2)[0],
                           torch.randn(len(self.forest), 10 * size)))

    def test_the_pointing_head_gives_its_gradient_back(self):
        rotation = operators.Rotation(16, 1e5)
        self.near(both(lambda x: torch.cat(operators.tree_attention(x, self.positions, self.forest, rotation, 6, 2, True), 1),
                       torch.randn(len(self.forest), 160)))

    def test_some_rows_see_what_they_see_among_all(self):
        rows = torch.tensor([0, 3, 20, 40, len(self.forest) - 1])
        rotation, some = operators.Rotation(16, 1e5), self.forest.only(rows.numpy())
        self.near(both(lambda q, kv: operators.rows_attention(q, kv, self.positions[rows], self.positions, some, rotation, 6, 2),
                       torch.randn(len(rows), 96), torch.randn(len(self.forest), 64)))

    def test_products_whose_backward_pass_takes_some_rows(self):
        self.near(both(lambda x, w: operators.product(x, w, 0.3), torch.randn(50, 64) * torch.rand(50, 1), torch.randn(32, 64)))

    def test_adam_and_rounding_do_what_pytorch_does(self):
        for rounding in (0, 4, 8):
            parameter = torch.nn.Parameter(torch.randn(8, 64).bfloat16())
            other = torch.nn.Parameter(parameter.data.clone())
            entries = [Entry("layers.0.down", p, 0.01) for p in (parameter, other)]
            optimizers = [Optimizer.__new__(Optimizer) for _ in entries]
            for step in range(1, 4):
                gradient = torch.randn(8, 64).bfloat16()
                for entry, optimizer, library in zip(entries, optimizers, (native.LIBRARY, None)):
                    optimizer.steps, entry.rounding, entry.parameter.grad = step, rounding, gradient
                    kept, native.LIBRARY = native.LIBRARY, library
                    optimizer._step(entry, 1e-2, 0.5)
                    native.LIBRARY = kept
            self.assertLess((entries[0].master - entries[1].master).abs().max().item(), 1e-5)
            self.assertTrue(torch.equal(parameter.data, rounded(entries[0].master, rounding).bfloat16()))


class SomeRows(unittest.TestCase):
    def test_the_gradient_is_that_of_the_rows_with_the_largest(self):
        x, weight = torch.randn(10, 6, requires_grad=True), torch.randn(4, 6, requires_grad=True)
        gradient = torch.randn(10, 4)
        gradient[[1, 4, 8]] *= 100
        operators.product(x, weight, 0.3).backward(gradient)
        kept = torch.zeros(10, 1)
        kept[[1, 4, 8]] = 1
        self.assertTrue(torch.allclose(weight.grad, (gradient * kept).t() @ x.detach()))
        self.assertTrue(torch.allclose(x.grad, gradient * kept @ weight.detach()))


class Rounding(unittest.TestCase):
    def test_rounded_weights_are_what_the_file_holds(self):
        from padener_training import quantize
        weights = torch.randn(4, 64)
        for kind in ("Q4_0", "Q8_0"):
            once = rounded(weights, ROUNDINGS[kind])
            again = torch.from_numpy(quantize.unpack(quantize.pack(once.numpy(), kind), kind, once.shape).copy())
            self.assertLess((once - again).abs().max().item(), 2e-3 * once.abs().max().item())


if __name__ == "__main__":
    unittest.main()

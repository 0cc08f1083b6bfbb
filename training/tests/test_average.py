import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import torch

from padener_training import average, checkpoint

FIRST = {"a": torch.tensor([0.0, 4.0]), "b": torch.ones(2, 2)}
SECOND = {"a": torch.tensor([1.0, 0.0]), "b": torch.zeros(2, 2)}


def state(weights, steps):
    return {"optimizer": {"steps": steps, "entries": {name: {"master": value.clone()} for name, value in weights.items()}}}


class Averages(unittest.TestCase):
    def test_weights_are_scaled_to_a_whole_and_the_rest_is_the_last_ones(self):
        made = average.averaged([state(FIRST, 1), state(SECOND, 2)], [1, 3])
        found = checkpoint.masters(made)
        self.assertTrue(torch.allclose(found["a"], torch.tensor([0.75, 1.0])))
        self.assertTrue(torch.allclose(found["b"], torch.full((2, 2), 0.25)))
        self.assertEqual(made["optimizer"]["steps"], 2)

    def test_other_shapes_are_refused(self):
        with self.assertRaisesRegex(ValueError, "one shape"):
            average.averaged([state(FIRST, 1), state({"a": torch.zeros(3), "b": torch.ones(2, 2)}, 2)], [1, 1])

    def test_files_in_and_a_file_out(self):
        folder = Path(tempfile.mkdtemp())
        for name, weights in (("one", FIRST), ("two", SECOND)):
            torch.save(state(weights, 1), folder / name)
        with contextlib.redirect_stdout(io.StringIO()):
            code = average.main(["--checkpoints", str(folder / "one"), str(folder / "two"), "--out", str(folder / "mean")])
        self.assertEqual(code, 0)
        self.assertTrue(torch.allclose(checkpoint.masters(torch.load(folder / "mean"))["a"], torch.tensor([0.5, 2.0])))

    def test_a_file_that_is_not_there_is_named(self):
        with contextlib.redirect_stderr(io.StringIO()) as said:
            self.assertEqual(average.main(["--checkpoints", "missing-1", "missing-2", "--out", "x"]), 2)
        self.assertIn("missing-1", said.getvalue())


if __name__ == "__main__":
    unittest.main()

import tempfile
import unittest
from pathlib import Path

import torch

from padener_training import checkpoint, export
from padener_training.beginning import BadBeginning, Beginning
from padener_training.optimizer import Optimizer
from padener_training.options import parse

from . import samples


def options(*more):
    here = Path(tempfile.mkdtemp())
    (here / "examples.jsonl").write_text("{}\n")
    return parse(["--examples", str(here / "examples.jsonl"), "--out", str(here), "--steps", "1",
                  *(str(word) for word in more)])


def exported(kind):
    path = Path(tempfile.mkdtemp()) / "model.gguf"
    export.export(samples.model(), samples.tokenizer(), path, kind, "F32" if kind == "F32" else "Q8_0", licence="CC0-1.0")
    return path


class FromAFile(unittest.TestCase):
    def test_the_vocabulary_of_a_file_encodes_as_the_one_it_was_written_with(self):
        begun = Beginning(options("--begin-with", exported("Q4_0")), 4, list)
        self.assertEqual(begun.tokenizer.size, samples.tokenizer().size)
        for text in samples.TEXTS + samples.ODD:
            self.assertEqual(begun.tokenizer.encode(text), samples.tokenizer().encode(text))

    def test_weights_come_back_within_the_formats_precision(self):
        wanted = dict(samples.model().named_parameters())
        for kind, allowed in (("F32", 0), ("Q8_0", 0.02), ("Q4_0", 0.35)):
            found = dict(Beginning(options("--begin-with", exported(kind)), 4, list).model.named_parameters())
            for name in ("embedding", "layers.1.query_key_value", "layers.0.down", "norm"):
                limit = allowed * wanted[name].abs().max().item()
                self.assertLessEqual((found[name] - wanted[name]).abs().max().item(), limit, f"{kind} {name}")

    def test_other_labels_get_hints_of_their_own(self):
        begun = Beginning(options("--begin-with", exported("F32")), 7, list)
        self.assertEqual(begun.model.shape.labels, 7)
        self.assertEqual(begun.licence, "CC0-1.0")

    def test_another_decoding_than_the_files_is_refused(self):
        with self.assertRaisesRegex(BadBeginning, "trained for verbatim decoding"):
            Beginning(options("--begin-with", exported("F32"), "--decoding", "free"), 4, list)


class FromACheckpoint(unittest.TestCase):
    def saved(self, given):
        model = samples.model()
        checkpoint.save(given.out / checkpoint.FILE, model, Optimizer(model), given, {"licence": "CC0-1.0", "data": "x"}, 5.0)
        (given.out / "tokenizer.model").write_bytes(samples.tokenizer().pieces.serialized_model_proto())
        return given.out / checkpoint.FILE

    def test_masters_are_taken_with_the_vocabulary_beside_them(self):
        path = self.saved(options())
        begun = Beginning(options("--begin-with", path), 2, list)
        self.assertTrue(torch.equal(begun.model.embedding, samples.model().embedding))
        self.assertEqual((begun.model.shape.labels, begun.licence), (2, "CC0-1.0"))

    def test_a_run_goes_on_only_for_as_many_labels(self):
        given = options("--resume")
        self.saved(given)
        self.assertEqual(Beginning(given, 4, list).state["elapsed"], 5.0)
        with self.assertRaisesRegex(BadBeginning, "4 labels, the data has 3"):
            Beginning(given, 3, list)

    def test_a_vocabulary_that_is_not_the_weights_own_is_refused(self):
        path = self.saved(options())
        other = Path(tempfile.mkdtemp())
        from padener_training.tokenizer import train_vocabulary
        train_vocabulary(samples.TEXTS, str(other / "tokenizer"), 440)
        with self.assertRaisesRegex(BadBeginning, "must be the one they were trained with"):
            Beginning(options("--begin-with", path, "--vocab", other), 4, list)


if __name__ == "__main__":
    unittest.main()

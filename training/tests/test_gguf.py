import tempfile
import unittest
from pathlib import Path

import numpy
import torch

from padener_training import export, quantize, template
from padener_training.optimizer import rounded
from padener_training.gguf_reader import GgufFile, halves, interleaved, load_model

from . import samples


class Formats(unittest.TestCase):
    def test_each_format_comes_back_within_its_precision(self):
        weights = numpy.random.default_rng(1).standard_normal((48, 64)).astype(numpy.float32)
        weights[0] = 0
        for kind, allowed in (("F32", 0), ("F16", 2e-3), ("BF16", 2e-2), ("Q8_0", 2e-2), ("Q4_0", 0.35)):
            with self.subTest(kind=kind):
                raw = quantize.pack(weights, kind)
                _, block, size = quantize.FORMATS[kind]
                self.assertEqual(len(raw), weights.size // block * size)
                self.assertLessEqual(numpy.abs(quantize.unpack(raw, kind, weights.shape) - weights).max(), allowed)

    def test_weights_trained_rounded_lose_nothing_in_the_file(self):
        weights = torch.randn(48, 64)
        weights[0] = 0
        trained = rounded(weights).numpy()
        self.assertTrue((quantize.unpack(quantize.pack(trained, "Q4_0"), "Q4_0", trained.shape) == trained).all())

    def test_rows_that_do_not_fill_blocks_are_refused(self):
        with self.assertRaises(ValueError):
            quantize.pack(numpy.zeros((2, 40), dtype=numpy.float32), "Q4_0")


class Files(unittest.TestCase):
    def test_a_written_model_reads_back_the_same(self):
        model, tokenizer = samples.model(), samples.tokenizer()
        path = Path(tempfile.mkdtemp()) / "model.gguf"
        export.export(model, tokenizer, path, "F32", "F32")
        again = dict(load_model(path).named_parameters())
        for name, parameter in model.named_parameters():
            if not name.startswith("hint"):
                self.assertTrue(bool((again[name] == parameter).all()), name)

    def test_tags_are_control_tokens_and_bytes_are_bytes(self):
        path = Path(tempfile.mkdtemp()) / "model.gguf"
        export.export(samples.model(), samples.tokenizer(), path, "Q8_0", "Q8_0")
        meta = GgufFile(path).metadata
        kinds = dict(zip(meta["tokenizer.ggml.tokens"], meta["tokenizer.ggml.token_type"]))
        for tag in template.all_tags() + ["<s>", "</s>"]:
            self.assertEqual(kinds[tag], export.CONTROL)
        self.assertEqual(kinds["<unk>"], export.UNKNOWN)
        self.assertEqual(kinds["<0x41>"], export.BYTE)

    def test_reordering_rotary_pairs_goes_both_ways(self):
        weights = numpy.arange(8 * 3, dtype=numpy.float32).reshape(8, 3)
        self.assertTrue((halves(interleaved(weights, 2), 2) == weights).all())
        self.assertFalse((interleaved(weights, 2) == weights).all())


if __name__ == "__main__":
    unittest.main()

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import torch

from open_labels.base import Base
from open_labels.byte_tokenizer import ByteTokenizer
from open_labels.decode import decode

from . import open_samples

RECIPE = Path(__file__).resolve().parents[1] / "recipe.sh"


class Recipe(unittest.TestCase):
    def test_without_the_data_it_says_what_is_missing(self):
        done = subprocess.run(["sh", RECIPE, "--quick", tempfile.mkdtemp(), tempfile.mkdtemp()], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("SmolLM2-135M-Instruct.Q4_1.gguf is not there", done.stderr)

    @unittest.skipUnless(open_samples.PUBLISHED.exists(), open_samples.WITHOUT)
    def test_it_goes_from_the_published_base_to_a_file_that_extracts(self):
        out = Path(tempfile.mkdtemp())
        command = ["sh", RECIPE, "--quick", open_samples.DATA, out]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "THREADS": "1"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("mean of CrossNER", done.stdout)
        base, text = Base(out / "quick.gguf"), "The captain steered the Mary Rose into the port of Dover."
        found, = decode(base.model.cast(torch.bfloat16), ByteTokenizer(base.vocabulary), [text], [[("ship", "ship"), ("port", "port")]])
        self.assertEqual(list(found), ["ship", "port"])
        self.assertTrue(all(mention in text for mentions in found.values() for mention in mentions))
        again = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(again.stdout.count("done before"), 3)


if __name__ == "__main__":
    unittest.main()

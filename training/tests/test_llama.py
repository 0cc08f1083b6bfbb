import tempfile
import unittest
from pathlib import Path

import numpy
import torch

from padener_training import export, pack
from padener_training.gguf_reader import GgufFile, load_model

from . import samples
from .llama_library import Llama, folder

REASON = "padener is not built, and llama.cpp's libraries come with it; ./padener build does it"


@unittest.skipUnless(folder(), REASON)
class LlamaAgrees(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tokenizer, cls.model = samples.tokenizer(), samples.model()
        cls.path = Path(tempfile.mkdtemp()) / "model.gguf"
        export.export(cls.model, cls.tokenizer, cls.path, "F32", "F32")
        cls.llama = Llama(folder(), cls.path)

    def test_token_ids_equal_those_of_sentencepiece(self):
        for text in samples.TEXTS + samples.ODD:
            with self.subTest(text=text):
                self.assertEqual(self.llama.tokenize(text), self.tokenizer.encode(text).ids)

    def test_logits_equal_those_of_the_trainer(self):
        for text in samples.TEXTS:
            ids = [self.tokenizer.bos] + self.tokenizer.encode(text).ids + [self.tokenizer.label_ids[0]]
            ours = logits(self.model, ids)
            self.assertLess(numpy.abs(self.llama.logits(ids) - ours).max(), 2e-3 * numpy.abs(ours).max())

    def test_quantised_files_load_and_stay_near(self):
        ids = [self.tokenizer.bos] + self.tokenizer.encode(samples.TEXTS[0]).ids
        for kind, embedding in (("F16", "F16"), ("BF16", "BF16"), ("Q8_0", "Q8_0"), ("Q4_0", "Q8_0")):
            with self.subTest(kind=kind):
                path = self.path.with_name(f"{kind}.gguf")
                export.export(self.model, self.tokenizer, path, kind, embedding)
                ours = logits(load_model(path), ids)
                difference = numpy.abs(Llama(folder(), path).logits(ids) - ours).max() / numpy.abs(ours).max()
                # llama.cpp rounds activations to 8 bits for these products; the weights are the same.
                self.assertLess(difference, 0.1)

    def test_the_file_says_what_the_daemon_reads(self):
        meta = GgufFile(self.path).metadata
        self.assertEqual(meta["padener.template"], "compact-v1")
        self.assertEqual(meta["padener.labels"], ["PER", "ORG", "LOC", "MISC"])
        self.assertEqual(len(meta["padener.label_descriptions"]), 4)
        self.assertEqual(meta["padener.max_count"], 31)


def logits(model, ids):
    size = len(ids)
    mask = pack.additive(numpy.tri(size, dtype=bool)[None])
    with torch.no_grad():
        states, _, _ = model(torch.tensor([ids]), torch.arange(size)[None], mask)
        return (states[0] @ model.embedding.t()).numpy()


if __name__ == "__main__":
    unittest.main()

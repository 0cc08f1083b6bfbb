import tempfile
import unittest
from pathlib import Path

import numpy
import torch

from open_labels import export, token_cases
from open_labels.base import Base
from open_labels.byte_tokenizer import ByteTokenizer
from padener_training.gguf_reader import GgufFile

from . import open_samples
from .llama_library import Llama, folder
from .test_open_tree import line

REASON = "padener is not built, and llama.cpp's libraries come with it; ./padener build does it"
ABOUT = {"name": "Tiny", "licence": "apache-2.0", "data": "none", "base": "Tiny base", "window": 224}


def written(model, vocabulary, kind, embedding_kind):
    path = Path(tempfile.mkdtemp()) / "model.gguf"
    export.export(model, vocabulary, path, ABOUT, kind, embedding_kind)
    return path


@unittest.skipUnless(folder(), REASON)
class LlamaAgrees(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tokenizer, cls.model = open_samples.tokenizer(), open_samples.model()
        cls.path = written(cls.model, cls.tokenizer.vocabulary, "F32", "F32")
        cls.llama = Llama(folder(), cls.path)

    def test_token_ids_are_equal_on_ten_thousand_texts(self):
        for text in [*token_cases.texts(10_000, seed=6), *open_samples.TEXTS, *open_samples.ODD]:
            if self.llama.tokenize(text) != self.tokenizer.tokenize(text):
                self.assertEqual(self.llama.tokenize(text), self.tokenizer.tokenize(text), repr(text))

    def test_logits_equal_those_of_the_trainer(self):
        for record in open_samples.records():
            ids = [self.tokenizer.bos, *self.tokenizer.tokenize(record.text), self.tokenizer.label]
            ours = logits(self.model, ids)
            self.assertLess(numpy.abs(self.llama.logits(ids)[-1] - ours).max(), 2e-3 * numpy.abs(ours).max())

    def test_quantised_files_load_and_stay_near(self):
        ids = [self.tokenizer.bos, *self.tokenizer.tokenize(open_samples.TEXTS[0])]
        for kind, embedding in (("F16", "F16"), ("BF16", "BF16"), ("Q8_0", "Q8_0"), ("Q4_1", "Q8_0"), ("Q4_0", "Q4_0")):
            with self.subTest(kind=kind):
                path = written(self.model, self.tokenizer.vocabulary, kind, embedding)
                ours = logits(Base(path).model, ids)
                difference = numpy.abs(Llama(folder(), path).logits(ids)[-1] - ours).max() / numpy.abs(ours).max()
                # llama.cpp rounds activations to 8 bits for these products; the weights are the same.
                self.assertLess(difference, 0.1)


@unittest.skipUnless(folder(), REASON)
@unittest.skipUnless(open_samples.PUBLISHED.exists(), open_samples.WITHOUT)
class LlamaAgreesOnThePublishedBase(unittest.TestCase):
    def test_token_ids_are_equal_on_ten_thousand_texts(self):
        tokenizer = ByteTokenizer(Base(open_samples.PUBLISHED, 24576, [0]).vocabulary)
        path = written(Base(open_samples.PUBLISHED, 24576, [0]).model, tokenizer.vocabulary, "Q8_0", "Q8_0")
        llama = Llama(folder(), path)
        for text in token_cases.texts(10_000, seed=8):
            if llama.tokenize(text) != tokenizer.tokenize(text):
                self.assertEqual(llama.tokenize(text), tokenizer.tokenize(text), repr(text))

    def test_a_sentence_has_the_likelihood_that_the_file_gives_it(self):
        base, llama = Base(open_samples.PUBLISHED), Llama(folder(), open_samples.PUBLISHED)
        ids = ByteTokenizer(base.vocabulary).tokenize("The capital of France is Paris, and the capital of Italy is")
        theirs, ours = llama.logits(ids)[-1], logits(base.model, ids)[:llama.size]
        self.assertEqual(int(theirs.argmax()), int(ours.argmax()))
        self.assertGreater(numpy.corrcoef(theirs, ours)[0, 1], 0.999)


class TheFile(unittest.TestCase):
    def test_it_says_what_the_daemon_reads(self):
        tokenizer = open_samples.tokenizer()
        meta = GgufFile(written(open_samples.model(), tokenizer.vocabulary, "F32", "F32")).metadata
        self.assertEqual((meta["padener.template"], meta["padener.labels"], meta["padener.max_count"]), ("compact-v2", "open", 31))
        self.assertEqual((meta["padener.decoding"], meta["padener.probability"]), ("verbatim", "candidates"))
        self.assertEqual(meta["padener.default_label_words"], ["person", "organization", "location", "miscellaneous"])
        self.assertEqual((meta["tokenizer.ggml.model"], meta["tokenizer.ggml.pre"]), ("gpt2", "smollm"))
        tokens = meta["tokenizer.ggml.tokens"]
        self.assertEqual(tokens[meta["tokenizer.ggml.eos_token_id"]], "<|end|>")
        self.assertEqual(tokens[meta["tokenizer.ggml.bos_token_id"]], "<|endoftext|>")

    def test_what_is_written_is_read_back_as_a_base(self):
        model, vocabulary = open_samples.model(), open_samples.tokenizer().vocabulary
        again = Base(written(model, vocabulary, "F32", "F32"))
        self.assertEqual(again.vocabulary, vocabulary)
        for (name, wanted), (_, found) in zip(model.named_parameters(), again.model.named_parameters()):
            if not name.startswith("hint"):
                self.assertTrue(torch.equal(wanted, found), name)


def logits(model, ids):
    with torch.no_grad():
        return (line(model, ids) @ model.embedding.t()).numpy()


if __name__ == "__main__":
    unittest.main()

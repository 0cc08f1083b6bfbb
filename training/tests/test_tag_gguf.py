import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from padener_training import export
from padener_training.gguf_reader import GgufFile
from padener_training.tag_gguf import main

from . import samples


def run(*arguments):
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            code = main([str(word) for word in arguments])
        except SystemExit as ended:
            code = ended.code
    return code, out.getvalue() + errors.getvalue()


class Tagging(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.source, self.target = self.folder / "a.gguf", self.folder / "b.gguf"
        export.export(samples.model(), samples.tokenizer(), self.source, "Q8_0", "Q8_0")

    def tag(self, *more):
        return run("--input", self.source, "--output", self.target, "--template", "padellm-en-paper", "--labels", "DRUG,DOSE", *more)

    def test_keys_are_replaced_and_everything_else_stays(self):
        before = GgufFile(self.source)
        code, said = self.tag("--name", "Étude", "--descriptions", "medicines", "amounts", "--window", 900)
        self.assertEqual(code, 0, said)
        after = GgufFile(self.target)
        self.assertEqual(after.metadata["padener.labels"], ["DRUG", "DOSE"])
        self.assertEqual(after.metadata["padener.label_descriptions"], ["medicines", "amounts"])
        self.assertEqual((after.metadata["padener.template"], after.metadata["padener.decoding"],
                          after.metadata["padener.probability"]), ("padellm-en-paper", "free", "vocabulary"))
        self.assertEqual((after.metadata["general.name"], after.metadata["padener.window_tokens"]), ("Étude", 900))
        self.assertNotIn("padener.max_count", after.metadata)  # it was the other template's
        for key, value in before.metadata.items():
            if not key.startswith("padener.") and key != "general.name":
                self.assertEqual(after.metadata[key], value, key)
        self.assertEqual(set(after.tensors), set(before.tensors))
        for name, weights in before.tensors.items():
            self.assertTrue((after.tensors[name] == weights).all(), name)

    def test_what_a_file_has_can_be_shown(self):
        code, said = run("--input", self.source, "--show")
        self.assertEqual(code, 0)
        self.assertIn("padener.labels = PER, ORG, LOC, MISC", said)
        self.assertIn("padener.max_count = 31", said)

    def test_the_input_is_never_written_over(self):
        whole = self.source.read_bytes()
        code, said = run("--input", self.source, "--output", self.source, "--template", "padellm-en", "--labels", "A")
        self.assertEqual((code, self.source.read_bytes() == whole), (2, True))
        self.assertIn("is the input", said)

    def test_what_is_no_gguf_or_cut_short_is_refused(self):
        whole = self.source.read_bytes()
        for raw, words in ((b"PK\3\4", "no GGUF"), (whole[:3000], "cut short"), (b"GGUF\1\0\0\0" + whole[8:], "version 1")):
            self.source.write_bytes(raw)
            code, said = self.tag()
            self.assertEqual(code, 2)
            self.assertIn(words, said)
            self.assertFalse(self.target.exists())

    def test_descriptions_are_one_for_each_label(self):
        code, said = self.tag("--descriptions", "one")
        self.assertEqual(code, 2)
        self.assertIn("1 descriptions for 2 labels", said)


if __name__ == "__main__":
    unittest.main()

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import torch

from padener_training import checkpoint
from padener_training.train import main

from . import samples
from .test_examples import branch, tree

SHAPE = ["--width", "64", "--layers", "4", "--heads", "2", "--inner", "64", "--hint-layer", "2", "--vocabulary-size", "500",
         "--tokens", "300", "--threads", "1"]


def run(*arguments):
    """Exit code and what was printed."""
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            code = main([str(word) for word in arguments])
        except SystemExit as ended:
            code = ended.code
    return code, out.getvalue() + errors.getvalue()


class Runs(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.examples = self.folder / "examples.jsonl"
        lines = []
        for text in samples.TEXTS * 12:
            at = text.find("Paris")
            lines.append(tree(text, branch(1, "CITY", *([("Paris", at)] if at >= 0 else []))))
        self.examples.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    def state(self):
        return torch.load(self.folder / "run" / checkpoint.FILE)

    def test_a_run_ends_after_its_steps_and_goes_on_from_its_checkpoint(self):
        common = ["--examples", self.examples, "--dev", self.examples, "--out", self.folder / "run", *SHAPE]
        code, said = run(*common, "--steps", 6, "--language-model", 0.5)
        self.assertEqual(code, 0, said)
        self.assertIn("labels CITY, 60 texts", said)
        self.assertIn("held out: dev F1", said)
        self.assertEqual(self.state()["optimizer"]["steps"], 6)
        self.assertEqual(self.state()["about"]["labels"], ["CITY"])
        code, said = run(*common, "--steps", 9, "--resume")
        self.assertEqual(code, 0, said)
        self.assertIn("step 6", said)
        self.assertEqual(self.state()["optimizer"]["steps"], 9)

    def test_texts_beyond_the_window_are_an_error_where_all_are(self):
        long = self.folder / "long.jsonl"
        long.write_text(json.dumps(tree("Paris " * 100, branch(1, "CITY", ("Paris", 0)))) + "\n", encoding="utf-8")
        code, said = run("--examples", long, "--out", self.folder / "run", "--steps", 2, "--window", 32, *SHAPE)
        self.assertEqual(code, 2)
        self.assertIn("none of the texts is within --window 32", said)

    def test_what_does_not_go_together_is_said(self):
        for more, words in ((["--steps", 5, "--minutes", 1], "either --minutes or --steps"),
                            (["--steps", 5, "--data", self.folder], "either --examples"),
                            (["--steps", 5, "--width", 100], "multiples of 32"),
                            (["--steps", 5, "--begin-with", "nowhere.gguf"], "nowhere.gguf is not there"),
                            (["--steps", 5, "--clock", "cpu"], "--threads 1")):
            code, said = run("--examples", self.examples, "--out", self.folder / "run", *more)
            self.assertEqual(code, 2)
            self.assertIn(words, said)


if __name__ == "__main__":
    unittest.main()

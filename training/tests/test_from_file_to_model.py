"""The whole way: annotated columns, examples, a tiny model trained for 50 steps, its file, the daemon's own engine."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from . import command

LABELS = ["PRODUCT", "TEAM", "SITE", "VERSION"]
TINY = ("--width", "64", "--layers", "4", "--heads", "2", "--inner", "128", "--hint-layer", "2", "--vocabulary-size", "700",
        "--tokens", "512", "--threads", "1", "--rate", "4e-3")


def python(module, *arguments) -> str:
    done = subprocess.run([sys.executable, "-m", f"padener_training.{module}", *map(str, arguments)], capture_output=True,
                          text=True, cwd=Path(__file__).resolve().parents[1], timeout=300)
    if done.returncode:
        raise AssertionError(f"{module} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


@unittest.skipIf(command.missing(), command.missing())
class FromFileToModel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        sample = (command.ROOT / "config" / "samples" / "incidents-train.conll").read_text(encoding="utf-8")
        (cls.folder / "texts.conll").write_text("\n\n".join(sample.strip().split("\n\n")[:200]) + "\n", encoding="utf-8")
        command.padener("reformulate", "--input", cls.folder / "texts.conll", "--format", "conll", "--template", "compact-v1",
                        "--form", "tree", "--labels", ",".join(LABELS), "--output", cls.folder / "examples.jsonl")
        cls.log = python("train", "--examples", cls.folder / "examples.jsonl", "--out", cls.folder / "run", "--steps", 50, *TINY)
        python("export", "--checkpoint", cls.folder / "run" / "checkpoint.pt", "--out", cls.folder / "model.gguf",
               "--format", "Q8_0", "--name", "Incidents", "--licence", "CC0-1.0")

    def test_every_text_was_read_and_every_mention_reached(self):
        self.assertIn("200 texts", self.log)
        self.assertIn(" 0 texts beyond the window left out, 0 with too many mentions, 0 mentions unreachable", self.log)

    def test_the_daemon_decodes_with_the_files_own_labels_and_right_offsets(self):
        texts = ["Tidewater Sync stopped answering in Port Merrow at noon .", "🔥 Zoë : Larkspur 2.3.4 was rolled back in Halden .",
                 "Night Desk restarted Quillon after the upgrade to 1.2.3 .", "Who owns Oriel now ? Storage Guild does ."]
        source = self.folder / "documents.jsonl"
        source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        lines = command.padener("extract", "--model", self.folder / "model.gguf", "--input", source, "--output", "-").splitlines()
        self.assertEqual(len(lines), len(texts))
        found = 0
        for text, line in zip(texts, lines):
            result = json.loads(line)
            self.assertEqual((result["model"], result["labels"]), ("Incidents", LABELS))
            for entity in result["entities"]:
                self.assertIn(entity["label"], LABELS)
                self.assertEqual(text[entity["start"]:entity["end"]], entity["text"])
                found += 1
        self.assertGreater(found, 0)

    def test_a_file_that_was_tagged_says_template_and_labels(self):
        tagged = self.folder / "tagged.gguf"
        python("tag_gguf", "--input", self.folder / "model.gguf", "--output", tagged, "--template", "padellm-en-paper",
               "--labels", "DRUG,DOSE", "--name", "Tagged")
        source = self.folder / "plain.txt"
        source.write_text("Oriel stopped answering in Halden at noon .\n", encoding="utf-8")
        # Nothing sensible can come of it: the weights never saw this template. It is asked all the same.
        result = json.loads(command.padener("extract", "--model", tagged, "--input", source, "--output", "-", "--quiet"))
        self.assertEqual((result["model"], result["labels"]), ("Tagged", ["DRUG", "DOSE"]))

    def test_the_model_learned_something_of_its_texts(self):
        report = json.loads(command.padener("eval", "--model", self.folder / "model.gguf", "--format", "conll", "--data",
                                            self.folder / "texts.conll", "--json", "--quiet"))
        # No more than a sign of life: an untrained model of this shape is near nothing.
        self.assertGreater(report["strings"]["micro"]["f1"], 0.3)


if __name__ == "__main__":
    unittest.main()

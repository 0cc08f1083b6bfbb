import json
import tempfile
import unittest
from pathlib import Path

from open_labels import template
from open_labels.decode import LONGEST_MENTION, decode

from . import command, open_samples
from .test_open_llama import written

TEXTS = ["Maria met Bob in Paris.", "北京和上海 are cities.", "🙂 Ada 👩\u200d🚀 flew.", "Zürich, Москва e\u0301 x!", "a\u00a0b  c\n d 7 of 9.", "ไทย (서울)."]
LABELS = ["PER", "ship", "port  of\ncall", "город", "release_date", "MISC"]
WORDS = {**template.DEFAULT_LABELS, "release_date": "release date"}


@unittest.skipIf(command.missing(), command.missing())
class TheDaemonAgrees(unittest.TestCase):
    """The same file and texts through the daemon and through the trainer's own decoder: tokens, positions, who sees whom, candidates and
    the edges of mentions are equal where the mentions are."""

    def test_every_question_has_the_same_mentions(self):
        tokenizer, model = open_samples.tokenizer(), open_samples.model()
        # A walk to the end of these texts is a mention, and none is cut: both sides publish all that was decoded.
        self.assertTrue(all(len(tokenizer.tokenize(text)) < LONGEST_MENTION for text in TEXTS))
        folder = Path(tempfile.mkdtemp())
        source = folder / "texts.jsonl"
        source.write_text("".join(json.dumps({"text": text, "labels": LABELS}) + "\n" for text in TEXTS), encoding="utf-8")
        lines = command.padener("extract", "--model", written(model, tokenizer.vocabulary, "F32", "F32"), "--input", source, "--output", "-",
                                "--quiet", "--dedup", "none", "--overlap", "allow", "--set", "Batching:FlashAttention=false").splitlines()
        wanted = decode(model, tokenizer, TEXTS, [[(label, WORDS.get(label, label)) for label in LABELS]] * len(TEXTS))
        self.assertEqual(len(lines), len(TEXTS))
        mentions = cut = 0
        for text, line, expected in zip(TEXTS, lines, wanted):
            found = {label: set() for label in LABELS}
            for entity in json.loads(line)["entities"]:
                self.assertEqual(text[entity["start"]:entity["end"]], entity["text"])
                found[entity["label"]].add(entity["text"])
            for label in LABELS:
                with self.subTest(text=text, label=label):
                    self.assertEqual(found[label], set(expected[label]))
                mentions += len(expected[label])
                cut += sum(not mention.isascii() for mention in expected[label])
        self.assertGreater(mentions, 50)
        self.assertGreater(cut, 10)


if __name__ == "__main__":
    unittest.main()

import contextlib
import io
import json
import tempfile
import types
import unittest
from pathlib import Path

import torch

from lora import examples
from lora.batches import batches, loss_sum, padded
from lora.examples import NO_LOSS, BadExamples, Tokens
from lora.train import main, parser, prepared
from lora.tuning import Tuning

from . import samples

PROMPT = "text:\nAda met Bob in Paris\nentity type:\nPER\n\n<num>"


def encode(text):
    return samples.tokenizer().pieces.encode(text)


def decode(ids):
    return samples.tokenizer().pieces.decode(ids)


def file(*lines):
    path = Path(tempfile.mkdtemp()) / "examples.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def line(completion, prompt=PROMPT):
    return {"prompt": prompt, "completion": completion}


class Reading(unittest.TestCase):
    def test_completions_come_apart_in_count_tag_and_mention(self):
        for completion, parts in (("2\n<mention 1>Ada", ("2", "\n<mention 1>", "Ada")), ("0", ("0", "", "")),
                                  ("12\n<第11文段>a\nb <c>", ("12", "\n<第11文段>", "a\nb <c>"))):
            example = examples.read(file(line(completion)))[0]
            self.assertEqual((example.count, example.tag, example.mention), parts)

    def test_what_is_no_such_example_is_refused_with_its_line(self):
        for bad in ({"text": "x"}, [1], line("two"), line("<|count 1|>", "Ada<|label 1|>")):
            with self.assertRaisesRegex(BadExamples, "line 2: "):
                examples.read(file(line("0"), bad))
        with self.assertRaisesRegex(BadExamples, "no examples"):
            examples.read(file())


class Masks(unittest.TestCase):
    def setUp(self):
        self.tokenizer = samples.tokenizer()
        example = examples.Example(PROMPT, "2", "\n<mention 1>", "Ada")
        self.made = examples.tokens(example, encode, self.tokenizer.bos, self.tokenizer.eos)

    def test_loss_begins_with_the_count_and_ends_with_the_end(self):
        prompt = [self.tokenizer.bos] + encode(PROMPT)
        self.assertEqual(self.made.ids[:len(prompt)], prompt)
        self.assertEqual(self.made.targets[:len(prompt)], [NO_LOSS] * len(prompt))
        self.assertEqual(self.made.targets[len(prompt):], self.made.ids[len(prompt):])
        self.assertEqual(self.made.targets[-1], self.tokenizer.eos)
        self.assertEqual(decode(self.made.ids[1:-1]), PROMPT + "2\n<mention 1>Ada")

    def test_no_token_reaches_across_a_place_where_the_daemon_cuts(self):
        def joining(text):
            """Takes '>' and a following letter for one token."""
            out, at = [], 0
            while at < len(text):
                size = 2 if text[at] == ">" and text[at + 1:at + 2].isalnum() else 1
                out.append(text[at:at + size])
                at += size
            return out
        made = examples.tokens(examples.Example(PROMPT, "2", "\n<mention 1>", "Ada"), joining, None, "END")
        self.assertEqual("".join(made.ids), PROMPT + "2\n<mention 1>Ada" + "END")
        self.assertEqual(made.ids[-4:], ["A", "d", "a", "END"])
        self.assertEqual([t for t in made.targets if t != NO_LOSS][0], "2")


class Batching(unittest.TestCase):
    def setUp(self):
        self.examples = [Tokens(list(range(n)), [NO_LOSS] + list(range(1, n))) for n in (3, 9, 4, 8, 3, 5)]

    def test_every_example_comes_once_within_the_budget(self):
        seen = 0
        for ids, targets, mask in batches(self.examples, 18, 99, seed=1):
            self.assertLessEqual(ids.numel(), 18)
            self.assertTrue(bool((targets[mask == 0] == NO_LOSS).all()))
            self.assertTrue(bool((ids[mask == 0] == 99).all()))
            seen += len(ids)
        self.assertEqual(seen, len(self.examples))

    def test_only_rows_with_a_target_count_and_each_answers_for_the_next_token(self):
        ids, targets, _ = padded([Tokens([5, 6, 7], [NO_LOSS, NO_LOSS, 7]), Tokens([5, 6], [NO_LOSS, 6])], 0)
        logits = torch.full((2, 3, 10), -100.0)
        logits[0, 1, 7] = logits[1, 0, 6] = 100.0
        total, rows = loss_sum(logits, targets)
        self.assertEqual((float(total), rows), (0.0, 2))


class Bigram(torch.nn.Module):
    """The least that the loop takes for a language model."""

    def __init__(self, size):
        super().__init__()
        self.table = torch.nn.Parameter(torch.zeros(size, size))
        self.frozen = torch.nn.Parameter(torch.zeros(1), requires_grad=False)

    def forward(self, input_ids, attention_mask):
        return types.SimpleNamespace(logits=self.table[input_ids])


class Loop(unittest.TestCase):
    def tuning(self, folder, *more):
        options = parser().parse_args(["--examples", "x", "--out", str(folder), "--rate", "0.3", "--tokens", "60", "--epochs",
                                       "6", "--every", "1000", "--accumulate", "2", *more])
        read = [examples.Example(PROMPT, "2", "\n<mention 1>", "Ada"), examples.Example(PROMPT, "0", "", "")] * 4
        kept, _ = prepared(read, encode, 1, 2, 100)
        torch.manual_seed(1)
        return Tuning(Bigram(samples.tokenizer().size), kept, 2, options, Path(folder))

    def loss(self, tuning):
        ids, targets, mask = padded(tuning.examples, 2)
        total, rows = loss_sum(tuning.model(ids, mask).logits, targets)
        return float(total.detach()) / rows

    def test_the_loss_falls(self):
        with tempfile.TemporaryDirectory() as folder:
            tuning = self.tuning(folder)
            before = self.loss(tuning)
            tuning.run()
            self.assertLess(self.loss(tuning), 0.5 * before)
            self.assertEqual(tuning.steps, tuning.whole)

    def test_a_resumed_run_ends_with_the_same_weights(self):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            whole = self.tuning(other)
            whole.run()
            first = self.tuning(folder)
            first.run(most_steps=5)
            first.save()
            second = self.tuning(folder)
            second.resume()
            self.assertEqual(second.steps, 5)
            second.run()
            self.assertTrue(torch.equal(second.model.table, whole.model.table))

    def test_examples_beyond_the_limit_are_left_out_and_all_of_them_are_an_error(self):
        read = [examples.Example(PROMPT, "0", "", ""), examples.Example("x", "0", "", "")]
        kept, left_out = prepared(read, encode, 1, 2, 20)
        self.assertEqual((len(kept), left_out), (1, 1))
        with self.assertRaises(BadExamples):
            prepared(read, encode, 1, 2, 2)


class CommandLine(unittest.TestCase):
    def said(self, *arguments):
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as ended:
            raise SystemExit(main([str(word) for word in arguments]))
        return ended.exception.code, errors.getvalue()

    def test_a_base_or_a_tiny_random_model_is_asked_for(self):
        code, said = self.said("--examples", "x", "--out", "y")
        self.assertEqual(code, 2)
        self.assertIn("--base or --tiny-random", said)

    def test_a_bad_file_is_named(self):
        code, said = self.said("--examples", file({"a": 1}), "--out", tempfile.mkdtemp(), "--tiny-random")
        self.assertEqual(code, 2)
        self.assertIn("line 1", said)

    def test_missing_libraries_are_named(self):
        try:
            import peft  # noqa: F401
            import transformers  # noqa: F401
        except ImportError:
            code, _ = self.said("--examples", file(line("0")), "--out", tempfile.mkdtemp(), "--tiny-random")
            self.assertIn("pip install", str(code))
        else:
            self.skipTest("transformers and peft are installed")


if __name__ == "__main__":
    unittest.main()

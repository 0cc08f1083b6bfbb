import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import torch

from open_labels import checkpoint, evaluate, examples, export
from open_labels.base import BadBase, Base, parse_layers
from open_labels.byte_tokenizer import ByteTokenizer
from open_labels.decode import decode
from open_labels.model import Shape
from open_labels.options import parse
from open_labels.shrinking import weakest_out
from open_labels.train import Run, main
from padener_training.gguf_reader import GgufFile

from . import open_samples, samples

QUICK = ["--tokens", "300", "--threads", "1", "--vocabulary", "512", "--device", "cpu"]


def run(command, *arguments):
    """Exit code and what was printed."""
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            code = command([str(word) for word in arguments])
        except SystemExit as ended:
            code = ended.code
    return code, out.getvalue() + errors.getvalue()


class Layers(unittest.TestCase):
    def test_some_layers_are_kept_in_order(self):
        self.assertEqual(parse_layers("0-2,5,7-8"), [0, 1, 2, 5, 7, 8])
        whole, cut = open_samples.base().model, open_samples.base(layers=[0, 2]).model
        self.assertEqual(cut.shape.layers, 2)
        self.assertTrue(torch.equal(cut.layers[1].down, whole.layers[2].down))
        self.assertTrue(torch.equal(whole.keep([0, 2]).layers[1].down, cut.layers[1].down))
        with self.assertRaisesRegex(BadBase, "some of 0 to 2"):
            open_samples.base(layers=[0, 3])


class ControlTokens(unittest.TestCase):
    def test_they_begin_near_the_words_that_they_stand_for(self):
        base = open_samples.base()
        tokenizer, rows = ByteTokenizer(base.vocabulary), base.model.embedding.data
        near = lambda token, *texts: torch.cosine_similarity(
            rows[token], torch.stack([rows[tokenizer.tokenize(text)[0]] for text in texts]).mean(0), 0).item()
        for token, texts in ((tokenizer.label, "\n"), (tokenizer.eos, "\n"), (tokenizer.count, ":"), (tokenizer.count_ids[7], "7"),
                             (tokenizer.count_ids[25], "25"), (tokenizer.mention_ids[2], "\n3")):
            self.assertGreater(near(token, *texts), 0.95)


class Examples(unittest.TestCase):
    def read(self, *lines):
        path = Path(tempfile.mkdtemp()) / "own.jsonl"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        return examples.read(path)

    def test_labels_are_those_of_the_line_else_of_the_file(self):
        first, second = self.read({"text": "Ada ran", "entities": [{"label": "PER", "start": 0, "end": 3}]},
                                  {"text": "x", "entities": [], "labels": ["ship"]})
        self.assertEqual((first.labels, second.labels), (("PER",), ("ship",)))

    def test_the_tree_form_is_read(self):
        record, = self.read({"text": "Ada ran", "branches": [{"label": "ship", "mentions": []},
                                                             {"label": "person", "mentions": [{"start": 0, "end": 3, "text": "Ada"}]}]})
        self.assertEqual((record.labels, record.entities), (("ship", "person"), [("person", 0, 3)]))

    def test_what_is_wrong_is_said_with_its_line(self):
        for line, words in (({"text": "Ada", "entities": [{"label": "PER", "start": 0, "end": 9}]}, "line 1: PER: 0 to 9"),
                            ({"text": "Ada"}, "line 1: wants"), ({"text": "Ada", "entities": []}, "no annotated texts"),
                            ({"text": "Ada", "entities": [{"label": "PER", "start": 0, "end": 3}], "labels": ["LOC"]}, "PER is annotated")):
            with self.assertRaisesRegex(examples.BadExamples, words):
                self.read(line)


class Runs(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.examples = self.folder / "own.jsonl"
        lines = []
        for text in samples.TEXTS * 6:
            at = text.find("Paris")
            lines.append({"text": text, "labels": ["CITY", "SHIP"],
                          "entities": [{"label": "CITY", "start": at, "end": at + 5}] if at >= 0 else []})
        self.examples.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        self.common = ["--examples", self.examples, "--dev", self.examples, "--out", self.folder / "run", *QUICK]

    def state(self):
        return torch.load(self.folder / "run" / checkpoint.FILE)

    def test_from_a_published_base_to_a_file_that_finds_what_it_was_taught(self):
        code, said = run(main, *self.common, "--begin-with", open_samples.base_path(), "--steps", 150, "--rate", 3e-3,
                         "--label-words", "CITY=large town")
        self.assertEqual(code, 0, said)
        self.assertIn("held out: dev F1", said)
        out = self.folder / "own.gguf"
        code, said = run(export.main, "--checkpoint", self.folder / "run" / checkpoint.FILE, "--out", out)
        self.assertEqual(code, 0, said)
        file, base = GgufFile(out), Base(out)
        self.assertEqual(file.metadata["padener.default_labels"], ["CITY"])
        self.assertEqual(file.metadata["padener.default_label_words"], ["large town"])
        self.assertEqual(file.metadata["general.license"], "apache-2.0")
        self.assertEqual(file.kinds["blk.0.ffn_up.weight"], "Q4_0")
        found = decode(base.model.cast(torch.bfloat16), ByteTokenizer(base.vocabulary), [samples.TEXTS[0]],
                       [[("CITY", "large town"), ("SHIP", "SHIP")]])
        self.assertEqual(found, [{"CITY": ["Paris"], "SHIP": []}])
        rows = (self.folder / "run" / "table.tsv").read_text().splitlines()
        self.assertEqual(rows[0].split("\t"), ["step", "minutes", "tokens", "count", "start", "next", "dev"])
        self.assertTrue(rows[-1].split("\t")[-1])

    def test_a_run_goes_on_from_its_checkpoint_and_another_begins_with_it(self):
        code, said = run(main, *self.common, "--begin-with", open_samples.base_path(), "--steps", 4)
        self.assertEqual(code, 0, said)
        self.assertEqual(self.state()["optimizer"]["steps"], 4)
        code, said = run(main, *self.common, "--resume", "--steps", 6, "--frozen", 1)
        self.assertEqual(code, 0, said)
        self.assertIn("step 4", said)
        self.assertEqual(self.state()["optimizer"]["steps"], 6)
        code, said = run(main, "--examples", self.examples, "--out", self.folder / "second", *QUICK, "--begin-with",
                         self.folder / "run" / checkpoint.FILE, "--steps", 2, "--layers", "0,2")
        self.assertEqual(code, 0, said)
        self.assertIn("2 layers", said)

    def test_layers_fade_before_they_are_dropped(self):
        code, said = run(main, *self.common, "--begin-with", open_samples.base_path(), "--steps", 6, "--layers", "0,2", "--fade", 0.5)
        self.assertEqual(code, 0, said)
        self.assertIn("3 layers", said)
        state = self.state()
        self.assertEqual(state["shape"]["layers"], 2)
        self.assertEqual(sorted(n for n in state["optimizer"]["masters"] if n.endswith("down")), ["layers.0.down", "layers.1.down"])
        self.assertEqual(checkpoint.model_of(state).shape.layers, 2)

    def test_layers_and_inner_neurons_fade_together_and_a_stopped_run_fades_the_same_neurons(self):
        shrink = ["--layers", "0,2", "--inner", 32, "--fade-from", 0.2, "--fade", 0.6, "--steps", 10]
        stopping = Run(parse([str(part) for part in [*self.common, "--begin-with", open_samples.base_path(), *shrink]]))
        for _ in range(4):
            stopping.step()
        stopping.save()
        neurons = self.state()["neurons"]
        self.assertEqual([len(kept) for kept in neurons], [32] * 3)
        resumed = Run(parse([str(part) for part in [*self.common, "--resume", *shrink]]))
        self.assertTrue(all(torch.equal(a, b) for a, b in zip(resumed.shrinking.neurons, neurons)))
        resumed.train()
        state = self.state()
        self.assertEqual((state["shape"]["layers"], state["shape"]["inner"], state["neurons"]), (2, 32, None))
        self.assertEqual(state["optimizer"]["first"]["layers.1.gate_up"].shape, (64, state["shape"]["width"]))
        self.assertEqual(checkpoint.model_of(state).layers[1].down.shape, (state["shape"]["width"], 32))

    def test_the_neurons_that_stay_are_those_that_weigh_most_and_a_model_without_the_others_answers_alike(self):
        base = Base(open_samples.base_path())
        model, silent = base.model, [1, 5, 40]
        for layer in model.layers:
            layer.down.data[:, silent] = 0
            layer.activity = torch.ones(model.shape.inner)
        kept = weakest_out(model, model.shape.inner - 32)
        self.assertTrue(all(not set(silent) & set(numbers.tolist()) for numbers in kept))
        for layer, numbers in zip(model.layers, kept):
            others = sorted(set(range(model.shape.inner)) - set(numbers.tolist()))
            layer.down.data[:, others] = 0
            layer.activity = None
        states = model.embedding.data[:4].float()
        whole = [layer._rest(states) for layer in model.layers]
        for before, layer in zip(whole, model.narrow(kept).layers):
            self.assertTrue(torch.allclose(before, layer._rest(states), atol=1e-6))

    def test_hints_stay_with_the_layers_that_learnt_them(self):
        whole = Shape(8, 8, 30, 2, 1, 8, 64, 1e4, 1e-5)
        fewer = whole.without([number for number in range(30) if number not in (14, 15, 16, 17, 18)])
        self.assertEqual((whole.tag_layer, whole.pointer_layer), (20, 22))
        self.assertEqual((fewer.layers, fewer.tag_layer, fewer.pointer_layer), (25, 15, 17))

    def test_what_does_not_go_together_is_said(self):
        begin = ["--begin-with", open_samples.base_path()]
        for words, more in (("either --minutes or --steps", [*begin, "--steps", 5, "--minutes", 1]),
                            ("--begin-with", ["--steps", 5]), ("nowhere.gguf is not there", ["--steps", 5, "--begin-with", "nowhere.gguf"]),
                            ("NAME=WORDS", [*begin, "--steps", 5, "--label-words", "CITY"]),
                            ("some of 0 to 2", [*begin, "--steps", 5, "--layers", "0-9"])):
            code, said = run(main, *self.common, *more)
            self.assertEqual(code, 2)
            self.assertIn(words, said)


@unittest.skipUnless(open_samples.PUBLISHED.exists(), open_samples.WITHOUT)
class HeldOut(unittest.TestCase):
    def test_the_sets_that_are_scored_while_a_model_trains_are_of_the_development_files(self):
        sets = evaluate.held_out(open_samples.DATA, "dev", 2, 3, 1)
        self.assertEqual(len(sets["crossner-ai"]), 3)
        self.assertEqual(len(sets["mix"]), 2 * 9)
        self.assertNotIn("crosswoz", sets)


if __name__ == "__main__":
    unittest.main()

"""The LoRA recipe with transformers and peft themselves, on a tiny random Llama."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import torch

from lora import merge, train

try:
    import peft
    import transformers
except ImportError as problem:
    peft = transformers = None
    MISSING = f"{problem.name} is not installed (python3 -m pip install 'transformers>=4.40' 'peft>=0.10')"
else:
    MISSING = ""

NAMES = ["Ada", "Bob", "Carol", "Dan"]
TEXT = "text:\n{} met {} in Paris\nentity type:\nPER\n\n<num>"


def examples(folder: Path) -> Path:
    path = folder / "examples.jsonl"
    lines = [{"prompt": TEXT.format(a, b), "completion": f"2\n<mention {number}>{name}"}
             for a in NAMES for b in NAMES if a != b for number, name in ((1, a), (2, b))]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def tuned(folder: Path, *more):
    arguments = ["--tiny-random", "--examples", str(examples(folder)), "--out", str(folder / "run"), "--every", "1",
                 "--tokens", "512", "--accumulate", "1", "--rate", "5e-3", "--device", "cpu", *more]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = train.main(arguments)
    return code, [float(line.split("loss ")[1].split()[0]) for line in said.getvalue().splitlines() if "loss " in line]


@unittest.skipIf(MISSING, MISSING)
class Recipe(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.manual_seed(1)
        cls.folder = Path(tempfile.mkdtemp())
        cls.code, cls.losses = tuned(cls.folder, "--epochs", "2")
        cls.code_resumed, cls.losses_resumed = tuned(cls.folder, "--epochs", "6", "--resume")

    def test_an_adapter_learns_and_a_resumed_run_goes_on(self):
        self.assertEqual((self.code, self.code_resumed), (0, 0))
        self.assertEqual(len(self.losses_resumed), 2 * len(self.losses))
        self.assertLess(self.losses_resumed[-1], self.losses[0])

    def test_the_merged_model_says_what_base_and_adapter_say(self):
        run, out = self.folder / "run", self.folder / "merged"
        with contextlib.redirect_stdout(io.StringIO()):
            merge.main(["--base", str(run / "base"), "--adapter", str(run / "adapter"), "--out", str(out)])
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(out))
        tokens = torch.tensor([tokenizer.encode(TEXT.format("Ada", "Bob"), add_special_tokens=False)])
        base = transformers.AutoModelForCausalLM.from_pretrained(str(run / "base")).eval()
        merged = transformers.AutoModelForCausalLM.from_pretrained(str(out)).eval()
        with torch.no_grad():
            plain = base(tokens).logits
            adapted = peft.PeftModel.from_pretrained(base, str(run / "adapter")).eval()(tokens).logits
            self.assertLess((adapted - merged(tokens).logits).abs().max().item(), 1e-4)
            self.assertGreater((adapted - plain).abs().max().item(), 1e-2)

    def test_what_converters_need_lies_beside_the_weights(self):
        out = self.folder / "for-converters"
        with contextlib.redirect_stdout(io.StringIO()):
            merge.main(["--base", str(self.folder / "run" / "base"), "--adapter", str(self.folder / "run" / "adapter"), "--out", str(out)])
        self.assertTrue((out / "tokenizer.model").exists() and (out / "config.json").exists())


if __name__ == "__main__":
    unittest.main()

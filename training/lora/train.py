"""LoRA over the one-line-per-example form: `python3 -m lora.train --base MODEL --examples FILE --out DIR`."""

import argparse
import sys
from pathlib import Path

import torch

from . import examples
from .tuning import Tuning


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lora.train", description=__doc__.split(":", 1)[0])
    add = parser.add_argument
    add("--examples", type=Path, required=True, help="what `padener reformulate --template padellm-en-paper` wrote")
    add("--out", type=Path, required=True, help="folder of the adapter")
    add("--base", help="a Llama-2 or Llama-3 class model: a folder or a name")
    add("--tiny-random", action="store_true", help="a tiny random model in place of --base, to see the recipe run")
    add("--rank", type=int, default=16)
    add("--epochs", type=int, default=4)
    add("--rate", type=float, default=2e-4)
    add("--tokens", type=int, default=8192, help="tokens of a batch with its padding")
    add("--accumulate", type=int, default=4, help="batches of a step")
    add("--longest", type=int, default=2048, help="examples of more tokens are left out")
    add("--every", type=int, default=50, help="steps between progress lines and saved states")
    add("--seed", type=int, default=1)
    add("--resume", action="store_true")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser


def prepared(read, encode, bos, eos, longest: int):
    """Tokens of the examples within the limit, and how many were left out."""
    all_tokens = [examples.tokens(example, encode, bos, eos) for example in read]
    kept = [example for example in all_tokens if len(example.ids) <= longest]
    if not kept:
        raise examples.BadExamples(f"none of the {len(read)} examples has at most {longest} tokens")
    return kept, len(all_tokens) - len(kept)


def main(arguments=None) -> int:
    given = parser()
    options = given.parse_args(arguments)
    if bool(options.base) == options.tiny_random:
        given.error("name either --base or --tiny-random")
    try:
        read = examples.read(options.examples)
        from . import huggingface
        model, tokenizer = huggingface.tiny_random([e.prompt + e.count + e.tag + e.mention for e in read], options.out / "base") \
            if options.tiny_random and not (options.resume and (options.out / "base").exists()) \
            else huggingface.base(options.base or str(options.out / "base"), options.device)
        kept, left_out = prepared(read, huggingface.encoder(tokenizer), tokenizer.bos_token_id, tokenizer.eos_token_id, options.longest)
    except (examples.BadExamples, OSError) as problem:
        print(f"lora.train: {problem}", file=sys.stderr)
        return 2
    torch.manual_seed(options.seed)
    model = huggingface.adapted(model, options.rank).to(options.device)
    tuning = Tuning(model, kept, tokenizer.eos_token_id, options, options.out, options.device)
    if options.resume:
        tuning.resume()
    print(f"{len(kept)} examples, {left_out} beyond {options.longest} tokens left out, "
          f"{sum(p.numel() for p in tuning.trained)} weights to train, from step {tuning.steps} of {tuning.whole}", flush=True)
    try:
        tuning.run()
    except KeyboardInterrupt:
        print(f"lora.train: stopped at step {tuning.steps}; the same command with --resume goes on from the last saved state",
              file=sys.stderr)
        return 130
    model.save_pretrained(options.out / "adapter")
    print(f"adapter in {options.out / 'adapter'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the trainer can be told, and what does not go together."""

import argparse
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="padener_training.train", description="Trains a model for the daemon.")
    _data(parser.add_argument_group("data: one of --examples and --data").add_argument)
    _beginning(parser.add_argument_group("where the model begins").add_argument)
    _length(parser.add_argument_group("how long: one of --minutes and --steps").add_argument)
    _shape(parser.add_argument_group("a model from scratch").add_argument)
    _learning(parser.add_argument_group("how it learns").add_argument)
    return parser


def _data(add):
    add("--examples", type=Path, help="your texts: what `padener reformulate --template compact-v1 --form tree` wrote")
    add("--dev", type=Path, help="held-out texts, written the same way with the same --labels")
    add("--data", type=Path, help="the folder of the default model's recipe (see README.md)")
    add("--texts", type=Path, help="plain text for --language-model, a paragraph per line; default: the texts of the data")
    add("--out", type=Path, required=True, help="folder of the run: vocabulary, checkpoint")
    add("--name", help="general.name of the exported model")
    add("--licence", help="licence of the exported model; default: that of the model it begins with")


def _beginning(add):
    add("--begin-with", type=Path, help="a .gguf file of ours or a checkpoint.pt, whose weights and vocabulary are used")
    add("--vocab", type=Path, help="folder of tokenizer.model and first embeddings; default with --examples and "
                                   "without --begin-with: made from the texts")
    add("--vocabulary-size", type=int, default=8192, help="of a vocabulary made from the texts; fewer where they are too few")
    add("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")


def _length(add):
    add("--minutes", type=float, help="training time; the schedule follows it, pauses not counted")
    add("--steps", type=int, help="training steps; the schedule follows them")
    add("--clock", choices=("wall", "cpu"), default="wall",
        help="cpu: minutes of this process's own processor time, to compare runs on a busy machine; wants --threads 1")
    add("--language-model", type=float, default=0, metavar="SHARE",
        help="share of the time or steps that goes to next-token training on plain text first, 0 to 0.9")
    add("--switch", type=float, default=0.22, help="with --data: when gold texts join the silver ones, as a part of the task's time")
    add("--round-from", type=float, default=0.85, help="when the matrices are rounded to Q4_0, as a part of the task's time")
    add("--checkpoint-minutes", type=float, default=4)
    add("--evaluate-minutes", type=float, default=8)


def _shape(add):
    add("--decoding", choices=("verbatim", "free"), default="verbatim")
    add("--width", type=int, default=256)
    add("--layers", type=int, default=8)
    add("--heads", type=int, default=4)
    add("--inner", type=int, default=704)
    add("--hint-layer", type=int, default=5)
    add("--first-embeddings", default="yes", choices=("yes", "no"))
    add("--window", type=int, default=224, help="longest text in tokens, up to 400")


def _learning(add):
    add("--hint-weight", type=float, default=1.0)
    add("--pointer-weight", type=float, default=0.5)
    add("--some-weight", type=float, default=1.4, help="weight of counts above zero: more recall, less precision")
    add("--tokens", type=int, default=3072, help="tokens a step")
    add("--rate", type=float, help="learning rate at the top; default 2e-3, and 1e-3 with --begin-with")
    add("--optimizer", choices=("muon", "adam"), default="muon")
    add("--augment", type=float, default=0.3, help="share of texts whose names are swapped for others of their label")
    add("--leg", type=int, choices=(1, 2), default=1, help="with --data, 2: mostly gold texts and name fragments from the start")
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=2)


def problem(options):
    """The first thing that does not go together, as a sentence; None where all is well."""
    if (options.examples is None) == (options.data is None):
        return "name either --examples FILE (your own texts) or --data DIR (the default model's recipe)"
    if (options.minutes is None) == (options.steps is None):
        return "name either --minutes or --steps"
    if (options.minutes if options.steps is None else options.steps) <= 0:
        return "--minutes and --steps want more than 0"
    if options.data and not options.vocab:
        return "--data wants --vocab DIR; `python3 -m padener_training.vocabulary` makes it"
    if options.dev and not options.examples:
        return "--dev goes with --examples; --data has its own held-out texts"
    if not 0 <= options.language_model <= 0.9:
        return "--language-model is a share, 0 to 0.9"
    if not 16 <= options.window <= 400:
        return "--window is 16 to 400 tokens"
    if options.width % options.heads or (options.width // options.heads) % 2 or options.width % 32 or options.inner % 32:
        return "--width and --inner are multiples of 32, and --width divides by --heads into even parts"
    if options.hint_layer + 2 > options.layers:
        return "--hint-layer is at most --layers less two"
    if options.clock == "cpu" and options.threads != 1:
        return "--clock cpu wants --threads 1: processor time of several threads is no time"
    for name in ("examples", "dev", "data", "texts", "begin_with", "vocab"):
        path = getattr(options, name)
        if path is not None and not path.exists():
            return f"--{name.replace('_', '-')} {path} is not there"
    return None


def parse(arguments=None):
    given = parser()
    options = given.parse_args(arguments)
    wrong = problem(options)
    if wrong:
        given.error(wrong)
    if options.rate is None:
        options.rate = 1e-3 if options.begin_with else 2e-3
    return options

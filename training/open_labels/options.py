"""What the trainer can be told, and what does not go together."""

import argparse
from pathlib import Path

from . import template
from .base import parse_layers
from .optimizer import ROUNDINGS


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="open_labels.train", description="Fine-tunes a published language model for labels in words.")
    _data(parser.add_argument_group("data: --data, --examples, or both").add_argument)
    _beginning(parser.add_argument_group("where the model begins, and what becomes of it").add_argument)
    _length(parser.add_argument_group("how long: one of --minutes and --steps").add_argument)
    _learning(parser.add_argument_group("how it learns").add_argument)
    _mixture(parser.add_argument_group("what it sees: shares of the texts").add_argument)
    return parser


def _data(add):
    add("--data", type=Path, help="the folder of the default model's recipe: open-labels, english-mix, silver, names")
    add("--examples", type=Path, help="your texts: JSON lines with text, entities (label, start, end) and labels; "
                                         "with --data half of what is seen")
    add("--dev", type=Path, help="held-out texts of the same form, scored while the model trains")
    add("--label-words", default="", help="NAME=WORDS,...: what a label of the data is asked by, where its name says too little")
    add("--out", type=Path, required=True, help="folder of the run: vocabulary, checkpoint, table")


def _beginning(add):
    add("--begin-with", type=Path, help="a published .gguf (llama with a gpt2/smollm vocabulary), one of ours, or a checkpoint.pt")
    add("--vocabulary", type=int, default=24576, help="tokens kept of a published vocabulary")
    add("--layers", type=parse_layers, help="layers kept, counted from 0, as in 0-4,6,8-11; default: all")
    add("--inner", type=int, help="inner neurons kept of each layer, those that do most on the training's texts; default: all")
    add("--fade", type=float, default=0, metavar="PART",
        help="the other layers and neurons are not dropped at once: what they add shrinks to nothing until this part of the run is over")
    add("--fade-from", type=float, default=0, metavar="PART", help="when they begin to shrink, as a part of the run")
    add("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")
    add("--name", help="general.name of the exported model")
    add("--licence", help="licence of the exported model; default: that of the model it begins with")
    add("--format", choices=sorted(ROUNDINGS), default="Q4_0",
        help="what the file will hold; the last part of the training reckons with it")
    add("--embedding-format", choices=sorted(ROUNDINGS), default="Q8_0")


def _length(add):
    add("--minutes", type=float, help="training time; the schedule follows it, pauses not counted")
    add("--steps", type=int, help="training steps; the schedule follows them")
    add("--checkpoint-minutes", type=float, default=10)
    add("--evaluate-minutes", type=float, default=12)
    add("--held-out", type=int, default=20, help="with --data: texts of each source of the mixture that are scored while it trains")


def _learning(add):
    add("--tokens", type=int, default=1024, help="tokens a step")
    add("--rate", type=float, default=4e-4, help="learning rate at the top")
    add("--frozen", type=int, default=0, help="first layers that do not learn: a third of their time")
    add("--backward", type=float, default=0.67, metavar="PART",
        help="part of the rows that a product's backward pass takes, those with the largest gradients; 1: all")
    add("--hint-weight", type=float, default=0.5, help="of the tag hint; fades to a fifth over the run")
    add("--pointer-weight", type=float, default=0.3, help="of the pointer hint; fades as well")
    add("--some-weight", type=float, default=1.0, help="weight of counts above zero: more recall, less precision")
    add("--round-from", type=float, default=0.6, help="when the weights are rounded to what the file will hold, as a part of the run")
    add("--window", type=int, default=224, help="longest text in tokens")
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=2)
    add("--device", default="auto", help="cpu, cuda, or auto: a GPU where there is one")


def _mixture(add):
    add("--most-labels", type=int, default=6, help="labels of a text that are asked of it")
    add("--negatives", type=int, default=3, help="labels that its source annotates and it has not, asked beside them")
    add("--wordings", type=float, help="labels asked by other words; default 0.35 with --data alone, else 0")
    add("--join", type=float, default=0.2, help="texts joined to longer ones")
    add("--capitals", type=float, default=0.05, help="texts in capitals")
    add("--lower", type=float, default=0.05, help="texts in small letters")
    add("--spaces", type=float, default=0.1, help="texts with line breaks and runs of white space")
    add("--swap-names", type=float, default=0.25, help="texts whose names are swapped for others of their label")


def problem(options):
    """The first thing that does not go together, as a sentence; None where all is well."""
    if options.data is None and options.examples is None:
        return "name --data DIR, --examples FILE, or both"
    if (options.minutes is None) == (options.steps is None):
        return "name either --minutes or --steps"
    if (options.minutes if options.steps is None else options.steps) <= 0:
        return "--minutes and --steps want more than 0"
    if options.begin_with is None and not options.resume:
        return "name the model to --begin-with"
    if not 16 <= options.window <= 1024:
        return "--window is 16 to 1024 tokens"
    if not 0 <= options.fade < 1 or options.fade and not (options.layers or options.inner):
        return "--fade is a part of the run, 0 to 1, and wants --layers or --inner"
    if not 0 <= options.fade_from <= options.fade:
        return "--fade-from is a part of the run, 0 to what --fade says"
    if options.inner is not None and (options.inner < 32 or options.inner % 32):
        return "--inner is a multiple of 32: the file's blocks are that long"
    if not 0 < options.backward <= 1:
        return "--backward is a part of the rows, above 0 up to 1"
    if options.vocabulary < 512:
        return "--vocabulary is 512 tokens or more"
    for name in ("data", "examples", "dev", "begin_with"):
        path = getattr(options, name)
        if path is not None and not path.exists():
            return f"--{name.replace('_', '-')} {path} is not there"
    return None


def _label_words(text: str) -> dict:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if any(not words.strip() for _, _, words in pairs):
        raise ValueError("--label-words wants NAME=WORDS,...")
    return {name.strip(): words.strip() for name, _, words in pairs}


def parse(arguments=None):
    given = parser()
    options = given.parse_args(arguments)
    wrong = problem(options)
    if wrong:
        given.error(wrong)
    try:
        own = _label_words(options.label_words)
    except ValueError as problem_:
        given.error(str(problem_))
    options.own_label_words, options.label_words = own, {**template.DEFAULT_LABELS, **own}
    if options.wordings is None:
        options.wordings = 0.0 if options.examples else 0.35
    return options

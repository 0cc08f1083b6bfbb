"""A small vocabulary and model for the tests, made once per run; no data set is needed."""

import functools
import os
import tempfile

import torch

from padener_training.data import Record
from padener_training.model import Model, Shape
from padener_training.tokenizer import Tokenizer, train_vocabulary

torch.set_num_threads(1)  # the models are tiny, and others may use the machine

TEXTS = [
    "Maria Lopez of Acme Corp. flew from Paris to New York on Monday.",
    "The Acme board met in Paris; Maria Lopez spoke, then John Smith-Jones did.",
    "\"Paris,\" said John, \"is not New York (or Paris, Texas).\"",
    "Nothing of note happened in 2024, 12 % less than in 2023.",
    "L'Oréal and Société Générale trade in Paris, naïve as that is.",
]
ODD = ["", " ", "  two  spaces ", "tab\tand\nline", "北京和上海 are cities", "emoji 👩‍👩‍👧 here 🙂", "<|label 1|> x <s> </s>",
       "é combining e\u0301", "ไทย text", "\u2581 block", "a\u00a0b", "x" * 60]


@functools.lru_cache(None)
def tokenizer() -> Tokenizer:
    folder = tempfile.mkdtemp()
    prefix = os.path.join(folder, "tokenizer")
    train_vocabulary(TEXTS * 40, prefix, 480)
    return Tokenizer(prefix + ".model")


def record(text, *mentions, labels=("PER", "ORG", "LOC", "MISC")) -> Record:
    """Mentions are (label, text, number of the occurrence from 0)."""
    entities = []
    for label, words, number in mentions:
        start = -1
        for _ in range(number + 1):
            start = text.index(words, start + 1)
        entities.append((label, start, start + len(words)))
    return Record(text, sorted(entities, key=lambda e: e[1]), labels, "test", "A")


def records() -> list:
    return [
        record(TEXTS[0], ("PER", "Maria Lopez", 0), ("ORG", "Acme Corp.", 0), ("LOC", "Paris", 0), ("LOC", "New York", 0)),
        record(TEXTS[1], ("PER", "Maria Lopez", 0), ("PER", "John Smith-Jones", 0), ("ORG", "Acme", 0), ("LOC", "Paris", 0)),
        record(TEXTS[2], ("LOC", "Paris", 0), ("PER", "John", 0), ("LOC", "New York", 0), ("LOC", "Paris", 1),
               labels=("PER", "LOC")),
        record(TEXTS[3]),
    ]


def model(kind=torch.float32) -> Model:
    torch.manual_seed(3)
    made = Model(Shape(tokenizer().size, 64, 3, 2, 96, hint_layer=1))
    made.hint.data.normal_(0, 0.1)
    return made.to(kind)

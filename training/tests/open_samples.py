"""A small published base for the tests, made once per run: byte-level vocabulary, grouped-query attention, random weights."""

import collections
import functools
import os
import tempfile
from pathlib import Path

import numpy
import torch

from open_labels.base import Base
from open_labels.byte_tokenizer import ByteTokenizer, pieces
from open_labels.vocabulary import BYTES
from padener_training.gguf_writer import GgufWriter

from .samples import ODD, TEXTS, record

WIDTH, HEADS, KEY_HEADS, INNER, LAYERS = 64, 4, 2, 96, 3
DATA = Path(os.environ.get("PADENER_DATA_DIR") or Path(__file__).resolve().parents[2].parent / "shared" / "data")
PUBLISHED = DATA / "base" / "SmolLM2-135M-Instruct.Q4_1.gguf"
WITHOUT = f"{PUBLISHED} is not there; PADENER_DATA_DIR names the data's folder"


def _merges(count: int) -> list:
    """The most frequent pairs of the sample texts, one after another, as byte-pair encoding learns them."""
    words = collections.Counter(tuple(BYTES[b] for b in piece.encode()) for text in TEXTS for piece in pieces(text))
    found = []
    for _ in range(count):
        pairs = collections.Counter()
        for word, times in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += times
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        found.append(best)
        merged = collections.Counter()
        for word, times in words.items():
            parts, at = [], 0
            while at < len(word):
                both = word[at:at + 2] == best
                parts.append("".join(best) if both else word[at])
                at += 2 if both else 1
            merged[tuple(parts)] += times
        words = merged
    return found


def write_base(path: Path, merges: int = 120, kind: str = "Q4_1"):
    """As published: special tokens, the bytes without those that no text had, merges in rank order."""
    ranked = _merges(merges)
    missing = {0xC0, 0xF1, 0x04, 0x1D}
    tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] + [c for b, c in enumerate(BYTES) if b not in missing]
    tokens += ["".join(pair) for pair in ranked]
    writer, chance = GgufWriter(), numpy.random.default_rng(5)
    writer.string("general.architecture", "llama")
    writer.string("general.name", "Tiny base")
    writer.string("general.license", "apache-2.0")
    for key, value in (("context_length", 512), ("embedding_length", WIDTH), ("block_count", LAYERS), ("feed_forward_length", INNER),
                       ("rope.dimension_count", WIDTH // HEADS), ("attention.head_count", HEADS), ("attention.head_count_kv", KEY_HEADS)):
        writer.uint32(f"llama.{key}", value)
    writer.float32("llama.rope.freq_base", 100000.0)
    writer.float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
    writer.string("tokenizer.ggml.model", "gpt2")
    writer.string("tokenizer.ggml.pre", "smollm")
    writer.strings("tokenizer.ggml.tokens", tokens)
    writer.integers("tokenizer.ggml.token_type", [3] * 3 + [1] * (len(tokens) - 3))
    writer.strings("tokenizer.ggml.merges", [" ".join(pair) for pair in ranked])
    writer.boolean("tokenizer.ggml.add_bos_token", False)
    random_ = lambda rows, columns: chance.standard_normal((rows, columns)) * columns ** -0.5
    writer.tensor("token_embd.weight", random_(len(tokens), WIDTH) * 4, "Q8_0")
    writer.tensor("output_norm.weight", numpy.ones(WIDTH), "F32")
    key_rows = KEY_HEADS * WIDTH // HEADS
    for number in range(LAYERS):
        for name, rows, columns in (("attn_q", WIDTH, WIDTH), ("attn_k", key_rows, WIDTH), ("attn_v", key_rows, WIDTH),
                                    ("attn_output", WIDTH, WIDTH), ("ffn_gate", INNER, WIDTH), ("ffn_up", INNER, WIDTH),
                                    ("ffn_down", WIDTH, INNER)):
            writer.tensor(f"blk.{number}.{name}.weight", random_(rows, columns), kind)
        for name in ("attn_norm", "ffn_norm"):
            writer.tensor(f"blk.{number}.{name}.weight", 1 + 0.1 * chance.standard_normal(WIDTH), "F32")
    writer.write(path)


@functools.lru_cache(None)
def base_path() -> Path:
    path = Path(tempfile.mkdtemp()) / "base.gguf"
    write_base(path)
    return path


def base(**more) -> Base:
    return Base(base_path(), **more)


@functools.lru_cache(None)
def tokenizer() -> ByteTokenizer:
    return ByteTokenizer(base().vocabulary)


def model(kind=torch.float32):
    return base().model.cast(kind)


def records() -> list:
    """With labels in words, one of them with two words and one that no text has."""
    return [
        record(TEXTS[0], ("person", "Maria Lopez", 0), ("big company", "Acme Corp.", 0), ("place", "Paris", 0), ("place", "New York", 0),
               labels=("person", "big company", "place", "ship")),
        record(TEXTS[1], ("person", "Maria Lopez", 0), ("person", "John Smith-Jones", 0), ("place", "Paris", 0),
               labels=("person", "place")),
        record(TEXTS[2], ("place", "Paris", 0), ("person", "John", 0), ("place", "New York", 0), ("place", "Paris", 1),
               labels=("person", "place", "ship")),
        record("北京和上海 are cities\n of 中国", ("place", "北京", 0), ("place", "上海", 0), labels=("place",)),
    ]

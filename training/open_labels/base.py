"""The model in a published GGUF file of the architecture llama, made ready for the template."""

import numpy
import torch

from padener_training.gguf_reader import GgufFile, halves

from . import template
from .byte_tokenizer import ByteTokenizer
from .model import Model, Shape
from .vocabulary import Vocabulary

NOISE = 0.1  # of the embeddings' own size, on those of the control tokens


class BadBase(Exception):
    """A file that this trainer cannot begin with."""


def parse_layers(text: str) -> list:
    """`0-4,6,8-11`, counted from 0."""
    found = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


class Base:
    """`model`, `vocabulary`, and in words where they come from."""

    def __init__(self, path, vocabulary_size=None, layers=None, seed=1):
        try:
            file = GgufFile(path)
            whole = Vocabulary.of(file.metadata)
        except ValueError as problem:
            raise BadBase(str(problem)) from None
        meta = file.metadata
        if meta.get("general.architecture") != "llama" or "output.weight" in file.tensors:
            raise BadBase(f"{path} is not of the architecture llama with its output layer tied to the embeddings")
        self.vocabulary = whole if whole.prepared else whole.cut(vocabulary_size or len(whole.tokens))
        self.name = meta.get("general.name", path.stem)
        self.licence = meta.get("general.license")
        self.data = meta.get("padener.training_data")
        self.labels = meta.get("padener.default_labels")
        kept = layers if layers is not None else list(range(meta["llama.block_count"]))
        if not kept or kept != sorted(set(kept)) or kept[-1] >= meta["llama.block_count"]:
            raise BadBase(f"--layers: some of 0 to {meta['llama.block_count'] - 1}, in order")
        shape = Shape(len(self.vocabulary.tokens), meta["llama.embedding_length"], len(kept), meta["llama.attention.head_count"],
                      meta.get("llama.attention.head_count_kv", meta["llama.attention.head_count"]), meta["llama.feed_forward_length"],
                      meta["llama.context_length"], meta["llama.rope.freq_base"], meta["llama.attention.layer_norm_rms_epsilon"])
        torch.manual_seed(seed)
        self.model = Model(shape)
        self._embeddings(file, whole, seed)
        self._layers(file, kept)

    def _layers(self, file, kept):
        shape = self.model.shape
        part = lambda name: torch.from_numpy(numpy.array(file.tensors[name], dtype=numpy.float32))
        turned = lambda name, heads: torch.from_numpy(halves(file.tensors[name], heads).copy())
        self.model.norm.data = part("output_norm.weight")
        for layer, number in zip(self.model.layers, kept):
            name = f"blk.{number}.{{}}.weight".format
            layer.attention_norm.data, layer.inner_norm.data = part(name("attn_norm")), part(name("ffn_norm"))
            layer.query_key_value.data = torch.cat([turned(name("attn_q"), shape.heads), turned(name("attn_k"), shape.key_heads),
                                                    part(name("attn_v"))])
            layer.attention_out.data, layer.down.data = part(name("attn_output")), part(name("ffn_down"))
            layer.gate_up.data = torch.cat([part(name("ffn_gate")), part(name("ffn_up"))])

    def _embeddings(self, file, whole, seed):
        rows = file.tensors["token_embd.weight"]
        if whole.prepared:
            self.model.embedding.data = torch.from_numpy(rows.copy())
            return
        controls = template.control_tokens()
        added = len(self.vocabulary.tokens) - len(controls)
        kept = sum(1 for a, b in zip(whole.tokens, self.vocabulary.tokens[:added]) if a == b)
        first = numpy.empty((len(self.vocabulary.tokens), rows.shape[1]), dtype=numpy.float32)
        first[:kept] = rows[:kept]
        first[kept:] = rows[:kept].mean(0)  # bytes that the base does not have: of none of the texts that it saw
        find = ByteTokenizer(whole).tokenize
        mean = lambda text: rows[find(text)].mean(0)
        break_, digits = mean("\n"), [mean(str(digit)) for digit in range(10)]
        number = lambda n: numpy.mean([digits[int(digit)] for digit in str(n)], 0)
        start = {template.LABEL: break_, template.END: break_, template.COUNT: mean(":")}
        start |= {template.count_tag(n): number(n) for n in range(template.MAX_COUNT + 1)}
        start |= {template.mention_tag(k): (break_ + number(k)) / 2 for k in range(1, template.MAX_COUNT + 1)}
        chance, size = numpy.random.default_rng(seed), float(numpy.sqrt((rows[:kept] ** 2).mean()))
        for place, token in enumerate(controls, added):
            first[place] = start[token] + chance.standard_normal(rows.shape[1]) * size * NOISE
        self.model.embedding.data = torch.from_numpy(first)

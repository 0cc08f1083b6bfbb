"""Reads GGUF files, ours and published ones: metadata, tensors, and the model that a file of ours makes (to score it)."""

import struct
from collections.abc import Mapping

import numpy
import torch

from . import quantize
from .gguf_writer import ALIGNMENT, ARRAY, STRING
from .model import Model, Shape

SIMPLE = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}


class Tensors(Mapping):
    """Tensors by name, dequantised when they are asked for: a published model is large."""

    def __init__(self, raw, places: dict):
        self.raw, self.places = raw, places  # name -> (format, shape, first byte, bytes)

    def __getitem__(self, name) -> numpy.ndarray:
        kind, shape, start, length = self.places[name]
        return quantize.unpack(self.raw[start:start + length], kind, shape)

    def __iter__(self):
        return iter(self.places)

    def __len__(self):
        return len(self.places)


class GgufFile:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.raw = file.read()
        self.at = 4
        if self.raw[:4] != b"GGUF" or self._number("<I") != 3:
            raise ValueError(f"{path} is no GGUF file of version 3")
        tensors, entries = self._number("<Q"), self._number("<Q")
        self.metadata = {self._string(): self._value(self._number("<I")) for _ in range(entries)}
        table = []
        for _ in range(tensors):
            name = self._string()
            shape = [self._number("<Q") for _ in range(self._number("<I"))]
            table.append((name, tuple(reversed(shape)), self._number("<I"), self._number("<Q")))
        alignment = self.metadata.get("general.alignment", ALIGNMENT)
        start = (self.at + alignment - 1) // alignment * alignment
        kinds = {number: (name, block, size) for name, (number, block, size) in quantize.FORMATS.items()}
        places, self.kinds = {}, {}
        for name, shape, number, offset in table:
            if number not in kinds:
                raise ValueError(f"{path}: tensor {name} has GGUF format {number}; {', '.join(quantize.FORMATS)} can be read")
            kind, block, size = kinds[number]
            length = int(numpy.prod(shape)) // block * size
            places[name], self.kinds[name] = (kind, shape, start + offset, length), kind
        self.tensors = Tensors(self.raw, places)

    def _number(self, form):
        value = struct.unpack_from(form, self.raw, self.at)[0]
        self.at += struct.calcsize(form)
        return value

    def _string(self):
        length = self._number("<Q")
        self.at += length
        return self.raw[self.at - length:self.at].decode("utf-8")

    def _value(self, kind):
        if kind == STRING:
            return self._string()
        if kind == ARRAY:
            inner = self._number("<I")
            return [self._value(inner) for _ in range(self._number("<Q"))]
        return self._number(SIMPLE[kind])


def halves(weights: numpy.ndarray, heads: int) -> numpy.ndarray:
    """Rows from interleaved rotary pairs (the file) to half against half (the trainer)."""
    size = weights.shape[0] // heads
    return weights.reshape(heads, size // 2, 2, -1).swapaxes(1, 2).reshape(weights.shape)


def interleaved(weights: numpy.ndarray, heads: int) -> numpy.ndarray:
    """The other way round: rows as llama.cpp turns them."""
    size = weights.shape[0] // heads
    return weights.reshape(heads, 2, size // 2, -1).swapaxes(1, 2).reshape(weights.shape)


def load_model(path) -> Model:
    return model_of(GgufFile(path))


def model_of(file: GgufFile, labels: int = 4, hint_layer: int = 5) -> Model:
    """The model in a file of ours; the hints, which no file holds, begin anew for so many labels."""
    if file.metadata.get("general.architecture") != "llama" or "output.weight" in file.tensors:
        raise ValueError("not a model of this trainer: it wants the architecture llama with the output layer tied to the embedding")
    meta, tensors = file.metadata, {k: torch.from_numpy(v.copy()) for k, v in file.tensors.items()}
    heads = meta["llama.attention.head_count"]
    shape = Shape(len(meta["tokenizer.ggml.tokens"]), meta["llama.embedding_length"], meta["llama.block_count"], heads,
                  meta["llama.feed_forward_length"], meta["llama.context_length"], meta["llama.rope.freq_base"],
                  meta["llama.attention.layer_norm_rms_epsilon"], labels, min(hint_layer, meta["llama.block_count"] - 2))
    model = Model(shape)
    model.embedding.data = tensors["token_embd.weight"]
    model.norm.data = tensors["output_norm.weight"]
    for number, layer in enumerate(model.layers):
        part = lambda name: tensors[f"blk.{number}.{name}.weight"]
        turned = [torch.from_numpy(halves(part(name).numpy(), heads)) for name in ("attn_q", "attn_k")]
        layer.attention_norm.data, layer.inner_norm.data = part("attn_norm"), part("ffn_norm")
        layer.query_key_value.data = torch.cat(turned + [part("attn_v")])
        layer.attention_out.data, layer.down.data = part("attn_output"), part("ffn_down")
        layer.gate_up.data = torch.cat([part("ffn_gate"), part("ffn_up")])
    return model

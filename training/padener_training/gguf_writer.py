"""Writes GGUF version 3: header, metadata, tensor table, aligned tensor data."""

import struct

from . import quantize

ALIGNMENT = 32
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9


class GgufWriter:
    def __init__(self):
        self.metadata, self.tensors = [], []

    def uint32(self, key, value):
        self.metadata.append((key, UINT32, struct.pack("<I", value)))

    def float32(self, key, value):
        self.metadata.append((key, FLOAT32, struct.pack("<f", value)))

    def boolean(self, key, value):
        self.metadata.append((key, BOOL, struct.pack("<?", value)))

    def string(self, key, value):
        self.metadata.append((key, STRING, _string(value)))

    def strings(self, key, values):
        self._array(key, STRING, values, b"".join(_string(v) for v in values))

    def floats(self, key, values):
        self._array(key, FLOAT32, values, struct.pack(f"<{len(values)}f", *values))

    def integers(self, key, values):
        self._array(key, INT32, values, struct.pack(f"<{len(values)}i", *values))

    def _array(self, key, kind, values, raw):
        self.metadata.append((key, ARRAY, struct.pack("<IQ", kind, len(values)) + raw))

    def tensor(self, name, weights, kind):
        """`weights` as in PyTorch (rows first); the file lists dimensions fastest first."""
        self.tensors.append((name, tuple(reversed(weights.shape)), kind, quantize.pack(weights, kind)))

    def write(self, path):
        with open(path, "wb") as file:
            file.write(b"GGUF" + struct.pack("<IQQ", 3, len(self.tensors), len(self.metadata)))
            for key, kind, raw in self.metadata:
                file.write(_string(key) + struct.pack("<I", kind) + raw)
            offset = 0
            for name, shape, kind, raw in self.tensors:
                file.write(_string(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape))
                file.write(struct.pack("<IQ", quantize.FORMATS[kind][0], offset))
                offset += _aligned(len(raw))
            file.write(b"\0" * (_aligned(file.tell()) - file.tell()))
            for _, _, _, raw in self.tensors:
                file.write(raw + b"\0" * (_aligned(len(raw)) - len(raw)))


def _string(value: str) -> bytes:
    raw = value.encode("utf-8")
    return struct.pack("<Q", len(raw)) + raw


def _aligned(size: int) -> int:
    return (size + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT

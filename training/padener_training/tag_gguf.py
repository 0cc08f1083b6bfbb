"""Writes into a GGUF file of any kind what the daemon wants to know of it.

`python3 -m padener_training.tag_gguf --input model.gguf --output tagged.gguf --template padellm-en-paper --labels PER,ORG`

Weights are copied byte for byte, however large; only the keys that begin with `padener.`, and the name and licence where
they are given, change. `--show` prints what a file has and writes nothing.
"""

import argparse
import os
import struct
import sys
from pathlib import Path

from .gguf_writer import ARRAY, BOOL, FLOAT32, STRING, GgufWriter, _string

SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, FLOAT32: 4, BOOL: 1, 10: 8, 11: 8, 12: 8}
TEMPLATES = ("padellm-en", "padellm-en-paper", "padellm-zh", "compact-v1")
COPY = 1 << 22


class Header:
    """A file's metadata, value by value as its bytes, and where the rest begins."""

    def __init__(self, path: Path):
        self.path, self.file = path, open(path, "rb")
        try:
            self._read()
        except (struct.error, UnicodeDecodeError, KeyError) as problem:
            raise ValueError(f"{path} is cut short or damaged: {problem}") from None

    def _read(self):
        if self.file.read(4) != b"GGUF":
            raise ValueError(f"{self.path} is no GGUF file")
        self.version, self.tensors, entries = struct.unpack("<IQQ", self._take(20))
        if self.version not in (2, 3):
            raise ValueError(f"{self.path} is GGUF version {self.version}; 2 and 3 are known")
        self.entries = {}
        for _ in range(entries):
            key = self._text().decode("utf-8")
            kind = struct.unpack("<I", self._take(4))[0]
            start = self.file.tell()
            self._skip(kind)
            end = self.file.tell()
            self.file.seek(start)
            self.entries[key] = kind, self._take(end - start)
        table = self.file.tell()
        for _ in range(self.tensors):
            self._text()
            dimensions = struct.unpack("<I", self._take(4))[0]
            self._take(8 * dimensions + 12)
        self.table = table, self.file.tell()
        given = self.entries.get("general.alignment")
        self.alignment = struct.unpack("<I", given[1])[0] if given else 32
        self.weights = self.table[1] + -self.table[1] % self.alignment

    def _take(self, size: int) -> bytes:
        raw = self.file.read(size)
        if len(raw) < size:
            raise ValueError(f"{self.path} is cut short")
        return raw

    def _text(self) -> bytes:
        return self._take(struct.unpack("<Q", self._take(8))[0])

    def _skip(self, kind: int):
        if kind == STRING:
            self._text()
        elif kind == ARRAY:
            inner, count = struct.unpack("<IQ", self._take(12))
            if inner in (STRING, ARRAY):
                for _ in range(count):
                    self._skip(inner)
            else:
                self.file.seek(SIZES[inner] * count, os.SEEK_CUR)
        else:
            self.file.seek(SIZES[kind], os.SEEK_CUR)

    def described(self, prefix: str) -> list:
        """Strings, lists of strings and numbers that begin so, for people."""
        return [f"{key} = {_readable(kind, raw)}" for key, (kind, raw) in self.entries.items() if key.startswith(prefix)]


def _readable(kind: int, raw: bytes):
    if kind == STRING:
        return raw[8:].decode("utf-8")
    if kind == ARRAY and struct.unpack_from("<I", raw)[0] == STRING:
        words, at = [], 12
        while at < len(raw):
            length = struct.unpack_from("<Q", raw, at)[0]
            words.append(raw[at + 8:at + 8 + length].decode("utf-8"))
            at += 8 + length
        return ", ".join(words)
    return struct.unpack("<I", raw)[0] if kind == 4 else f"({len(raw)} bytes of kind {kind})"


def tag(source: Path, target: Path, added: GgufWriter):
    """Copies a file with the writer's keys in place of its own."""
    header = Header(source)
    if target.exists() and target.samefile(source):
        raise ValueError(f"{target} is the input; name another file")
    entries = dict(header.entries)
    if any(key.startswith("padener.") for key, _, _ in added.metadata):
        entries = {key: value for key, value in entries.items() if not key.startswith("padener.")}
    for key, kind, raw in added.metadata:
        entries[key] = kind, raw
    unfinished = target.with_name(target.name + ".new")
    with open(unfinished, "wb") as out:
        out.write(b"GGUF" + struct.pack("<IQQ", header.version, header.tensors, len(entries)))
        for key, (kind, raw) in entries.items():
            out.write(_string(key) + struct.pack("<I", kind) + raw)
        header.file.seek(header.table[0])
        out.write(header._take(header.table[1] - header.table[0]))
        out.write(b"\0" * (-out.tell() % header.alignment))
        header.file.seek(header.weights)
        while part := header.file.read(COPY):
            out.write(part)
    unfinished.replace(target)


def keys(options) -> GgufWriter:
    writer = GgufWriter()
    if options.name:
        writer.string("general.name", options.name)
    if options.licence:
        writer.string("general.license", options.licence)
    if options.template:
        writer.string("padener.template", options.template)
        writer.string("padener.decoding", options.decoding)
        writer.string("padener.probability", "vocabulary")
        writer.strings("padener.labels", options.labels)
        if options.descriptions:
            writer.strings("padener.label_descriptions", options.descriptions)
        if options.window:
            writer.uint32("padener.window_tokens", options.window)
        if options.training_data:
            writer.string("padener.training_data", options.training_data)
    return writer


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="padener_training.tag_gguf", description=__doc__.split("\n", 1)[0])
    add = parser.add_argument
    add("--input", type=Path, required=True)
    add("--output", type=Path)
    add("--show", action="store_true", help="print the file's padener keys")
    add("--template", choices=TEMPLATES, help="how the model was asked in training")
    add("--labels", type=lambda text: [label.strip() for label in text.split(",") if label.strip()],
        help="the labels it was trained for, with commas between")
    add("--descriptions", nargs="+", help="what each label means, one argument each")
    add("--decoding", choices=("free", "verbatim"), default="free", help="the default mode; paper-style models: free")
    add("--window", type=int, help="longest text it was trained on, in tokens")
    add("--training-data", help="what it was trained on, for readers")
    add("--name")
    add("--licence")
    options = parser.parse_args(arguments)
    if not options.show and not (options.output and options.template and options.labels):
        parser.error("writing wants --output, --template and --labels; or --show")
    if options.descriptions and len(options.descriptions) != len(options.labels):
        parser.error(f"{len(options.descriptions)} descriptions for {len(options.labels)} labels")
    try:
        if options.show:
            print("\n".join(Header(options.input).described("padener.")) or f"{options.input} has no padener keys")
        else:
            tag(options.input, options.output, keys(options))
            print(f"{options.output}: {options.output.stat().st_size} bytes, {options.template}, {', '.join(options.labels)}")
    except (OSError, ValueError) as problem:
        print(f"padener_training.tag_gguf: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

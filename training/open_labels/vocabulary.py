"""A byte-level BPE vocabulary: taken from a GGUF file, cut to its first tokens, with the template's control tokens."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from . import template

NORMAL, CONTROL = 1, 3  # token types of GGUF
FILE = "vocabulary.json"


def _byte_characters() -> list:
    """The printable character that stands for each byte in such a vocabulary: the byte's own where it has one."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = iter(range(0x100, 0x200))
    return [chr(byte) if byte in plain else chr(next(others)) for byte in range(256)]


BYTES = _byte_characters()
BYTE_OF = {character: byte for byte, character in enumerate(BYTES)}


@dataclass
class Vocabulary:
    """`tokens` and `merges` as the file spells them, bytes as printable characters; `kinds` are GGUF's token types."""

    tokens: list
    kinds: list
    merges: list
    pre: str
    begin: int  # `<|endoftext|>`

    @staticmethod
    def of(metadata: dict) -> "Vocabulary":
        model, pre = metadata.get("tokenizer.ggml.model"), metadata.get("tokenizer.ggml.pre")
        if (model, pre) != ("gpt2", "smollm"):
            raise ValueError(f"a vocabulary of the kind '{model}' with the pre-tokenizer '{pre}'; gpt2 with smollm can be read")
        tokens = list(metadata["tokenizer.ggml.tokens"])
        if template.BEGIN not in tokens:
            raise ValueError(f"the vocabulary has no {template.BEGIN}")
        return Vocabulary(tokens, list(metadata["tokenizer.ggml.token_type"]), list(metadata["tokenizer.ggml.merges"]), pre,
                          tokens.index(template.BEGIN))

    @property
    def prepared(self) -> bool:
        """Whether it has the control tokens: then it comes from a file of this trainer."""
        return set(template.control_tokens()) <= set(self.tokens)

    def cut(self, size: int) -> "Vocabulary":
        """The first `size` tokens, the bytes that none of them spells, then the control tokens.

        Merges are ranked and their results numbered in that order, so the first tokens are a vocabulary of their own. Published
        ones lack the bytes that their texts did not hold; llama.cpp leaves such a byte out of a text, and then
        nothing could say where in the text its tokens stand.
        """
        tokens, kinds = self.tokens[:size], self.kinds[:size]
        kept = {token for token, kind in zip(tokens, kinds) if kind == NORMAL}
        bytes_missing = [character for character in BYTES if character not in kept]
        controls = template.control_tokens()
        merges = [merge for merge in self.merges if "".join(merge.split(" ")) in kept and set(merge.split(" ")) <= kept]
        return Vocabulary(tokens + bytes_missing + controls,
                          kinds + [NORMAL] * len(bytes_missing) + [CONTROL] * len(controls), merges, self.pre, self.begin)

    def save(self, folder: Path):
        (folder / FILE).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @staticmethod
    def load(folder: Path) -> "Vocabulary":
        return Vocabulary(**json.loads((folder / FILE).read_text(encoding="utf-8")))

"""A SentencePiece model from a GGUF file's vocabulary: training goes on where only the finished model is at hand.

SentencePiece stores its model as a protocol buffer; the few fields that encoding needs are written here by hand.
"""

import struct

BPE = 2
PIECES, TRAINER, NORMALIZER = 1, 2, 3  # fields of the model
# Fields of the trainer's and the normaliser's part, as sentencepiece_model.proto numbers them.
MODEL_TYPE, VOCABULARY_SIZE, BYTE_FALLBACK, UNKNOWN, BEGIN, END, PAD = 3, 4, 35, 40, 41, 42, 43
NAME, DUMMY_PREFIX, EXTRA_SPACES, ESCAPE_SPACES = 1, 3, 4, 5


def piece_model(metadata: dict) -> bytes:
    """The bytes of a `tokenizer.model` that encodes as the file does."""
    if metadata.get("tokenizer.ggml.model") != "llama":
        raise ValueError(f"a vocabulary of the kind '{metadata.get('tokenizer.ggml.model')}'; ours are SentencePiece ('llama')")
    tokens = metadata["tokenizer.ggml.tokens"]
    pieces = b"".join(
        _bytes(PIECES, _bytes(1, token.encode()) + _float(2, score) + _number(3, kind))
        for token, score, kind in zip(tokens, metadata["tokenizer.ggml.scores"], metadata["tokenizer.ggml.token_type"]))
    trainer = (_number(MODEL_TYPE, BPE) + _number(VOCABULARY_SIZE, len(tokens)) + _number(BYTE_FALLBACK, 1)
               + _number(UNKNOWN, metadata["tokenizer.ggml.unknown_token_id"])
               + _number(BEGIN, metadata["tokenizer.ggml.bos_token_id"])
               + _number(END, metadata["tokenizer.ggml.eos_token_id"]) + _number(PAD, -1))
    normalizer = (_bytes(NAME, b"identity") + _number(DUMMY_PREFIX, int(metadata.get("tokenizer.ggml.add_space_prefix", True)))
                  + _number(EXTRA_SPACES, int(metadata.get("tokenizer.ggml.remove_extra_whitespaces", False)))
                  + _number(ESCAPE_SPACES, 1))
    return pieces + _bytes(TRAINER, trainer) + _bytes(NORMALIZER, normalizer)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # negative numbers take ten bytes
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _float(field: int, value: float) -> bytes:
    return _varint(field << 3 | 5) + struct.pack("<f", value)


def _bytes(field: int, raw: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw

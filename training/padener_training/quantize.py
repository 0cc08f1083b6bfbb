"""Tensor formats of GGUF, both ways. Blocks hold 32 weights of one row."""

import numpy

# name -> (number in the file, weights per block, bytes per block)
FORMATS = {"F32": (0, 1, 4), "F16": (1, 1, 2), "Q4_0": (2, 32, 18), "Q4_1": (3, 32, 20), "Q8_0": (8, 32, 34), "BF16": (30, 1, 2)}


def pack(weights: numpy.ndarray, kind: str) -> bytes:
    weights = numpy.ascontiguousarray(weights, dtype=numpy.float32)
    if kind == "F32":
        return weights.tobytes()
    if kind == "F16":
        return weights.astype(numpy.float16).tobytes()
    if kind == "BF16":
        bits = weights.view(numpy.uint32)
        # Round to nearest, ties to even, as hardware does.
        return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(numpy.uint16).tobytes()
    if weights.shape[-1] % 32:
        raise ValueError(f"{kind} needs rows of a multiple of 32 weights, not {weights.shape}")
    blocks = weights.reshape(-1, 32)
    return {"Q8_0": _pack_q8, "Q4_0": _pack_q4, "Q4_1": _pack_q4_1}[kind](blocks)


def unpack(raw: bytes, kind: str, shape) -> numpy.ndarray:
    if kind == "F32":
        flat = numpy.frombuffer(raw, dtype=numpy.float32)
    elif kind == "F16":
        flat = numpy.frombuffer(raw, dtype=numpy.float16).astype(numpy.float32)
    elif kind == "BF16":
        flat = (numpy.frombuffer(raw, dtype=numpy.uint16).astype(numpy.uint32) << 16).view(numpy.float32)
    else:
        blocks = numpy.frombuffer(raw, dtype=numpy.uint8).reshape(-1, FORMATS[kind][2])
        scale = blocks[:, :2].copy().view(numpy.float16).astype(numpy.float32)
        if kind == "Q8_0":
            flat = blocks[:, 2:].copy().view(numpy.int8).astype(numpy.float32) * scale
        elif kind == "Q4_1":
            least = blocks[:, 2:4].copy().view(numpy.float16).astype(numpy.float32)
            nibbles = numpy.concatenate([blocks[:, 4:] & 15, blocks[:, 4:] >> 4], axis=1)
            flat = nibbles.astype(numpy.float32) * scale + least
        else:
            nibbles = numpy.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
            flat = (nibbles.astype(numpy.float32) - 8) * scale
    return flat.reshape(shape)


def _pack_q8(blocks: numpy.ndarray) -> bytes:
    scale = (numpy.abs(blocks).max(1, keepdims=True) / 127).astype(numpy.float16)
    numbers = numpy.rint(blocks * _inverse(scale)).clip(-127, 127).astype(numpy.int8)
    return numpy.concatenate([scale.view(numpy.uint8), numbers.view(numpy.uint8)], axis=1).tobytes()


def _pack_q4(blocks: numpy.ndarray) -> bytes:
    """Numbers -8..7 times a scale. Several scales are tried; the one with the least squared error is kept."""
    extreme = numpy.take_along_axis(blocks, numpy.abs(blocks).argmax(1)[:, None], axis=1)
    best_scale = numpy.zeros((len(blocks), 1), dtype=numpy.float16)
    best_numbers = numpy.full(blocks.shape, 8, dtype=numpy.int64)
    best_error = numpy.full((len(blocks), 1), numpy.inf, dtype=numpy.float32)
    for divisor in (-8, -7.5, -7, -6.5, -6, 8, 7.5, 7, 6.5, 6):
        scale = (extreme / divisor).astype(numpy.float16)
        numbers = numpy.rint(blocks * _inverse(scale)).clip(-8, 7)
        error = ((numbers * scale.astype(numpy.float32) - blocks) ** 2).sum(1, keepdims=True)
        better = error < best_error
        best_error = numpy.where(better, error, best_error)
        best_scale = numpy.where(better, scale, best_scale)
        best_numbers = numpy.where(better, numbers.astype(numpy.int64) + 8, best_numbers)
    nibbles = best_numbers.astype(numpy.uint8)
    joined = nibbles[:, :16] | (nibbles[:, 16:] << 4)
    return numpy.concatenate([best_scale.view(numpy.uint8), joined], axis=1).tobytes()


def _pack_q4_1(blocks: numpy.ndarray) -> bytes:
    """Numbers 0..15 times a scale, from the block's least weight on."""
    least, most = blocks.min(1, keepdims=True).astype(numpy.float16), blocks.max(1, keepdims=True)
    scale = ((most - least.astype(numpy.float32)) / 15).astype(numpy.float16)
    numbers = numpy.rint((blocks - least.astype(numpy.float32)) * _inverse(scale)).clip(0, 15).astype(numpy.uint8)
    joined = numbers[:, :16] | (numbers[:, 16:] << 4)
    return numpy.concatenate([scale.view(numpy.uint8), least.view(numpy.uint8), joined], axis=1).tobytes()


def _inverse(scale: numpy.ndarray) -> numpy.ndarray:
    wide = scale.astype(numpy.float32)
    return numpy.divide(1, wide, out=numpy.zeros_like(wide), where=wide != 0)

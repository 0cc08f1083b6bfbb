"""Makes the vocabulary and the first embeddings: `python3 -m padener_training.vocabulary DATA OUT`."""

import random
import sys
from pathlib import Path

import numpy

from . import data
from .tokenizer import Tokenizer, train_vocabulary


def corpus(folder: Path, novels_step: int) -> list:
    """Free texts only; the annotated ones first, they are what the model will read."""
    texts = [record.text for record in data.silver(folder)]
    texts += [record.text for record in data.english_mix(folder, "train", "AB")]
    texts += data.plain_texts(folder, novels_step)
    random.Random(1).shuffle(texts)
    return texts


def neighbour_embeddings(tokenizer: Tokenizer, texts: list, width: int, seed: int = 1) -> numpy.ndarray:
    """Embeddings from counted neighbours (positive mutual information, then a randomised SVD).

    A few million training tokens teach a model little about rare words; counting does it in a minute.
    """
    size = tokenizer.size
    stream = []
    for ids in tokenizer.pieces.encode(texts):
        stream.extend(ids)
        stream.extend((tokenizer.eos,) * 2)
    stream = numpy.asarray(stream, dtype=numpy.int64)
    blocks = []
    for offsets in ((1,), (-1,), (2, 3), (-2, -3)):
        counts = numpy.zeros(size * size, dtype=numpy.float32)
        for offset in offsets:
            a = stream[max(0, -offset):len(stream) - max(0, offset)]
            b = stream[max(0, offset):len(stream) - max(0, -offset)]
            for part in range(0, len(a), 1 << 22):
                pairs = a[part:part + (1 << 22)] * size + b[part:part + (1 << 22)]
                found, how_often = numpy.unique(pairs, return_counts=True)
                counts[found] += how_often
        counts = counts.reshape(size, size)
        total = counts.sum()
        rows, columns = counts.sum(1, keepdims=True), counts.sum(0, keepdims=True) ** 0.75
        columns /= columns.sum()
        with numpy.errstate(divide="ignore", invalid="ignore"):
            counts = numpy.log(counts / (rows * columns))
        counts[~numpy.isfinite(counts)] = 0
        blocks.append(numpy.maximum(counts, 0))
        print(f"neighbours at {offsets}: {total:.0f} pairs", flush=True)
    matrix = numpy.concatenate(blocks, axis=1)
    generator = numpy.random.default_rng(seed)
    probe = matrix @ generator.standard_normal((matrix.shape[1], width + 32), dtype=numpy.float32)
    for _ in range(2):
        probe, _ = numpy.linalg.qr(probe)
        probe = matrix @ (matrix.T @ probe)
    basis, _ = numpy.linalg.qr(probe)
    left, strength, _ = numpy.linalg.svd(basis.T @ matrix, full_matrices=False)
    return (basis @ left)[:, :width] * numpy.sqrt(strength[:width])


def shapes(tokenizer: Tokenizer) -> numpy.ndarray:
    """What a piece looks like: capitals, digits, a leading space. Names are told apart by it first."""
    rows = []
    for text in tokenizer.text_of:
        bare = (text or "").strip()
        rows.append([
            (text or "").startswith(" "), bare[:1].isupper(), bare.isupper() and len(bare) > 1, bare.islower(),
            bare.isdigit(), bool(bare) and not any(c.isalnum() for c in bare), text is None, len(bare) <= 2,
        ])
    return numpy.asarray(rows, dtype=numpy.float32)


def first_embeddings(tokenizer: Tokenizer, texts: list, width: int, seed: int = 1) -> numpy.ndarray:
    """Neighbours, shape and a random part that keeps pieces with like neighbours apart (copying needs that)."""
    generator = numpy.random.default_rng(seed)
    meaning = neighbour_embeddings(tokenizer, texts, width - 8, seed)
    meaning /= numpy.linalg.norm(meaning, axis=1, keepdims=True) + 1e-6
    shape = shapes(tokenizer) - shapes(tokenizer).mean(0)
    joined = numpy.concatenate([meaning, shape * 0.3], axis=1)
    # A random rotation, so that no attention head begins with only one kind of feature.
    rotation, _ = numpy.linalg.qr(generator.standard_normal((width, width)))
    noise = generator.standard_normal((tokenizer.size, width)) / width**0.5
    return (joined @ rotation + 0.6 * noise).astype(numpy.float32)


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    width = int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "tokenizer.model").exists():
        train_vocabulary(corpus(folder, 12), str(out / "tokenizer"))
    tokenizer = Tokenizer(str(out / "tokenizer.model"))
    numpy.save(out / f"embeddings-{width}.npy", first_embeddings(tokenizer, corpus(folder, 1), width))


if __name__ == "__main__":
    main()

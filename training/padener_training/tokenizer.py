"""SentencePiece vocabulary with the template's tags, and documents cut into tokens with spans."""

import re

import sentencepiece

from . import template, words
from .document import TokenizedDocument


def train_vocabulary(sentences, prefix: str, size: int = 8192):
    """BPE with byte fallback. Tags are control symbols: a document's own text never parses to one.

    A few texts have too few pairs for a large vocabulary; then it gets as large as they allow.
    """
    sentences = list(sentences)
    try:
        _train_vocabulary(sentences, prefix, size)
    except RuntimeError as problem:
        allowed = re.search(r"Vocabulary size too high \(\d+\).*<= (\d+)", str(problem))
        if not allowed:
            raise ValueError(f"no vocabulary of {size} pieces can be made of these texts: {problem}") from None
        _train_vocabulary(sentences, prefix, int(allowed.group(1)))


def _train_vocabulary(sentences, prefix: str, size: int):
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_prefix=prefix,
        model_type="bpe",
        vocab_size=size,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        add_dummy_prefix=True,
        character_coverage=0.9999,
        control_symbols=template.all_tags(),
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=-1,
        num_threads=2,
        minloglevel=2,
    )


class Tokenizer:
    def __init__(self, path: str):
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=path)
        find = self.pieces.piece_to_id
        self.size = self.pieces.vocab_size()
        self.bos, self.eos = find("<s>"), find("</s>")
        self.label_ids = [find(template.label_tag(i)) for i in range(1, template.MAX_LABELS + 1)]
        self.count_ids = [find(template.count_tag(n)) for n in range(template.MAX_COUNT + 1)]
        self.mention_ids = [find(template.mention_tag(k)) for k in range(1, template.MAX_COUNT + 1)]
        if self.pieces.unk_id() in self.label_ids + self.count_ids + self.mention_ids:
            raise ValueError(f"{path}: the vocabulary lacks tags of the template {template.NAME}")
        self.text_of = [None if self.pieces.is_byte(i) else self.pieces.id_to_piece(i).replace("\u2581", " ")
                        for i in range(self.size)]
        self.byte_of = [int(self.pieces.id_to_piece(i)[3:5], 16) if self.pieces.is_byte(i) else None
                        for i in range(self.size)]

    def encode(self, text: str) -> TokenizedDocument:
        ids = self.pieces.encode(text)
        spans, whole = self._spans(ids)
        boundary = words.boundaries(text)
        firsts, starts, ends = [], [], []
        for (start, end), complete in zip(spans, whole):
            first = start
            while first < end and text[first].isspace():
                first += 1
            usable = complete and first < end
            firsts.append(first)
            starts.append(usable and boundary[first])
            ends.append(usable and boundary[end])
        return TokenizedDocument(ids, spans, firsts, starts, ends)

    def _spans(self, ids):
        """Character spans, and whether a token covers whole characters (byte tokens often do not)."""
        spans, whole = [], []
        at = -1  # the dummy prefix space lies before character 0
        pending = 0  # bytes of a character still to come
        for token in ids:
            piece = self.text_of[token]
            if piece is not None:
                end = at + len(piece)
                spans.append((max(at, 0), max(end, 0)))
                whole.append(True)
                at = end
                continue
            byte = self.byte_of[token]
            if pending == 0:
                pending = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                whole.append(pending == 1)
            else:
                whole.append(False)
            pending -= 1
            spans.append((max(at, 0), max(at + 1, 0)))
            if pending == 0:
                at += 1
        return spans, whole

"""Byte-level BPE with the pre-tokenizer `smollm`, id for id as llama.cpp has it, and documents cut into tokens with spans."""

import unicodedata

from padener_training import words
from padener_training.document import TokenizedDocument

from . import template
from .template import WHITE_SPACE
from .vocabulary import BYTE_OF, BYTES, NORMAL, Vocabulary

MOST_KEPT = 200_000  # pieces whose tokens are remembered

LETTER, NUMBER, SPACE, OTHER = range(4)
_kinds = {}


def _kind(character: str) -> int:
    known = _kinds.get(character)
    if known is None:
        category = unicodedata.category(character)[0]
        known = _kinds[character] = (SPACE if character in WHITE_SPACE else
                                     LETTER if category == "L" else NUMBER if category == "N" else OTHER)
    return known


def pieces(text: str):
    """The parts that merges never cross: each digit alone, then GPT-2's pattern on what lies between."""
    at = 0
    for place, character in enumerate(text):
        if _kind(character) == NUMBER:
            if at < place:
                yield from _between(text[at:place])
            yield character
            at = place + 1
    if at < len(text):
        yield from _between(text[at:])


def _between(text: str):
    """GPT-2's pattern on text without digits."""
    at, size = 0, len(text)
    while at < size:
        end = _contraction(text, at) or _word(text, at) or _spaces(text, at)
        yield text[at:end]
        at = end


def _contraction(text: str, at: int):
    if text[at] == "'":
        if text[at + 1:at + 2] in ("s", "t", "m", "d"):
            return at + 2
        if text[at + 1:at + 3] in ("re", "ve", "ll"):
            return at + 3
    return None


def _word(text: str, at: int):
    """A run of letters or of signs, with one blank before it."""
    first = at + 1 if text[at] == " " and at + 1 < len(text) else at
    kind = _kind(text[first])
    if kind == SPACE:
        return None
    end = first
    while end < len(text) and _kind(text[end]) == kind:
        end += 1
    return end


def _spaces(text: str, at: int) -> int:
    """A run of white space, less its last character where something follows that may take it along."""
    end = at
    while end < len(text) and _kind(text[end]) == SPACE:
        end += 1
    return end - 1 if end < len(text) and end - at > 1 else end


class ByteTokenizer:
    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary, self.size = vocabulary, len(vocabulary.tokens)
        self.ids = {token: i for i, (token, kind) in enumerate(zip(vocabulary.tokens, vocabulary.kinds)) if kind == NORMAL}
        self.ranks = {}
        for rank, merge in enumerate(vocabulary.merges):
            left, right = merge.split(" ")
            self.ranks.setdefault((left, right), rank)
        self.lengths = [len(token) if kind == NORMAL else 0 for token, kind in zip(vocabulary.tokens, vocabulary.kinds)]
        self.kept = {}
        self.bos = vocabulary.begin
        if vocabulary.prepared:
            find = {token: i for i, token in enumerate(vocabulary.tokens)}
            self.label, self.count, self.eos = find[template.LABEL], find[template.COUNT], find[template.END]
            self.count_ids = [find[template.count_tag(n)] for n in range(template.MAX_COUNT + 1)]
            self.mention_ids = [find[template.mention_tag(k)] for k in range(1, template.MAX_COUNT + 1)]

    def tokenize(self, text: str) -> list:
        ids = []
        for piece in pieces(text):
            known = self.kept.get(piece)
            if known is None:
                known = self._merged(piece)
                if len(self.kept) < MOST_KEPT:
                    self.kept[piece] = known
            ids += known
        return ids

    def label_words(self, words: str) -> list:
        return self.tokenize(template.label_text(words))

    def spelled(self, ids) -> bytes:
        return bytes(BYTE_OF[c] for i in ids for c in self.vocabulary.tokens[i])

    def _merged(self, piece: str) -> list:
        parts = [BYTES[byte] for byte in piece.encode("utf-8", "replace")]
        ranks = [self.ranks.get(pair) for pair in zip(parts, parts[1:])]
        while True:
            best = min((rank for rank in ranks if rank is not None), default=None)
            if best is None:
                break
            at = ranks.index(best)
            parts[at:at + 2] = [parts[at] + parts[at + 1]]
            del ranks[at]
            if at:
                ranks[at - 1] = self.ranks.get((parts[at - 1], parts[at]))
            if at < len(ranks):
                ranks[at] = self.ranks.get((parts[at], parts[at + 1]))
        # A byte that the vocabulary does not have is left out, as llama.cpp does; `Vocabulary.cut` adds them all.
        return [self.ids[part] for part in parts if part in self.ids]

    def encode(self, text: str) -> TokenizedDocument:
        """Tokens with their places. A token may hold part of a character: a mention starts in a token whose first byte begins
        a character, at the first of its characters that is no white space, and ends with a token whose last byte ends one."""
        ids = self.tokenize(text)
        boundary = words.boundaries(text)
        character_at, whole = [], []  # for each byte: the character it belongs to, whether it is its first one
        for number, character in enumerate(text):
            length = len(character.encode("utf-8", "replace"))
            character_at += [number] * length
            whole += [True] + [False] * (length - 1)
        character_at.append(len(text))
        whole.append(True)
        spans, firsts, starts, ends = [], [], [], []
        at = 0
        for token in ids:
            stop = at + self.lengths[token]
            left, right = character_at[at], character_at[stop - 1] + 1
            first = left
            while first < right and text[first] in WHITE_SPACE:
                first += 1
            spans.append((left, right))
            firsts.append(first)
            starts.append(whole[at] and first < right and boundary[first])
            ends.append(whole[stop] and text[right - 1] not in WHITE_SPACE and boundary[right])
            at = stop
        return TokenizedDocument(ids, spans, firsts, starts, ends)

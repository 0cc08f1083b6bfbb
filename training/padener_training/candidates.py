"""Verbatim decoding's choices: which tokens may come next in a mention."""


class Walk:
    """A mention in the making: the occurrences in the document that match its tokens so far."""

    def __init__(self, document, eos: int):
        self.document, self.eos = document, eos
        self.last = None  # positions of the newest token; None before the first

    def candidates(self) -> list:
        ids = self.document.ids
        if self.last is None:
            return sorted({token for token, start in zip(ids, self.document.starts) if start})
        following = {ids[p + 1] for p in self.last if p + 1 < len(ids)}
        if any(self.document.ends[p] for p in self.last):
            following.add(self.eos)
        return sorted(following)

    def step(self, token: int):
        ids = self.document.ids
        if self.last is None:
            self.last = [p for p, start in enumerate(self.document.starts) if start and ids[p] == token]
        else:
            self.last = [p + 1 for p in self.last if p + 1 < len(ids) and ids[p + 1] == token]

    def text(self, text: str, length: int) -> str:
        """The document's own characters of a finished mention of so many tokens."""
        last = next(p for p in self.last if self.document.ends[p])
        return text[self.document.firsts[last - length + 1]:self.document.spans[last][1]]


class FreeWalk:
    """Free decoding: anything may come next, and the mention's text is whatever its tokens spell."""

    def __init__(self, tokenizer):
        self.tokenizer, self.everything, self.tokens = tokenizer, list(range(tokenizer.size)), []

    def candidates(self) -> list:
        return self.everything

    def step(self, token: int):
        self.tokens.append(token)

    def text(self, text: str, length: int) -> str:
        return self.tokenizer.pieces.decode(self.tokens).strip()


def token_range(document, start: int, end: int):
    """First and last token of a character span, or None where a walk cannot reach it."""
    first = last = None
    for index, (left, right) in enumerate(document.spans):
        if first is None and left <= start < right:
            first = index
        if left < end <= right:
            last = index
    if first is None or last is None or last < first:
        return None
    if document.firsts[first] != start or document.spans[last][1] != end:
        return None
    if not document.starts[first] or not document.ends[last]:
        return None
    return first, last

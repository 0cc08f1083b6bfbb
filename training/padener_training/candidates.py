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

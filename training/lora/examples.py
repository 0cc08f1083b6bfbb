"""The one-line-per-example form of `padener reformulate`, as tokens with the rows that carry loss."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

# A completion is a count, or a count, a mention's tag and the mention.
COMPLETION = re.compile(r"(\d+)(?:(\n<[^<>\n]*\d[^<>\n]*>)(.*))?", re.DOTALL)
NO_LOSS = -100  # what PyTorch's cross-entropy leaves out


class BadExamples(Exception):
    """File, line and reason."""


@dataclass
class Example:
    prompt: str
    count: str
    tag: str  # empty where the count is 0
    mention: str


@dataclass
class Tokens:
    ids: list
    targets: list  # ids from the count on, NO_LOSS before


def read(path: Path) -> list:
    examples = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                fields = json.loads(line)
                parts = COMPLETION.fullmatch(fields["completion"])
                prompt = fields["prompt"]
            except (json.JSONDecodeError, KeyError, TypeError):
                raise BadExamples(f"{path}, line {number}: no object with prompt and completion; write the file with "
                                  "`padener reformulate --template padellm-en-paper`") from None
            if not parts or prompt.rstrip().endswith("|>"):
                raise BadExamples(f"{path}, line {number}: not a count, a tag and a mention; of the templates, padellm-en, "
                                  "padellm-en-paper and padellm-zh suit a large model")
            examples.append(Example(prompt, parts.group(1), parts.group(2) or "", parts.group(3) or ""))
    if not examples:
        raise BadExamples(f"{path} holds no examples")
    return examples


def continued(encode, before: str, after: str) -> list:
    """Tokens of `after` as they follow `before`, cut where the daemon cuts.

    The daemon feeds prompt and tag as whole texts and lets the model go on from there, so no token may reach across
    those places: where the vocabulary would join them, the second text is tokenised behind a line feed instead.
    """
    for start in (before, "\n"):
        head, whole = encode(start), encode(start + after)
        if whole[:len(head)] == head:
            return whole[len(head):]
    return encode(after)


def tokens(example: Example, encode, bos, eos: int) -> Tokens:
    """`encode` gives a text's ids without special tokens; `bos` may be None."""
    prompt = ([] if bos is None else [bos]) + encode(example.prompt)
    tail = example.prompt[example.prompt.rfind("\n") + 1:]  # enough for what a tokeniser looks back at
    answer = continued(encode, tail, example.count + example.tag)
    if example.mention:
        answer += continued(encode, example.tag, example.mention)
    answer.append(eos)
    return Tokens(prompt + answer, [NO_LOSS] * len(prompt) + answer)

"""Annotated texts of the user's own: what `padener reformulate --template compact-v1 --form tree` wrote."""

import json
import re
from pathlib import Path

from . import template
from .data import Record

TAG = re.compile(r"<\|label (\d+)\|>$")


class BadExamples(Exception):
    """What is wrong with a file: file, line, reason."""


def read(path: Path):
    """Records and the labels in the order of their tags."""
    names = {}
    records = _read(path, names)
    missing = sorted(set(range(1, max(names) + 1)) - set(names))
    if missing:
        raise BadExamples(f"{path} never asks {template.label_tag(missing[0])}: train only labels that some text annotates")
    if not any(record.entities for record in records):
        raise BadExamples(f"{path} holds no mention at all")
    return records, [names[i] for i in sorted(names)]


def read_dev(path: Path, labels: list) -> list:
    """Held-out records, whose labels must have the numbers of the training file."""
    return _read(path, dict(enumerate(labels, 1)), closed=True)


def _read(path: Path, names: dict, closed: bool = False) -> list:
    records = []
    for number, line in enumerate(_lines(path), 1):
        try:
            records.append(_record(json.loads(line), names, path, closed))
        except BadExamples as problem:
            raise BadExamples(f"{path}, line {number}: {problem}") from None
        except json.JSONDecodeError as problem:
            raise BadExamples(f"{path}, line {number}: no JSON: {problem.msg} at column {problem.colno}") from None
        except (KeyError, TypeError, AttributeError):
            raise BadExamples(f"{path}, line {number}: not the tree form; write it with "
                              f"`padener reformulate --template {template.NAME} --form tree`") from None
    if not records:
        raise BadExamples(f"{path} holds no texts")
    return records


def _lines(path: Path):
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield line
    except UnicodeDecodeError as problem:
        raise BadExamples(f"{path} is not UTF-8: {problem.reason} at byte {problem.start}") from None
    except OSError as problem:
        raise BadExamples(f"{path}: {problem.strerror}") from None


def _record(tree: dict, names: dict, path: Path, closed: bool) -> Record:
    text, entities, labels = tree["text"], [], []
    for branch in tree["branches"]:
        label, count = branch["label"], len(branch["mentions"])
        tag = TAG.match(branch["prompt"])
        if not tag:
            raise BadExamples(f"the prompt {branch['prompt']!r} is no tag of {template.NAME}: reformulate with "
                              f"--template {template.NAME}")
        place = int(tag.group(1))
        if not 1 <= place <= template.MAX_LABELS:
            raise BadExamples(f"label {place} ({label}): there are tags for {template.MAX_LABELS} labels")
        if closed and place not in names:
            raise BadExamples(f"label {place} ({label}) is not in the training file: give `padener reformulate` the same --labels")
        if names.setdefault(place, label) != label:
            raise BadExamples(f"label {place} is {label} here and {names[place]} elsewhere: give `padener reformulate` "
                              "the same --labels for every file")
        if branch["count"] != template.count_tag(count) or count > template.MAX_COUNT:
            raise BadExamples(f"{label}: {count} mentions and the count {branch['count']}; at most {template.MAX_COUNT} can be counted")
        for mention in branch["mentions"]:
            start, end = mention["start"], mention["end"]
            if not 0 <= start < end <= len(text) or text[start:end] != mention["text"]:
                raise BadExamples(f"{label}: {mention['text']!r} does not stand at {start} to {end} of the text "
                                  "(offsets count code points)")
            entities.append((label, start, end))
        labels.append(label)
    entities.sort(key=lambda entity: (entity[1], entity[2]))
    return Record(text, entities, tuple(labels), path.name, "U")

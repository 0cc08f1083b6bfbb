"""Annotated texts of the user's own: JSON lines with offsets, or the tree form that `padener reformulate` writes."""

import json
from pathlib import Path

from padener_training.data import Record


class BadExamples(Exception):
    """What is wrong with a file: file, line, reason."""


def read(path: Path, labels=None) -> list:
    """Records. A line without `labels` was annotated for all labels of the file, or for `labels` where they are given."""
    found = []
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        found.append(_record(json.loads(line), path))
                    except json.JSONDecodeError as problem:
                        raise BadExamples(f"no JSON: {problem.msg} at column {problem.colno}") from None
                    except (KeyError, TypeError, AttributeError):
                        raise BadExamples("wants \"text\" and \"entities\" with label, start and end") from None
    except BadExamples as problem:
        raise BadExamples(f"{path}, line {number}: {problem}") from None
    except UnicodeDecodeError as problem:
        raise BadExamples(f"{path} is not UTF-8: {problem.reason} at byte {problem.start}") from None
    except OSError as problem:
        raise BadExamples(f"{path}: {problem.strerror}") from None
    every = tuple(labels or sorted({label for record in found for label, _, _ in record.entities}))
    if not found or not every:
        raise BadExamples(f"{path} holds no annotated texts")
    return [record if record.labels else Record(record.text, record.entities, every, record.source, record.tier) for record in found]


def _record(line: dict, path: Path) -> Record:
    text = line["text"]
    if "branches" in line:
        entities = [(branch["label"], m["start"], m["end"]) for branch in line["branches"] for m in branch["mentions"]]
        labels = tuple(branch["label"] for branch in line["branches"])
    else:
        entities = [(entity["label"], entity["start"], entity["end"]) for entity in line["entities"]]
        labels = tuple(line.get("labels") or ())
    for label, start, end in entities:
        if not 0 <= start < end <= len(text):
            raise BadExamples(f"{label}: {start} to {end} does not lie within the text (offsets count code points)")
        if labels and label not in labels:
            raise BadExamples(f"{label} is annotated and not among the labels of the line")
    return Record(text, sorted(entities, key=lambda entity: entity[1:]), labels, path.name, "U")

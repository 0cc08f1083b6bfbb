"""The state of a run on disk."""

from pathlib import Path

import torch

from .model import Model, Shape
from .optimizer import rounded

FILE = "checkpoint.pt"


def save(path: Path, model, optimizer, options, about: dict, elapsed: float):
    """`about` is what the export writes into the file: labels, data, licence, name."""
    state = {"shape": model.shape.as_dict(), "optimizer": optimizer.state(), "elapsed": elapsed,
             "decoding": options.decoding, "window": options.window, "about": about,
             "options": {k: str(v) for k, v in vars(options).items()}}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def masters(state) -> dict:
    return {name: entry["master"] for name, entry in state["optimizer"]["entries"].items()}


def load_model(path: Path):
    """The model of a checkpoint, with its matrices rounded where it was trained so."""
    state = torch.load(path)
    model = Model(Shape(**state["shape"]))
    weights = masters(state)
    for name, parameter in model.named_parameters():
        if not name.startswith("hint"):  # only for training
            matrix = name.startswith("layers") and weights[name].dim() == 2
            parameter.data.copy_(rounded(weights[name]) if matrix and state["optimizer"].get("rounding") else weights[name])
    return model, state

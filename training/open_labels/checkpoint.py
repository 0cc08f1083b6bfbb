"""The state of a run on disk: `checkpoint.pt`, with the vocabulary beside it."""

from pathlib import Path

import torch

from .model import Model, Shape
from .optimizer import rounded
from .vocabulary import Vocabulary

FILE = "checkpoint.pt"


def save(folder: Path, model, optimizer, about: dict, elapsed: float, seen: int, neurons=None):
    """`about` is what the export writes into the file; `neurons` those that stay, by layer, where the others fade."""
    state = {"shape": model.shape.as_dict(), "optimizer": optimizer.state(), "elapsed": elapsed, "seen": seen, "about": about,
             "neurons": neurons}
    unfinished = folder / (FILE + ".new")
    torch.save(state, unfinished)
    unfinished.replace(folder / FILE)


def load(path: Path) -> dict:
    return torch.load(path, map_location="cpu")


def model_of(state: dict, kind=torch.bfloat16, as_trained=True) -> Model:
    """The model with its masters' weights, in `kind` where they are matrices; rounded where it was trained so."""
    model = Model(Shape(**state["shape"]))
    kept = state["optimizer"]
    for name, parameter in model.named_parameters():
        master, rounding = kept["masters"][name], kept["rounding"][name] if as_trained else 0
        matrix = name == "embedding" or master.dim() == 2 and not name.startswith("hint")
        parameter.data = rounded(master, rounding).to(kind) if matrix else master
    return model


def vocabulary_of(path: Path) -> Vocabulary:
    return Vocabulary.load(path.parent)

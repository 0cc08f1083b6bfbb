"""The mean of several checkpoints' weights: `python3 -m padener_training.average --checkpoints A B --weights 0.4 0.6 --out C`.

Where a run has begun to learn its texts by heart, the mean of two of its stages knows more than either. Only the weights: a
run that goes on goes on from its own checkpoint.
"""

import argparse
import sys
from pathlib import Path

import torch

from .checkpoint import masters


def averaged(states, weights):
    """The last state with the weighted mean of all states' masters; the weights are scaled to a sum of 1."""
    shapes = [{name: tuple(value.shape) for name, value in masters(state).items()} for state in states]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("the checkpoints are not of one shape")
    whole = sum(weights)
    for name, entry in states[-1]["optimizer"]["entries"].items():
        entry["master"] = sum(masters(state)[name] * (weight / whole) for state, weight in zip(states, weights))
    return states[-1]


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="padener_training.average", description=__doc__.split("\n", 1)[0].split(":")[0] + ".")
    parser.add_argument("--checkpoints", type=Path, nargs="+", required=True, help="two or more of the same shape; the last gives all the rest")
    parser.add_argument("--weights", type=float, nargs="+", help="one each; default: all alike")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    weights = options.weights or [1.0] * len(options.checkpoints)
    if len(options.checkpoints) < 2 or len(weights) != len(options.checkpoints) or min(weights) < 0 or sum(weights) <= 0:
        parser.error("two or more checkpoints, and a weight of 0 or more for each, not all 0")
    try:
        state = averaged([torch.load(path, map_location="cpu") for path in options.checkpoints], weights)
    except (ValueError, OSError) as problem:
        print(f"padener_training.average: {problem}", file=sys.stderr)
        return 2
    torch.save(state, options.out)
    print(f"{options.out}: the mean of {len(options.checkpoints)} checkpoints")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Adapter and base as one model: `python3 -m lora.merge --base MODEL --adapter DIR --out DIR`."""

import argparse
from pathlib import Path


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="lora.merge", description=__doc__.split(":", 1)[0])
    parser.add_argument("--base", required=True)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    from . import huggingface
    huggingface.merged(options.base, options.adapter, options.out)
    print(f"merged model in {options.out}")


if __name__ == "__main__":
    main()

"""Texts with their token ids, to compare other tokenisers with: `python3 -m open_labels.token_cases --gguf FILE --out cases.jsonl`.

Each line is {"text", "ids"}; the text is tokenised as it is, without a beginning and with special tokens off.
"""

import argparse
import json
import random
import sys
from pathlib import Path

from padener_training.gguf_reader import GgufFile

from .byte_tokenizer import ByteTokenizer
from .vocabulary import Vocabulary

SCRIPTS = ("ab cXYZ0189 .,;:!?-_'\"()\n\t\r s't're've'll'dm", "éèüßñçåøæœÉÀ", "北京上海香港日本語한국어ไทยмосква", "🙂👩\u200d🚀🏳️🎉",
           "e\u0301a\u0308\u200b\ufeff\u00a0\u3000\u2028\u2003\x85", "½²٣Ⅷ१", "\x01\x04\x06\x13\x1c\x1d\x7f", "        \n\n\n\t\t")


def texts(count: int, seed: int = 1):
    """Over all scripts, digits, runs of white space, control characters and any code point but 0."""
    chance = random.Random(seed)
    for _ in range(count):
        alphabet = "".join(chance.sample(SCRIPTS, chance.randint(1, 3)))
        text = "".join(chance.choice(alphabet) for _ in range(chance.randint(0, 60)))
        if chance.random() < 0.2:
            points = [chance.randrange(1, 0x110000) for _ in range(20)]
            text += "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000)
        yield text


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="open_labels.token_cases", description="Writes texts with their token ids.")
    add = parser.add_argument
    add("--gguf", type=Path, required=True, help="the vocabulary's file, published or ours")
    add("--out", type=Path, required=True)
    add("--count", type=int, default=10_000)
    add("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    tokenizer = ByteTokenizer(Vocabulary.of(GgufFile(options.gguf).metadata))
    with open(options.out, "w", encoding="utf-8") as file:
        for text in texts(options.count, options.seed):
            file.write(json.dumps({"text": text, "ids": tokenizer.tokenize(text)}, ensure_ascii=False) + "\n")
    print(f"{options.out}: {options.count} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())

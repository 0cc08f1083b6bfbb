"""Texts with their token ids, to compare other tokenisers with: `python3 -m open_labels.token_cases --gguf FILE --out cases.jsonl`.

Each line is {"text", "ids", "label", "starts", "ends"}; the text is tokenised as it is, without a beginning and with special tokens off. `starts` are
the tokens that a mention may begin with, each with its first character; `ends` those it may end with, each with the character after
its last. Characters are code points. `label` are the ids of the text as a label's words.
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


def case(tokenizer: ByteTokenizer, text: str) -> dict:
    document = tokenizer.encode(text)
    return {"text": text, "ids": document.ids, "label": tokenizer.label_words(text),
            "starts": [[i, document.firsts[i]] for i, start in enumerate(document.starts) if start],
            "ends": [[i, document.spans[i][1]] for i, end in enumerate(document.ends) if end]}


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="open_labels.token_cases", description="Writes texts with their token ids.")
    add = parser.add_argument
    add("--gguf", type=Path, required=True, help="the vocabulary's file, published or ours")
    add("--out", type=Path, required=True)
    add("--count", type=int, default=10_000)
    add("--seed", type=int, default=1)
    add("--texts", type=Path, help="texts to take instead of random ones, each a JSON string on a line of its own")
    options = parser.parse_args(arguments)
    tokenizer = ByteTokenizer(Vocabulary.of(GgufFile(options.gguf).metadata))
    chosen = [json.loads(line) for line in options.texts.open(encoding="utf-8")] if options.texts else texts(options.count, options.seed)
    written = 0
    with open(options.out, "w", encoding="utf-8") as file:
        for text in chosen:
            file.write(json.dumps(case(tokenizer, text), ensure_ascii=False) + "\n")
            written += 1
    print(f"{options.out}: {written} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())

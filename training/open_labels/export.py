"""Checkpoint to GGUF: `python3 -m open_labels.export --checkpoint FILE --out FILE`."""

import argparse
import sys
from pathlib import Path

import torch

from padener_training.gguf_reader import interleaved
from padener_training.gguf_writer import GgufWriter

from . import checkpoint, template

FORMATS = ("F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1")


def write_vocabulary(writer: GgufWriter, vocabulary):
    find = vocabulary.tokens.index
    writer.string("tokenizer.ggml.model", "gpt2")
    writer.string("tokenizer.ggml.pre", vocabulary.pre)
    writer.strings("tokenizer.ggml.tokens", vocabulary.tokens)
    writer.integers("tokenizer.ggml.token_type", vocabulary.kinds)
    writer.strings("tokenizer.ggml.merges", vocabulary.merges)
    writer.uint32("tokenizer.ggml.bos_token_id", vocabulary.begin)
    writer.uint32("tokenizer.ggml.eos_token_id", find(template.END))
    writer.boolean("tokenizer.ggml.add_bos_token", True)
    writer.boolean("tokenizer.ggml.add_eos_token", False)
    writer.boolean("tokenizer.ggml.add_space_prefix", False)


def write_shape(writer: GgufWriter, shape):
    for key, value in (("context_length", shape.context), ("embedding_length", shape.width), ("block_count", shape.layers),
                       ("feed_forward_length", shape.inner), ("rope.dimension_count", shape.size),
                       ("attention.head_count", shape.heads), ("attention.head_count_kv", shape.key_heads),
                       ("vocab_size", shape.vocabulary)):
        writer.uint32(f"llama.{key}", value)
    writer.float32("llama.rope.freq_base", shape.rope_base)
    writer.float32("llama.attention.layer_norm_rms_epsilon", shape.epsilon)


def write_template(writer: GgufWriter, about: dict):
    labels = about.get("default_labels") or template.DEFAULT_LABELS
    writer.string("padener.template", template.NAME)
    writer.string("padener.decoding", "verbatim")
    writer.string("padener.probability", "candidates")
    writer.string("padener.labels", "open")
    writer.strings("padener.default_labels", list(labels))
    writer.strings("padener.default_label_words", list(labels.values()))
    writer.uint32("padener.window_tokens", about["window"])
    writer.uint32("padener.max_count", template.MAX_COUNT)
    writer.uint32("padener.max_label_tokens", template.LONGEST_LABEL)
    writer.string("padener.training_data", about["data"])


def write_weights(writer: GgufWriter, model, kind: str, embedding_kind: str):
    """Norms stay F32. The embedding is also the output layer (llama.cpp ties them where none is given)."""
    shape = model.shape
    array = lambda parameter: parameter.detach().float().numpy()
    writer.tensor("token_embd.weight", array(model.embedding), embedding_kind)
    writer.tensor("output_norm.weight", array(model.norm), "F32")
    for number, layer in enumerate(model.layers):
        sizes = [shape.heads * shape.size] + 2 * [shape.key_heads * shape.size]
        query, key, value = (array(part) for part in layer.query_key_value.split(sizes))
        gate, up = (array(part) for part in layer.gate_up.chunk(2))
        for name, weights in (("attn_q", interleaved(query, shape.heads)), ("attn_k", interleaved(key, shape.key_heads)),
                              ("attn_v", value), ("attn_output", array(layer.attention_out)), ("ffn_gate", gate), ("ffn_up", up),
                              ("ffn_down", array(layer.down))):
            writer.tensor(f"blk.{number}.{name}.weight", weights, kind)
        writer.tensor(f"blk.{number}.attn_norm.weight", array(layer.attention_norm), "F32")
        writer.tensor(f"blk.{number}.ffn_norm.weight", array(layer.inner_norm), "F32")


def export(model, vocabulary, path, about: dict, kind="Q4_0", embedding_kind="Q8_0", version="0.1"):
    """`about`: name, licence, data, base, window, and default_labels (published label -> words)."""
    writer = GgufWriter()
    writer.string("general.architecture", "llama")
    writer.string("general.name", about["name"])
    writer.string("general.version", version)
    if about.get("licence"):
        writer.string("general.license", about["licence"])
    writer.string("general.description", "Named entities by counting and copying: PaDeLLM-NER decoding, template "
                  f"{template.NAME}, verbatim decoding, labels in words. Fine-tuned from {about['base']}.")
    write_shape(writer, model.shape)
    write_vocabulary(writer, vocabulary)
    write_template(writer, about)
    write_weights(writer, model, kind, embedding_kind)
    writer.write(path)


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="open_labels.export", description="Writes a checkpoint as a GGUF file.")
    add = parser.add_argument
    add("--checkpoint", type=Path, required=True)
    add("--out", type=Path, required=True)
    add("--format", choices=FORMATS, help="of the matrices; default: what the run rounded to")
    add("--embedding-format", choices=FORMATS, help="default: what the run rounded to")
    add("--name")
    add("--licence")
    add("--training-data", help="what the file says of its data")
    add("--version", default="0.1")
    options = parser.parse_args(arguments)
    try:
        state = checkpoint.load(options.checkpoint)
        vocabulary = checkpoint.vocabulary_of(options.checkpoint)
    except OSError as problem:
        print(f"open_labels.export: {problem}", file=sys.stderr)
        return 2
    about = dict(state["about"])
    for key, value in (("name", options.name), ("licence", options.licence), ("data", options.training_data)):
        about[key] = value or about.get(key)
    kinds = about["formats"]
    export(checkpoint.model_of(state, torch.float32), vocabulary, options.out, about, options.format or kinds[0],
           options.embedding_format or kinds[1], options.version)
    print(f"{options.out}: {options.out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

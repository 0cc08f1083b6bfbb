"""Checkpoint to GGUF: `python3 -m padener_training.export --checkpoint FILE --out FILE`."""

import argparse
from pathlib import Path

from . import template
from .beginning import VOCABULARY
from .checkpoint import load_model
from .gguf_reader import interleaved
from .gguf_writer import GgufWriter
from .tokenizer import Tokenizer

NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
DATA = ("English. Silver annotations (a program's output, two CRF recognisers that agree) over public-domain novels, "
        "public-domain news sentences, Wikinews (CC BY 2.5) and the CIA factbook (CC0); then annotated texts: WNUT-17, "
        "Broad Twitter Corpus, WikiGold, LitBank (CC BY 4.0), SEC filings (CC BY 3.0), multiNER (CC0), CrossNER and "
        "Re-DocRED (MIT, Wikipedia text CC BY-SA), UNER EWT (CC BY-SA 4.0), re3d (public domain, OGL, CC BY-SA). "
        "Names for augmentation: GeoNames (CC BY 4.0) and others. See the model card.")


def write_tokenizer(writer: GgufWriter, tokenizer: Tokenizer):
    pieces = tokenizer.pieces
    kinds = []
    for i in range(tokenizer.size):
        kinds.append(UNKNOWN if pieces.is_unknown(i) else CONTROL if pieces.is_control(i)
                     else BYTE if pieces.is_byte(i) else NORMAL)
    writer.string("tokenizer.ggml.model", "llama")
    writer.strings("tokenizer.ggml.tokens", [pieces.id_to_piece(i) for i in range(tokenizer.size)])
    writer.floats("tokenizer.ggml.scores", [pieces.get_score(i) for i in range(tokenizer.size)])
    writer.integers("tokenizer.ggml.token_type", kinds)
    writer.uint32("tokenizer.ggml.bos_token_id", tokenizer.bos)
    writer.uint32("tokenizer.ggml.eos_token_id", tokenizer.eos)
    writer.uint32("tokenizer.ggml.unknown_token_id", 0)
    writer.boolean("tokenizer.ggml.add_bos_token", True)
    writer.boolean("tokenizer.ggml.add_eos_token", False)
    writer.boolean("tokenizer.ggml.add_space_prefix", True)
    writer.boolean("tokenizer.ggml.remove_extra_whitespaces", False)


def write_shape(writer: GgufWriter, shape):
    for key, value in (("context_length", shape.context), ("embedding_length", shape.width),
                       ("block_count", shape.layers), ("feed_forward_length", shape.inner),
                       ("rope.dimension_count", shape.width // shape.heads), ("attention.head_count", shape.heads),
                       ("attention.head_count_kv", shape.heads), ("vocab_size", shape.vocabulary)):
        writer.uint32(f"llama.{key}", value)
    writer.float32("llama.rope.freq_base", shape.rope_base)
    writer.float32("llama.attention.layer_norm_rms_epsilon", shape.epsilon)


def write_template(writer: GgufWriter, decoding: str, window: int, labels, descriptions, training_data: str):
    writer.string("padener.template", template.NAME)
    writer.string("padener.decoding", decoding)
    writer.string("padener.probability", "candidates" if decoding == "verbatim" else "vocabulary")
    writer.strings("padener.labels", labels)
    if descriptions:
        writer.strings("padener.label_descriptions", descriptions)
    writer.uint32("padener.window_tokens", window)
    writer.uint32("padener.max_count", template.MAX_COUNT)
    writer.string("padener.training_data", training_data)


def write_weights(writer: GgufWriter, model, kind: str, embedding_kind: str):
    """Norms stay F32. The embedding is also the output layer (llama.cpp ties them where none is given)."""
    heads = model.shape.heads
    array = lambda parameter: parameter.detach().float().numpy()
    writer.tensor("token_embd.weight", array(model.embedding), embedding_kind)
    writer.tensor("output_norm.weight", array(model.norm), "F32")
    for number, layer in enumerate(model.layers):
        query, key, value = (array(part) for part in layer.query_key_value.chunk(3))
        gate, up = (array(part) for part in layer.gate_up.chunk(2))
        for name, weights in (("attn_q", interleaved(query, heads)), ("attn_k", interleaved(key, heads)),
                              ("attn_v", value), ("attn_output", array(layer.attention_out)), ("ffn_gate", gate),
                              ("ffn_up", up), ("ffn_down", array(layer.down))):
            writer.tensor(f"blk.{number}.{name}.weight", weights, kind)
        writer.tensor(f"blk.{number}.attn_norm.weight", array(layer.attention_norm), "F32")
        writer.tensor(f"blk.{number}.ffn_norm.weight", array(layer.inner_norm), "F32")


def export(model, tokenizer, path, kind="Q4_0", embedding_kind="Q8_0", decoding="verbatim", window=224,
           labels=template.DEFAULT_LABELS, descriptions=template.DEFAULT_DESCRIPTIONS, training_data=DATA,
           name="PaDeNer English small", version="0.1", licence="cc-by-sa-4.0"):
    writer = GgufWriter()
    writer.string("general.architecture", "llama")
    writer.string("general.name", name)
    writer.string("general.version", version)
    if licence:
        writer.string("general.license", licence)
    writer.string("general.description", "Named entities by counting and copying: PaDeLLM-NER decoding, "
                  f"template {template.NAME}, {decoding} decoding, labels {', '.join(labels)}.")
    write_shape(writer, model.shape)
    write_tokenizer(writer, tokenizer)
    write_template(writer, decoding, window, labels, descriptions, training_data)
    write_weights(writer, model, kind, embedding_kind)
    writer.write(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, help="folder of tokenizer.model; default: the checkpoint's own")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--format", default="Q4_0", choices=("F32", "F16", "BF16", "Q8_0", "Q4_0"))
    parser.add_argument("--embedding-format", help="default: Q8_0 with Q4_0, else the same")
    parser.add_argument("--name", help="default: what the training run was told")
    parser.add_argument("--licence", help="default: what the training run was told or began with")
    parser.add_argument("--training-data", help="what the file says of its data; default: what the training run knew")
    parser.add_argument("--version", default="0.1")
    options = parser.parse_args()
    model, state = load_model(options.checkpoint)
    about = state.get("about", {})
    vocabulary = (options.vocab or options.checkpoint.parent) / VOCABULARY
    if not vocabulary.exists():
        parser.error(f"{vocabulary} is not there: name its folder with --vocab")
    export(model, Tokenizer(str(vocabulary)), options.out, options.format,
           options.embedding_format or ("Q8_0" if options.format == "Q4_0" else options.format),
           state["decoding"], state["window"], about.get("labels", template.DEFAULT_LABELS),
           about.get("descriptions", template.DEFAULT_DESCRIPTIONS), options.training_data or about.get("data", DATA),
           options.name or about.get("name", "PaDeNer English small"), options.version,
           options.licence or about.get("licence", "cc-by-sa-4.0"))
    print(f"{options.out}: {options.out.stat().st_size} bytes, labels {', '.join(about.get('labels', template.DEFAULT_LABELS))}")


if __name__ == "__main__":
    main()

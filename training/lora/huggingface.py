"""The only part that needs transformers and peft: models, adapters and their files."""

import tempfile
from pathlib import Path

import sentencepiece
import torch

PARTS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def libraries():
    """Both, or a sentence that says what to install."""
    try:
        import peft
        import transformers
    except ImportError as problem:
        raise SystemExit(f"lora: {problem.name} is not installed: python3 -m pip install 'transformers>=4.40' 'peft>=0.10' "
                         "(with a GPU also a torch built for it)") from None
    return transformers, peft


def precision(transformers, kind):
    """The argument's name changed with release 5."""
    return {"dtype" if int(transformers.__version__.split(".")[0]) >= 5 else "torch_dtype": kind}


def base(name: str, device: str):
    """Model and tokeniser of a Llama-class model: a folder, or a name that transformers knows."""
    transformers, _ = libraries()
    kind = torch.bfloat16 if device != "cpu" else torch.float32
    model = transformers.AutoModelForCausalLM.from_pretrained(name, **precision(transformers, kind)).to(device)
    return model, transformers.AutoTokenizer.from_pretrained(name)


def tiny_random(texts, folder: Path):
    """A Llama of a few thousand weights with a vocabulary made from the texts: to see the recipe run, not to use."""
    transformers, _ = libraries()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        prefix = f"{scratch}/tokenizer"
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts), model_prefix=prefix, model_type="bpe", vocab_size=400, byte_fallback=True, split_digits=True,
            hard_vocab_limit=False, normalization_rule_name="identity", remove_extra_whitespaces=False, minloglevel=2)
        (folder / "tokenizer.model").write_bytes(Path(prefix + ".model").read_bytes())
    # By the folder, not by the file: releases before 5 and since read a vocabulary file by different arguments.
    tokenizer = transformers.LlamaTokenizer.from_pretrained(str(folder), legacy=False)
    shape = transformers.LlamaConfig(vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2,
                                     num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=1024)
    model = transformers.LlamaForCausalLM(shape)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return model, tokenizer


def encoder(tokenizer):
    return lambda text: tokenizer.encode(text, add_special_tokens=False)


def adapted(model, rank: int):
    _, peft = libraries()
    settings = peft.LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.05, target_modules=PARTS, task_type="CAUSAL_LM")
    return peft.get_peft_model(model, settings)


def merged(base_name: str, adapter: Path, out: Path):
    """Adapter and base as one model, in the precision the base has on disk, with its tokeniser beside it."""
    transformers, peft = libraries()
    model = transformers.AutoModelForCausalLM.from_pretrained(base_name, **precision(transformers, "auto"))
    peft.PeftModel.from_pretrained(model, str(adapter)).merge_and_unload().save_pretrained(out)
    transformers.AutoTokenizer.from_pretrained(base_name).save_pretrained(out)
    vocabulary = Path(base_name) / "tokenizer.model"
    if vocabulary.exists():
        (out / "tokenizer.model").write_bytes(vocabulary.read_bytes())

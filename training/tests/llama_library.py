"""The real llama.cpp through ctypes, only as far as the tests need it: the libraries that the built daemon runs on."""

import ctypes
from ctypes import POINTER, byref, c_bool, c_byte, c_char_p, c_float, c_int32, c_int8, c_void_p
from pathlib import Path

import numpy

RUNTIMES = Path(__file__).resolve().parents[2] / "src" / "Daemon" / "bin" / "Release" / "net10.0" / "runtimes"


class ContextParams(ctypes.Structure):
    # Larger than the library's own: it writes and reads as much as it knows of.
    _fields_ = [("raw", c_byte * 256)]


class ModelParams(ctypes.Structure):
    _fields_ = [("pointers", c_void_p * 2), ("raw", c_byte * 240)]


class Batch(ctypes.Structure):
    _fields_ = [("n_tokens", c_int32), ("token", POINTER(c_int32)), ("embd", c_void_p), ("pos", POINTER(c_int32)),
                ("n_seq_id", POINTER(c_int32)), ("seq_id", POINTER(POINTER(c_int32))), ("logits", POINTER(c_int8))]


def folder():
    """Where the libraries for this processor lie, or None: then the tests say that they were skipped."""
    cpu = Path("/proc/cpuinfo")
    modern = cpu.exists() and "avx2" in cpu.read_text()
    for level in ("avx2", "noavx") if modern else ("noavx", ""):
        for found in RUNTIMES.glob(f"linux-*/native/{level}/libllama.so"):
            return found.parent
    return None


class Llama:
    def __init__(self, directory: Path, model: Path):
        self.c = ctypes.CDLL(str(directory / "libllama.so"), ctypes.RTLD_GLOBAL)
        self._quiet = ctypes.CFUNCTYPE(None, ctypes.c_int, c_char_p, c_void_p)(lambda level, text, user: None)
        self.c.llama_log_set(self._quiet, None)
        c = self.c
        c.llama_model_default_params.restype = ModelParams
        c.llama_context_default_params.restype = ContextParams
        c.llama_model_load_from_file.restype = c.llama_init_from_model.restype = c_void_p
        c.llama_model_load_from_file.argtypes = [c_char_p, ModelParams]
        c.llama_init_from_model.argtypes = [c_void_p, ContextParams]
        c.llama_model_get_vocab.restype = c_void_p
        c.llama_model_get_vocab.argtypes = [c_void_p]
        c.llama_tokenize.argtypes = [c_void_p, c_char_p, c_int32, POINTER(c_int32), c_int32, c_bool, c_bool]
        c.llama_batch_init.restype = Batch
        c.llama_batch_init.argtypes = [c_int32, c_int32, c_int32]
        c.llama_decode.argtypes = [c_void_p, Batch]
        c.llama_get_logits_ith.restype = POINTER(c_float)
        c.llama_get_logits_ith.argtypes = [c_void_p, c_int32]
        c.llama_vocab_n_tokens.argtypes = [c_void_p]
        c.llama_get_memory.restype = c_void_p
        c.llama_get_memory.argtypes = [c_void_p]
        c.llama_memory_clear.argtypes = [c_void_p, c_bool]
        self.model = c.llama_model_load_from_file(str(model).encode(), c.llama_model_default_params())
        if not self.model:
            raise RuntimeError(f"llama.cpp does not load {model}")
        params = c.llama_context_default_params()
        numbers = (c_int32 * 40).from_buffer(params)
        numbers[5] = 512  # outputs
        numbers[6] = numbers[7] = 1  # threads
        self.context = c.llama_init_from_model(self.model, params)
        self.vocab = c.llama_model_get_vocab(self.model)
        self.size = c.llama_vocab_n_tokens(self.vocab)

    def tokenize(self, text: str) -> list:
        """Ids without `<s>`, tags in the text taken as plain text."""
        raw = text.encode("utf-8")
        room = (c_int32 * (len(raw) + 16))()
        count = self.c.llama_tokenize(self.vocab, raw, len(raw), room, len(room), False, False)
        return list(room[:count])

    def logits(self, tokens: list) -> numpy.ndarray:
        """One sequence, logits of every row."""
        self.c.llama_memory_clear(self.c.llama_get_memory(self.context), True)
        batch = self.c.llama_batch_init(len(tokens), 0, 1)
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, i, 1, 1
            batch.seq_id[i][0] = 0
        status = self.c.llama_decode(self.context, batch)
        if status != 0:
            raise RuntimeError(f"llama_decode says {status}")
        return numpy.stack([numpy.ctypeslib.as_array(self.c.llama_get_logits_ith(self.context, i), (self.size,)).copy()
                            for i in range(len(tokens))])

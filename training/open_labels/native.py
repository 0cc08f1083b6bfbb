"""Compiles and loads the C operators (folder c) where there is a compiler; without one, PyTorch's own do the work, slower."""

import ctypes
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import torch

FOLDER = Path(__file__).with_name("c")
FLAGS = ("-O3", "-march=native", "-ffast-math", "-fno-math-errno", "-fopenmp", "-shared", "-fPIC")


def _folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "padener-training"


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    return next((line for line in lines if line.startswith(("flags", "Features"))), "")


def load():
    """The library, or None. The result is kept by source, flags and processor: `-march=native` fits only this one."""
    compiler = shutil.which(os.environ.get("CC", "gcc")) or shutil.which("cc")
    if not compiler or os.environ.get("PADENER_OPERATORS") == "torch":
        return None
    key = hashlib.sha256()
    for part in (*(path.read_bytes() for path in sorted(FOLDER.iterdir())), " ".join(FLAGS).encode(), _processor().encode()):
        key.update(part)
    built = _folder() / f"operators-{key.hexdigest()[:16]}.so"
    if not built.exists():
        unfinished = built.with_suffix(f".{os.getpid()}")
        try:
            built.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        done = subprocess.run([compiler, *FLAGS, "-o", str(unfinished), *map(str, sorted(FOLDER.glob("*.c"))), "-lm"],
                              capture_output=True, text=True)
        if done.returncode:
            print(f"The C operators do not compile here, PyTorch's operators are used: {done.stderr.strip()[:300]}", flush=True)
            return None
        unfinished.replace(built)
    library = ctypes.CDLL(str(built))
    library.squares.restype = ctypes.c_double
    return library


LIBRARY = load()
MULTIPLIES_BF16 = any(name in _processor().split() for name in ("avx512_bf16", "amx_bf16", "bf16"))


def pointer(tensor: torch.Tensor, elements: int = 0) -> ctypes.c_void_p:
    return ctypes.c_void_p(tensor.data_ptr() + elements * tensor.element_size())


def threads() -> ctypes.c_int:
    return ctypes.c_int(torch.get_num_threads())


long, single = ctypes.c_int64, ctypes.c_float

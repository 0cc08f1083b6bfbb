"""Compiles and loads operators.c where there is a C compiler; without one, PyTorch's own operators do the work, slower."""

import ctypes
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import torch

SOURCE = Path(__file__).with_name("operators.c")
FLAGS = ("-O3", "-march=native", "-ffast-math", "-fno-math-errno", "-fopenmp", "-shared", "-fPIC")


def _folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "padener-training"


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    return next((line for line in lines if line.startswith("flags")), "")


def load():
    """The library, or None. The result is kept by source, flags and processor: `-march=native` fits only this one."""
    compiler = shutil.which(os.environ.get("CC", "gcc")) or shutil.which("cc")
    if not compiler or os.environ.get("PADENER_OPERATORS") == "torch":
        return None
    key = hashlib.sha256(SOURCE.read_bytes() + " ".join(FLAGS).encode() + _processor().encode()).hexdigest()[:16]
    built = _folder() / f"operators-{key}.so"
    if not built.exists():
        built.parent.mkdir(parents=True, exist_ok=True)
        unfinished = built.with_suffix(f".{os.getpid()}")
        done = subprocess.run([compiler, *FLAGS, "-o", str(unfinished), str(SOURCE), "-lm"], capture_output=True, text=True)
        if done.returncode:
            print(f"operators.c does not compile here, PyTorch's operators are used: {done.stderr.strip()[:300]}", flush=True)
            return None
        unfinished.replace(built)
    library = ctypes.CDLL(str(built))
    library.squares.restype = ctypes.c_double
    return library


LIBRARY = load()


def pointer(tensor: torch.Tensor, elements: int = 0) -> ctypes.c_void_p:
    return ctypes.c_void_p(tensor.data_ptr() + elements * tensor.element_size())


def threads() -> ctypes.c_int:
    return ctypes.c_int(torch.get_num_threads())


long, single = ctypes.c_int64, ctypes.c_float

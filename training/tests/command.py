"""The built executables, for tests that go from a file to a served model."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAEMON = ROOT / "src" / "Daemon" / "bin" / "Release" / "net10.0" / "padener.dll"
TOOLS = ROOT / "src" / "Tools" / "bin" / "Release" / "net10.0" / "padener-tools.dll"
VERBS_OF_TOOLS = {"reformulate", "eval", "plan", "bench"}


def missing():
    """Why the verbs cannot run here, or None."""
    if not (DAEMON.exists() and TOOLS.exists()):
        return "padener is not built; ./padener build does it"
    if not shutil.which("dotnet"):
        return "dotnet is not on the PATH"
    return None


def padener(*arguments) -> str:
    """Standard output of a verb that must succeed."""
    executable = TOOLS if arguments[0] in VERBS_OF_TOOLS else DAEMON
    done = subprocess.run(["dotnet", "exec", str(executable), *map(str, arguments)], capture_output=True, text=True,
                          timeout=300, cwd=ROOT)
    if done.returncode:
        raise AssertionError(f"padener {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout

"""How many threads to compute with when others use the machine.

A product cut in two halves waits for the slower one. Where another program takes a core, one thread alone is
faster than two of which one hardly runs; where a core lies idle, two are.
"""

import time
from pathlib import Path

import torch

STAT = Path("/proc/stat")


class Threads:
    def __init__(self, most: int, every: float = 6.0):
        self.most, self.every, self.now = most, every, most
        torch.set_num_threads(most)
        self.seen = self._read()

    def adapt(self):
        """Call between steps."""
        if self.most == 1 or self.seen is None or time.time() - self.seen[0] < self.every:
            return
        before, self.seen = self.seen, self._read()
        wall, own, idle, total = (now - then for now, then in zip(self.seen, before))
        wanted = self.now
        idle = idle / max(1, total)
        if self.now == self.most and own / wall < 0.75 * self.most and idle < 0.1:
            wanted = 1
        elif self.now == 1 and idle > 0.3:
            wanted = self.most
        if wanted != self.now:
            self.now = wanted
            torch.set_num_threads(wanted)

    def _read(self):
        if not STAT.exists():
            return None
        ticks = [int(n) for n in STAT.read_text().split("\n", 1)[0].split()[1:]]
        return time.time(), time.process_time(), ticks[3] + ticks[4], sum(ticks[:8])

"""How much of the run is over: by training time or by steps, language modelling first where it is asked for."""

import math


class Budget:
    def __init__(self, minutes=None, steps=None, language_model: float = 0.0):
        self.seconds, self.steps, self.language_model = (minutes or 0) * 60, steps, language_model

    def progress(self, elapsed: float, steps: int) -> float:
        """0 at the start, 1 and more at the end; `elapsed` in seconds."""
        return steps / self.steps if self.steps else elapsed / self.seconds

    def models_language(self, progress: float) -> bool:
        return progress < self.language_model

    def task_progress(self, progress: float) -> float:
        """The same from the end of the language modelling on."""
        return max(0.0, (progress - self.language_model) / (1 - self.language_model))

    def rate(self, progress: float, steps: int, top: float) -> float:
        """Short warm-up by steps, then a cosine to a fiftieth over the whole run."""
        warm = min(1.0, (steps + 1) / (min(60, max(1, self.steps // 10)) if self.steps else 60))
        return top * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))

    def left(self, elapsed: float, steps: int) -> float:
        """Seconds to go; by the speed so far where steps are counted."""
        return elapsed / max(1, steps) * (self.steps - steps) if self.steps else self.seconds - elapsed

    def line(self, elapsed: float, steps: int) -> str:
        done = f"step {steps}/{self.steps}  {elapsed / 60:.1f} min" if self.steps else \
            f"step {steps}  {elapsed / 60:.1f}/{self.seconds / 60:g} min"
        return f"{done}  left {max(0.0, self.left(elapsed, steps)) / 60:.1f} min"

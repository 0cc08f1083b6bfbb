"""The tuning loop. It needs a model whose call gives `.logits`, and nothing of transformers."""

import math
import time
from pathlib import Path

import torch

from .batches import batches, loss_sum

STATE = "state.pt"


class Tuning:
    def __init__(self, model, examples, pad: int, options, out: Path, device="cpu"):
        self.model, self.examples, self.pad, self.options, self.out, self.device = model, examples, pad, options, out, device
        self.trained = [p for p in model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(self.trained, lr=options.rate, weight_decay=0.0)
        self.epoch = self.done = self.steps = 0  # `done` counts the epoch's batches
        per_epoch = sum(1 for _ in batches(examples, options.tokens, pad, options.seed))
        self.whole = max(1, math.ceil(per_epoch / options.accumulate) * options.epochs)

    def rate(self) -> float:
        """Warm-up over a thirtieth, then a cosine to nothing."""
        warm = min(1.0, (self.steps + 1) / max(1, self.whole // 30))
        return self.options.rate * warm * 0.5 * (1 + math.cos(math.pi * min(1.0, self.steps / self.whole)))

    def resume(self):
        path = self.out / STATE
        if path.exists():
            state = torch.load(path, map_location=self.device)
            for parameter, value in zip(self.trained, state["trained"]):
                parameter.data.copy_(value)
            self.optimizer.load_state_dict(state["optimizer"])
            self.epoch, self.done, self.steps = state["epoch"], state["done"], state["steps"]

    def save(self):
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / STATE
        torch.save({"trained": [p.data for p in self.trained], "optimizer": self.optimizer.state_dict(),
                    "epoch": self.epoch, "done": self.done, "steps": self.steps}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def run(self, most_steps=None):
        """All epochs, or until so many steps have been made."""
        options, began = self.options, time.time()
        self.model.train()
        while self.epoch < options.epochs:
            group = []
            # The order is the epoch's own, so a resumed run goes on with the very next batch.
            for number, batch in enumerate(batches(self.examples, options.tokens, self.pad, options.seed + self.epoch)):
                if number < self.done:
                    continue
                group.append(batch)
                if len(group) == options.accumulate:
                    self._step(group, began)
                    self.done, group = number + 1, []
                    if most_steps and self.steps >= most_steps:
                        return
            if group:
                self._step(group, began)
            self.epoch, self.done = self.epoch + 1, 0
            self.save()

    def _step(self, group, began):
        # Rows with loss of all parts together: a part with few of them must not weigh as much as one with many.
        rows = sum(int((targets[:, 1:] >= 0).sum()) for _, targets, _ in group)
        total = 0.0
        for ids, targets, mask in group:
            ids, targets, mask = ids.to(self.device), targets.to(self.device), mask.to(self.device)
            loss, _ = loss_sum(self.model(input_ids=ids, attention_mask=mask).logits, targets)
            (loss / rows).backward()
            total += float(loss.detach())
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        for setting in self.optimizer.param_groups:
            setting["lr"] = self.rate()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        if self.steps % self.options.every == 0:
            print(f"step {self.steps}/{self.whole}  epoch {self.epoch + 1}/{self.options.epochs}  loss {total / rows:.4f}  "
                  f"{(time.time() - began) / 60:.1f} min", flush=True)
            self.save()

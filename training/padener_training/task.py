"""What a run trains on: the user's own examples, or the corpus of the default model."""

from dataclasses import dataclass

from . import data, evaluate, examples, export, stream, template
from .augment import Augmenter
from .fragments import Fragments


@dataclass
class Task:
    options: object
    records: list
    labels: list
    descriptions: list
    dev: list  # None with the corpus, which has its own held-out texts
    about: str  # what the model file says of its data

    @staticmethod
    def of(options) -> "Task":
        if options.data:
            records = data.silver(options.data) + data.english_mix(options.data, "train", "AB")
            return Task(options, records, template.DEFAULT_LABELS, template.DEFAULT_DESCRIPTIONS, None, export.DATA)
        records, labels = examples.read(options.examples)
        dev = examples.read_dev(options.dev, labels) if options.dev else []
        mentions = sum(len(record.entities) for record in records)
        about = f"{options.examples.name}: {len(records)} texts, {mentions} mentions."
        return Task(options, records, labels, [], dev, about)

    def texts(self) -> list:
        """For the vocabulary."""
        return [record.text for record in self.records]

    def plain_texts(self):
        """For language modelling."""
        if self.options.texts:
            with open(self.options.texts, encoding="utf-8") as file:
                return [line.strip() for line in file if line.strip()]
        return data.plain_texts(self.options.data) if self.options.data else self.texts()

    def stream(self, tokenizer, seed: int) -> stream.Stream:
        options = self.options
        augment = Augmenter(options.data, self.records, options.augment) if options.augment else None
        return stream.Stream(tokenizer, self.records, options.window, seed, augment, wide=options.decoding == "free",
                             fragments=Fragments(options.data) if options.data else None, labels=self.labels)

    def weights(self, progress: float) -> dict:
        """The mixture at this part of the task's time."""
        options = self.options
        if not options.data:
            return {stream.GOLD: 1.0}
        if options.leg == 2:
            return stream.SECOND_LEG
        return stream.EARLY if progress < options.switch else stream.LATE

    def evaluation(self, tokenizer):
        """None where there is nothing held out."""
        free = self.options.decoding == "free"
        if self.options.data:
            return evaluate.Evaluation(tokenizer, self.options.data, free=free)
        return evaluate.HeldOut(tokenizer, self.dev, self.labels, self.options.window, free) if self.dev else None

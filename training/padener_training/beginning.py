"""Where a run begins: its vocabulary and its first weights."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy
import torch

from . import checkpoint, gguf_reader, piece_model
from .model import Model, Shape
from .tokenizer import Tokenizer, train_vocabulary
from .vocabulary import first_embeddings

VOCABULARY = "tokenizer.model"


class BadBeginning(Exception):
    """Files that do not go together."""


class Beginning:
    """`origin` says in words what the weights come from; `licence` is that of the file they come from, if it names one."""

    def __init__(self, options, labels: int, texts):
        self.options, self.origin, self.licence, self.state = options, None, None, None
        self.name = None
        given = options.begin_with
        file = None
        if options.resume and (options.out / checkpoint.FILE).exists():
            self.state = torch.load(options.out / checkpoint.FILE)
        elif given and given.suffix == ".gguf":
            file = gguf_reader.GgufFile(given)
        elif given:
            first = torch.load(given)
        self.tokenizer = self._vocabulary(file, texts)
        if self.state:
            self.model = Model(Shape(**self.state["shape"]))
            if self.model.shape.labels != labels:
                raise BadBeginning(f"{options.out} is a run for {self.model.shape.labels} labels, the data has {labels}: "
                                   "another --out, or the same data")
        elif file:
            self.model = self._from_file(file, labels)
        elif given:
            self.model = self._from_checkpoint(first, labels)
        else:
            self.model = self._from_scratch(labels, texts)
        if self.model.shape.vocabulary != self.tokenizer.size:
            raise BadBeginning(f"the weights are for {self.model.shape.vocabulary} tokens, the vocabulary has "
                               f"{self.tokenizer.size}: --vocab must be the one they were trained with")

    def _vocabulary(self, file, texts) -> Tokenizer:
        """Copied into the run's folder, so that the folder is all that the export needs."""
        options, path = self.options, self.options.out / VOCABULARY
        if self.state and path.exists():
            return Tokenizer(str(path))
        if options.vocab:
            shutil.copyfile(options.vocab / VOCABULARY, path)
        elif file:
            path.write_bytes(piece_model.piece_model(file.metadata))
        elif options.begin_with:
            beside = options.begin_with.parent / VOCABULARY
            if not beside.exists():
                raise BadBeginning(f"{beside} is not there: name its folder with --vocab")
            if beside.resolve() != path.resolve():
                shutil.copyfile(beside, path)
        else:
            train_vocabulary(texts(), str(path.with_suffix("")), options.vocabulary_size)
        return Tokenizer(str(path))

    def _from_file(self, file, labels: int) -> Model:
        trained = file.metadata.get("padener.decoding", self.options.decoding)
        if trained != self.options.decoding:
            raise BadBeginning(f"{self.options.begin_with} was trained for {trained} decoding: give --decoding {trained}")
        model = gguf_reader.model_of(file, labels, self.options.hint_layer)
        name = file.metadata.get("general.name", self.options.begin_with.name)
        self.licence = file.metadata.get("general.license")
        self.origin = f"{name} ({self.licence or 'licence not stated'}): {file.metadata.get('padener.training_data', 'data not stated')}"
        return model

    def _from_checkpoint(self, state, labels: int) -> Model:
        model = Model(replace(Shape(**state["shape"]), labels=labels))
        weights = checkpoint.masters(state)
        for name, parameter in model.named_parameters():
            if weights[name].shape == parameter.shape:  # the hints of other labels are not
                parameter.data.copy_(weights[name])
        about = state.get("about", {})
        self.licence, self.origin, self.name = about.get("licence"), about.get("data"), about.get("name")
        return model

    def _from_scratch(self, labels: int, texts) -> Model:
        options = self.options
        model = Model(Shape(self.tokenizer.size, options.width, options.layers, options.heads, options.inner,
                            labels=labels, hint_layer=options.hint_layer))
        if options.first_embeddings == "yes":
            kept = options.vocab / f"embeddings-{options.width}.npy" if options.vocab else None
            rows = numpy.load(kept) if kept and kept.exists() else first_embeddings(self.tokenizer, texts(), options.width)
            first = torch.from_numpy(rows)
            model.embedding.data.copy_(first / first.pow(2).mean().sqrt() * 0.05)
        return model

import gzip
import json
import random
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from open_labels import corpus, disturb, forms, wordings
from open_labels.corpus import Corpus
from open_labels.mixture import Mixture

from . import open_samples

SETTINGS = {"swap_names": 0.3, "join": 0.4, "capitals": 0.1, "lower": 0.1, "spaces": 0.4, "most_labels": 2, "negatives": 1,
            "wordings": 0.5, "window": 200, "label_words": {"person": "human being"}}


def mentions(record):
    return [(label, record.text[start:end]) for label, start, end in record.entities]


def line(text, *entities, labels=("person",), **more):
    places = [{"label": label, "start": text.index(words), "end": text.index(words) + len(words)} for label, words in entities]
    return json.dumps({"text": text, "entities": places, "labels": list(labels), **more}) + "\n"


class Disturbances(unittest.TestCase):
    def test_joined_texts_keep_their_mentions_and_only_common_labels(self):
        records = open_samples.records()[:3]
        together = disturb.joined(records, random.Random(1))
        self.assertEqual(together.labels, ("person", "place"))
        wanted = [pair for record in records for pair in mentions(record) if pair[0] in together.labels]
        self.assertEqual(mentions(together), wanted)

    def test_case_and_white_space_leave_each_mention_its_letters(self):
        plain = lambda pairs: [(label, "".join(text.casefold().split())) for label, text in pairs]
        for seed in range(40):
            for record in open_samples.records():
                changed = disturb.some(record, random.Random(seed), 0.4, 0.4, 0.8)
                self.assertEqual(plain(mentions(changed)), plain(mentions(record)))
                for _, text in mentions(changed):
                    self.assertEqual(text, text.strip())

    def test_letters_whose_capital_is_two_letters_stay(self):
        record = open_samples.record("Weißer Straße", ("place", "Straße", 0), labels=("place",))
        self.assertEqual(mentions(disturb.capitals(record)), [("place", "STRAßE")])


class Forms(unittest.TestCase):
    def test_each_form_keeps_the_mentions_but_for_the_names_that_it_swaps(self):
        folder = Path(__file__)  # lists of names are read by names of files; here there are none
        plain = lambda records: sorted((label, "".join(text.casefold().split())) for record in records for label, text in mentions(record))
        texts = open_samples.records()
        for form in ("as they are", "capitals", "small letters", "white space", "other words"):
            self.assertEqual(plain(forms.FORMS[form](texts, folder)), plain(texts), form)
        together = forms.FORMS["joined"]([*texts, *texts], folder)
        self.assertLess(len(together), 2 * len(texts))
        self.assertEqual(plain(together), plain([*texts, *texts]))

    def test_other_words_are_other_words(self):
        labels = ("person", "PER", "shipyard")
        self.assertEqual(forms.words("capitals", labels), {"person": "person", "PER": "person", "shipyard": "shipyard"})
        self.assertEqual(forms.words("other words", labels), {"person": "people", "PER": "people", "shipyard": "shipyards"})


class Wordings(unittest.TestCase):
    def test_a_label_is_asked_by_its_own_words_where_nothing_is_varied(self):
        self.assertEqual(wordings.asked("court", "court", random.Random(1), 0), "court")

    def test_varied_words_are_never_empty_and_often_its_own(self):
        chance = random.Random(1)
        found = [wordings.asked("PER", "person", chance, 0.35) for _ in range(500)]
        self.assertTrue(all(found))
        self.assertGreater(found.count("person"), 300)
        self.assertTrue({"people", "Person"} <= set(found))

    def test_plurals(self):
        for one, many in (("city", "cities"), ("music genre", "music genres"), ("box", "boxes"), ("day", "days"), ("CVE-1", "CVE-1")):
            self.assertEqual(wordings.plural(one), many)


class TheCorpus(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        for name in ("open-labels/zoo", "open-labels/crosswoz", "english-mix", "silver"):
            (self.folder / name).mkdir(parents=True)
        write = lambda name, *lines: (self.folder / name).write_text("".join(lines), encoding="utf-8")
        write("open-labels/zoo/train.jsonl", line("Kibo the lion lives in the old zoo.", ("animal", "lion"), labels=("animal", "plant")),
              line("THIS text is in a test file too, it is!", labels=("animal",)))
        write("open-labels/zoo/test.jsonl", line("This text is in a test file, too: it is", labels=("animal",)))
        write("open-labels/zoo/dev.jsonl", line("Another text that is only held out.", labels=("animal",)))
        write("open-labels/crosswoz/train.jsonl", line("北京", labels=("place",)))
        write("english-mix/train.jsonl", line("Ada met Bob there.", ("PER", "Ada"), labels=("PER",), source="wnut17", tier="A"),
              line("Not ours to train on.", labels=("PER",), source="gmb", tier="C"))
        write("english-mix/dev.jsonl", line("Held out, this one as well, yes.", labels=("PER",), source="wnut17", tier="A"))
        with gzip.open(self.folder / "silver/train.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write(line("Ada sang.", ("PER", "Ada"), labels=("PER",), source="novels", tier="S"))

    def test_held_out_texts_other_languages_and_unfree_tiers_are_not_in_it(self):
        found = Corpus(self.folder)
        self.assertEqual(sorted(record.text for record in found.records()),
                         ["Ada met Bob there.", "Ada sang.", "Kibo the lion lives in the old zoo."])
        self.assertEqual(found.left_out, 1)

    def test_another_file_than_a_training_file_is_refused(self):
        for name in ("dev.jsonl", "test.jsonl"):
            with self.assertRaisesRegex(ValueError, "no training file"):
                corpus._records(self.folder / "open-labels" / "zoo" / name)


class TheMixture(unittest.TestCase):
    def mixture(self, **more):
        settings = SimpleNamespace(**{**SETTINGS, **more})
        return Mixture(open_samples.tokenizer(), {"own": {"own": open_samples.records()}}, settings, 3)

    def test_negative_labels_are_those_that_the_source_annotates(self):
        mixture = self.mixture()
        for _ in range(200):
            record = mixture.record()
            present = {label for label, _, _ in record.entities}
            asked = [label for label, _ in mixture.asked(record)]
            self.assertTrue(set(asked) <= set(record.labels))
            self.assertEqual(len(set(asked)), len(asked))
            self.assertEqual(len(set(asked) & present), min(2, len(present)))

    def test_a_label_is_asked_by_the_words_it_was_given(self):
        mixture = self.mixture(wordings=0)
        words = {pair for _ in range(50) for pair in mixture.asked(open_samples.records()[0])}
        self.assertIn(("person", "human being"), words)
        self.assertTrue({("place", "place"), ("ship", "ship")} <= words)

    def test_texts_beyond_the_window_are_an_error_where_all_are(self):
        with self.assertRaisesRegex(ValueError, "within --window 3 tokens"):
            self.mixture(window=3).next()

    def test_trees_of_the_mixture_teach_something(self):
        mixture = self.mixture()
        self.assertTrue(all(mixture.next().rows for _ in range(100)))


if __name__ == "__main__":
    unittest.main()

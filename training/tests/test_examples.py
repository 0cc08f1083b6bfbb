import json
import tempfile
import unittest
from pathlib import Path

from padener_training import examples


def branch(number, label, *mentions, count=None):
    return {"label": label, "prompt": f"<|label {number}|>", "count": f"<|count {len(mentions) if count is None else count}|>",
            "mentions": [{"prompt": f"<|mention {k}|>", "text": text, "start": start, "end": start + len(text)}
                         for k, (text, start) in enumerate(mentions, 1)]}


def tree(text, *branches):
    return {"head": "", "text": text, "branches": list(branches)}


GOOD = tree("🔥 Oriel in Halden", branch(1, "PRODUCT", ("Oriel", 2)), branch(2, "SITE", ("Halden", 11)))


class Reading(unittest.TestCase):
    def file(self, *lines):
        path = Path(tempfile.mkdtemp()) / "examples.jsonl"
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
        return path

    def refused(self, words, *lines):
        with self.assertRaises(examples.BadExamples) as raised:
            examples.read(self.file(*lines))
        self.assertIn(words, str(raised.exception))
        return str(raised.exception)

    def test_labels_come_in_the_order_of_their_tags(self):
        records, labels = examples.read(self.file(tree("Halden", branch(2, "SITE", ("Halden", 0))), GOOD))
        self.assertEqual(labels, ["PRODUCT", "SITE"])
        self.assertEqual(records[1].entities, [("PRODUCT", 2, 7), ("SITE", 11, 17)])
        self.assertEqual(records[0].labels, ("SITE",))

    def test_a_wrong_line_is_named_with_file_and_number(self):
        said = self.refused("no JSON", GOOD, "{")
        self.assertIn("examples.jsonl, line 2: ", said)

    def test_offsets_that_do_not_fit_are_refused(self):
        self.refused("'Oriel' does not stand at 3 to 8", tree("🔥 Oriel", branch(1, "PRODUCT", ("Oriel", 3))))

    def test_another_form_or_template_is_named(self):
        self.refused("not the tree form", {"prompt": "a", "completion": "b"})
        wrong = branch(1, "PRODUCT")
        wrong["prompt"] = "\nentity type:\nPRODUCT\n\n<num>"
        self.refused("--template compact-v1", tree("Oriel", wrong))

    def test_a_number_has_one_label(self):
        self.refused("label 1 is SITE here and PRODUCT elsewhere", GOOD, tree("x", branch(1, "SITE")))

    def test_counts_must_be_those_of_the_mentions_and_have_a_tag(self):
        self.refused("1 mentions and the count <|count 2|>", tree("Oriel", branch(1, "PRODUCT", ("Oriel", 0), count=2)))
        self.refused("at most 31", tree("a" * 32, branch(1, "X", *(("a", i) for i in range(32)))))
        self.refused("tags for 32 labels", tree("a", branch(33, "X", ("a", 0))))

    def test_files_without_texts_or_mentions_are_refused(self):
        self.refused("holds no texts")
        self.refused("holds no mention at all", tree("x", branch(1, "A")))
        self.refused("never asks <|label 1|>", tree("x", branch(2, "A", ("x", 0))))

    def test_held_out_texts_have_the_training_files_labels(self):
        dev = self.file(tree("Halden", branch(2, "SITE", ("Halden", 0))))
        self.assertEqual(len(examples.read_dev(dev, ["PRODUCT", "SITE"])), 1)
        for labels in (["SITE", "PRODUCT"], ["PRODUCT"]):
            with self.assertRaises(examples.BadExamples):
                examples.read_dev(dev, labels)

    def test_bytes_that_are_no_utf8_are_refused(self):
        path = self.file(GOOD)
        path.write_bytes(path.read_bytes() + b"\xff\n")
        with self.assertRaisesRegex(examples.BadExamples, "is not UTF-8"):
            examples.read(path)


if __name__ == "__main__":
    unittest.main()

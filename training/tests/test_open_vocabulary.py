import random
import unittest

from open_labels import template, token_cases
from open_labels.byte_tokenizer import WHITE_SPACE, pieces
from open_labels.branches import reachable
from open_labels.vocabulary import CONTROL, NORMAL
from padener_training import words
from padener_training.candidates import Walk

from . import open_samples


class Pieces(unittest.TestCase):
    def test_digits_stand_alone_and_blanks_go_with_the_word_after_them(self):
        for text, wanted in (("it's 25 km", ["it", "'s", " ", "2", "5", " km"]), ("a  b", ["a", " ", " b"]), ("a \n b", ["a", " \n", " b"]),
                             ("a  ", ["a", "  "]), ("x  7", ["x", "  ", "7"]), ("(Paris, Texas).", ["(", "Paris", ",", " Texas", ").",]),
                             ("'they'll", ["'t", "hey", "'ll"]), (" 'twas", [" '", "twas"]), ("\t\tx", ["\t", "\t", "x"])):
            self.assertEqual(list(pieces(text)), wanted, text)

    def test_pieces_joined_are_the_text(self):
        for text in token_cases.texts(2000):
            self.assertEqual("".join(pieces(text)), text)


class ACutVocabulary(unittest.TestCase):
    def test_the_first_tokens_the_missing_bytes_and_the_control_tokens_in_this_order(self):
        whole = open_samples.base().vocabulary
        cut = open_samples.base(vocabulary_size=300).vocabulary
        self.assertEqual(cut.tokens[:300], whole.tokens[:300])
        self.assertEqual(cut.tokens[-66:], template.control_tokens())
        self.assertEqual(len(cut.tokens), 300 + 4 + 66)
        self.assertEqual(cut.kinds[300:304], [NORMAL] * 4)
        self.assertEqual(set(cut.kinds[-66:]), {CONTROL})
        kept = set(cut.tokens)
        self.assertTrue(all({"".join(merge.split(" ")), *merge.split(" ")} <= kept for merge in cut.merges))
        self.assertEqual(len(cut.merges), 300 - 255)

    def test_every_text_is_spelled_by_its_tokens(self):
        tokenizer = open_samples.tokenizer()
        for text in [*token_cases.texts(2000), *open_samples.TEXTS, *open_samples.ODD]:
            self.assertEqual(tokenizer.spelled(tokenizer.tokenize(text)), text.encode())

    def test_a_document_that_spells_a_control_token_is_text(self):
        tokenizer = open_samples.tokenizer()
        controls = {i for i, kind in enumerate(tokenizer.vocabulary.kinds) if kind == CONTROL}
        self.assertFalse(controls & set(tokenizer.tokenize("<|label|> <|count 1|><|end|><|endoftext|>")))


class Places(unittest.TestCase):
    def test_mentions_begin_and_end_at_characters_and_words_edges_whatever_the_script(self):
        tokenizer, chance = open_samples.tokenizer(), random.Random(2)
        for text in token_cases.texts(1500, seed=3):
            document, boundary = tokenizer.encode(text), words.boundaries(text)
            walk = Walk(document, tokenizer.eos)
            candidates, length = walk.candidates(), 0
            while candidates:
                token = chance.choice(candidates)
                if token == tokenizer.eos:
                    mention = walk.text(text, length)
                    self.assertIn(mention, text)
                    self.assertFalse(mention[0] in WHITE_SPACE or mention[-1] in WHITE_SPACE, repr(mention))
                    places = [at for at in range(len(text)) if text.startswith(mention, at)]
                    self.assertTrue(any(boundary[at] and boundary[at + len(mention)] for at in places))
                    break
                walk.step(token)
                length += 1
                candidates = walk.candidates()

    def test_mentions_of_split_characters_are_reached(self):
        record = open_samples.records()[3]
        document = open_samples.tokenizer().encode(record.text)
        ranges, lost = reachable(document, record.entities, "place")
        self.assertEqual((len(ranges), lost), (2, 0))
        for (first, last), wanted in zip(ranges, ("北京", "上海")):
            self.assertEqual(record.text[document.firsts[first]:document.spans[last][1]], wanted)

    def test_a_blank_before_a_mention_belongs_to_its_token_and_not_to_its_text(self):
        tokenizer = open_samples.tokenizer()
        document = tokenizer.encode("from Paris.")
        (first, _), = reachable(document, [("place", 5, 10)], "place")[0]
        self.assertEqual((document.spans[first][0], document.firsts[first]), (4, 5))


if __name__ == "__main__":
    unittest.main()

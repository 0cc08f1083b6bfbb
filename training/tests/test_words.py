import unittest

from padener_training.candidates import token_range
from padener_training.words import boundaries

from . import samples


def cuts(text):
    return "".join(("|" if b else "") + c for b, c in zip(boundaries(text), text + " ")).rstrip(" ")


class WordBoundaries(unittest.TestCase):
    def test_letters_marks_digits_and_underscores_hold_together(self):
        self.assertEqual(cuts("ab_c12 e\u0301x"), "|ab_c12| |e\u0301x|")

    def test_punctuation_stands_alone(self):
        self.assertEqual(cuts("it's U.S."), "|it|'|s| |U|.|S|.|")

    def test_scripts_without_spaces_may_be_cut_anywhere(self):
        self.assertEqual(cuts("北京x"), "|北|京|x|")
        self.assertEqual(cuts("ไทย"), "|ไ|ท|ย|")

    def test_hangul_and_cyrillic_are_words(self):
        self.assertEqual(cuts("서울 Москва"), "|서울| |Москва|")

    def test_an_empty_text_has_one_boundary(self):
        self.assertEqual(boundaries(""), [True])


class TokenSpans(unittest.TestCase):
    def test_spans_cover_the_text_without_gaps(self):
        for text in samples.TEXTS + samples.ODD:
            with self.subTest(text=text):
                document = samples.tokenizer().encode(text)
                at = 0
                for start, end in document.spans:
                    self.assertIn(start, (at, at - 1))  # bytes of one character share its span
                    at = end
                self.assertEqual(at, len(text))

    def test_a_space_neither_starts_nor_ends_a_mention(self):
        document = samples.tokenizer().encode("  two  spaces ")
        for (start, end), begins, ends in zip(document.spans, document.starts, document.ends):
            if not "  two  spaces "[start:end].strip():
                self.assertFalse(begins or ends)

    def test_parts_of_a_character_neither_start_nor_end_a_mention(self):
        tokenizer = samples.tokenizer()
        document = tokenizer.encode("🙂 here")
        byte_tokens = [i for i, token in enumerate(document.ids) if tokenizer.byte_of[token] is not None]
        self.assertEqual(len(byte_tokens), 4)
        self.assertFalse(any(document.starts[i] or document.ends[i] for i in byte_tokens))

    def test_a_span_inside_a_word_is_not_reachable(self):
        document = samples.tokenizer().encode("Paris")
        self.assertIsNone(token_range(document, 1, 5))
        self.assertIsNone(token_range(document, 0, 3))
        self.assertIsNotNone(token_range(document, 0, 5))


if __name__ == "__main__":
    unittest.main()

using System.Text;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Decoding.Verbatim;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Prompting;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Decoding.Tests.Verbatim;

/// <summary>
/// Walks over tokens that cut a text's bytes anywhere. What is judged by is worked out here from the text alone: its characters, where each
/// begins among the bytes, and which places are edges.
/// </summary>
public class ByteLevelWalkTests
{
    private static int Texts => RunLength.Of(600, 6000);

    [Fact]
    public void Whatever_is_chosen_a_mention_is_a_piece_of_the_text_from_one_words_edge_to_another()
    {
        int mentions = 0, cut = 0;
        for (int seed = 0; seed < Texts; seed++)
        {
            (Random random, SplitTokenizer tokenizer, TextTokens text) = Draw(seed);
            for (int round = 0; round < 20; round++)
            {
                MentionWalk walk = new(text, tokenizer.EndOfText);
                List<byte> taken = [];
                int limit = random.Next(1, 30);
                while (walk.Candidates.Length > 0 && walk.Length < limit)
                {
                    TokenId token = walk.Candidates[random.Next(walk.Candidates.Length)];
                    if (token == tokenizer.EndOfText)
                    {
                        break;
                    }

                    walk.Take(token);
                    taken.AddRange(tokenizer.BytesOf(token));
                }

                cut += walk.Length > 0 && !walk.MayEnd ? 1 : 0;
                foreach ((int first, int last) in walk.Mentions())
                {
                    mentions++;
                    AssertPiece(text, text[first].Start, text[last].End);
                    string said = Encoding.UTF8.GetString([.. taken.Take(BytesOf(tokenizer, text, first, last))]);
                    Assert.Equal(WithoutHalves(text.Text[text[first].Start..text[last].End]), said.TrimStart());
                }
            }
        }

        Assert.True(mentions > Texts && cut > Texts / 10, $"{mentions} mentions, {cut} walks cut short");
    }

    [Fact]
    public void Every_span_between_words_edges_that_tokens_can_spell_is_reached_and_no_other()
    {
        int reached = 0, insideCharacters = 0;
        for (int seed = 0; seed < Texts / 3; seed++)
        {
            (_, SplitTokenizer tokenizer, TextTokens text) = Draw(seed);
            Edges edges = new(text, tokenizer);
            for (int first = 0; first < text.Count; first++)
            {
                int? start = edges.StartOf(first);
                Assert.Equal(start is not null, text[first].StartsWord);
                Assert.Equal(edges.EndOf(first) is not null, text[first].EndsWord);
                if (start is null)
                {
                    continue;
                }

                MentionWalk walk = new(text, tokenizer.EndOfText);
                for (int last = first; last < text.Count; last++)
                {
                    Assert.True(walk.Candidates.Contains(text[last].Token));
                    walk.Take(text[last].Token);
                    if (edges.EndOf(last) is { } end)
                    {
                        reached++;
                        insideCharacters += edges.CutsCharacter(first) || edges.CutsCharacter(last) ? 1 : 0;
                        Assert.True(walk.MayEnd && walk.Candidates.Contains(tokenizer.EndOfText));
                        Assert.Contains((first, last), walk.Mentions());
                        Assert.Equal((start.Value, end), (text[first].Start, text[last].End));
                    }
                }
            }
        }

        Assert.True(reached > Texts && insideCharacters > reached / 20, $"{reached} spans, {insideCharacters} with tokens that cut characters");
    }

    [Fact]
    public void Offsets_count_the_same_characters_in_every_unit()
    {
        for (int seed = 0; seed < Texts; seed++)
        {
            (_, _, TextTokens text) = Draw(seed);
            OffsetConverter codePoints = new(text.Text, OffsetUnit.CodePoint);
            OffsetConverter bytes = new(text.Text, OffsetUnit.Utf8);
            for (int i = 0; i < text.Count; i++)
            {
                string before = text.Text[..text[i].End];
                Assert.Equal(before.EnumerateRunes().Count(), codePoints.Convert(text[i].End));
                Assert.Equal(Encoding.UTF8.GetByteCount(before), bytes.Convert(text[i].End));
            }
        }
    }

    [Theory]
    [InlineData("🙂", 1, 0, 2)]
    [InlineData("北京", 1, 0, 2)]
    [InlineData(" 北京。", 1, 1, 3)]
    [InlineData("\u3000\u00a0🙂\u3000", 1, 2, 4)]
    [InlineData("👩\u200d🚀", 1, 0, 5)]
    [InlineData("e\u0301te\u0301 ", 1, 0, 5)]
    public void What_is_spelt_byte_by_byte_is_entered_at_its_first_byte_and_left_at_its_last(string sentence, int longest, int start, int end)
    {
        SplitTokenizer tokenizer = new(new Random(1), longest);
        TextTokens text = TextTokens.Align(sentence, tokenizer.Tokenize(sentence), tokenizer, 0, TokenEdges.Separate)!;

        Assert.Contains(
            (start, end),
            from first in Enumerable.Range(0, text.Count)
            from last in Enumerable.Range(first, text.Count - first)
            where text[first].StartsWord && text[last].EndsWord
            select (text[first].Start, text[last].End));
    }

    [Fact]
    public void A_mention_that_took_the_blanks_at_the_texts_end_is_its_words()
    {
        InMemoryTokenizer tokenizer = new();
        const string Sentence = "Ada   ";
        TextTokens text = TextTokens.Align(Sentence, tokenizer.Tokenize(Sentence), tokenizer, 1)!;
        MentionWalk walk = new(text, tokenizer.EndOfText);

        for (int i = 0; i < text.Count; i++)
        {
            walk.Take(text[i].Token);
        }

        Assert.False(walk.MayEnd);
        Assert.Equal([(0, 0)], walk.Mentions());
    }

    [Fact]
    public void A_mention_that_has_no_whole_word_is_none()
    {
        InMemoryTokenizer tokenizer = new();
        TextTokens text = TextTokens.Align("Lovelace", tokenizer.Tokenize("Lovelace"), tokenizer, 1)!;
        MentionWalk walk = new(text, tokenizer.EndOfText);

        Assert.Empty(walk.Mentions());
        walk.Take(text[0].Token);
        Assert.Empty(walk.Mentions());
    }

    private static (Random Random, SplitTokenizer Tokenizer, TextTokens Text) Draw(int seed)
    {
        Random random = new(seed);
        string text = UnicodeTexts.Create(random, random.Next(14));
        SplitTokenizer tokenizer = new(random, random.Next(1, 7));
        return (random, tokenizer, TextTokens.Align(text, tokenizer.Tokenize(text), tokenizer, 0, TokenEdges.Separate)!);
    }

    private static void AssertPiece(TextTokens text, int start, int end)
    {
        Assert.InRange(start, 0, end - 1);
        Assert.InRange(end, 1, text.Text.Length);
        string piece = text.Text[start..end];
        Assert.Equal(piece.Trim(), piece);
        Assert.True(IsEdge(text.Text, start) && IsEdge(text.Text, end), $"'{piece}' cuts a word or a character");
    }

    private static bool IsEdge(string text, int at) =>
        !(at > 0 && at < text.Length && char.IsSurrogatePair(text, at - 1)) && WordBoundaries.IsBoundary(text, at);

    private static int BytesOf(SplitTokenizer tokenizer, TextTokens text, int first, int last) =>
        Enumerable.Range(first, last - first + 1).Sum(i => tokenizer.BytesOf(text[i].Token).Length);

    /// <summary>As UTF-8 has it: half a surrogate pair is the replacement character.</summary>
    private static string WithoutHalves(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The rule, read from the bytes.</summary>
    private sealed class Edges
    {
        private readonly string _text;
        private readonly List<(int Byte, int Unit, bool Blank)> _characters = [];
        private readonly List<int> _tokenBytes = [0];

        public Edges(TextTokens text, SplitTokenizer tokenizer)
        {
            _text = text.Text;
            int bytes = 0, units = 0;
            foreach (Rune rune in text.Text.EnumerateRunes())
            {
                _characters.Add((bytes, units, Rune.IsWhiteSpace(rune)));
                bytes += rune.Utf8SequenceLength;
                units += rune.Utf16SequenceLength;
            }

            _characters.Add((bytes, units, true));
            for (int i = 0; i < text.Count; i++)
            {
                _tokenBytes.Add(_tokenBytes[i] + tokenizer.BytesOf(text[i].Token).Length);
            }
        }

        public bool CutsCharacter(int token) =>
            !_characters.Exists(character => character.Byte == _tokenBytes[token]) || !_characters.Exists(character => character.Byte == _tokenBytes[token + 1]);

        public int? StartOf(int token)
        {
            int from = _tokenBytes[token], to = _tokenBytes[token + 1];
            if (!_characters.Exists(character => character.Byte == from))
            {
                return null;
            }

            int visible = _characters.FindIndex(character => character.Byte >= from && character.Byte < to && !character.Blank);
            return visible >= 0 && WordBoundaries.IsBoundary(_text, _characters[visible].Unit) ? _characters[visible].Unit : null;
        }

        public int? EndOf(int token)
        {
            int next = _characters.FindIndex(character => character.Byte == _tokenBytes[token + 1]);
            return next > 0 && !_characters[next - 1].Blank && WordBoundaries.IsBoundary(_text, _characters[next].Unit) ? _characters[next].Unit : null;
        }
    }
}

using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Decoding.Verbatim;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Decoding.Tests.Verbatim;

public class MentionWalkTests
{
    private readonly InMemoryTokenizer _tokenizer = new();

    [Fact]
    public void The_words_around_decide_between_places_only_when_they_must()
    {
        MentionWalk walk = Begin("New York and New Jersey");
        TokenId[] tokens = _tokenizer.Tokenize("New York and New Jersey");

        walk.Take(tokens[0]);
        Assert.Equal(2, walk.Places);
        Assert.True(walk.MayEnd);
        Assert.Equal(3, walk.Candidates.Length);
        Assert.Null(walk.OnlyContinuation);

        walk.Take(tokens[1]);
        Assert.Equal(1, walk.Places);
        Assert.Equal([(0, 0)], walk.Mentions());
        Assert.NotNull(walk.OnlyContinuation);

        walk.Take(tokens[2]);
        Assert.Equal([(0, 2)], walk.Mentions());
    }

    [Fact]
    public void Inside_a_word_there_is_no_end()
    {
        MentionWalk walk = Begin("Lovelace");

        walk.Take(_tokenizer.Tokenize("Lovelace")[0]);

        Assert.False(walk.MayEnd);
        Assert.Equal(1, walk.Candidates.Length);
        Assert.NotEqual(_tokenizer.EndOfText, walk.Candidates[0]);
    }

    [Fact]
    public void At_the_texts_end_the_end_is_all_there_is()
    {
        MentionWalk walk = Begin("Ada");

        walk.Take(walk.Candidates[0]);

        Assert.Equal([_tokenizer.EndOfText], walk.Candidates.ToArray());
    }

    [Fact]
    public void A_token_that_does_not_follow_is_refused()
    {
        MentionWalk walk = Begin("Ada met Bob");

        Assert.Throws<ArgumentException>(() => walk.Take(_tokenizer.Tokenize("elsewhere")[0]));
    }

    [Fact]
    public void A_fork_goes_its_own_way()
    {
        MentionWalk walk = Begin("Ada met Bob");
        MentionWalk fork = walk.Fork();

        fork.Take(fork.Candidates[0]);

        Assert.Equal(0, walk.Length);
        Assert.Equal(1, fork.Length);
        Assert.Equal(3, walk.Candidates.Length);
    }

    [Theory]
    [InlineData("Lovelace met Ada")]
    [InlineData("Ada met Lovelace")]
    public void Where_one_place_is_left_the_tokens_to_its_words_end_are_counted(string sentence)
    {
        TextTokens text = TextTokens.Align(sentence, _tokenizer.Tokenize(sentence), _tokenizer, 1)!;
        MentionWalk walk = Begin(sentence);

        for (int taken = 0; taken < text.Count; taken++)
        {
            if (taken > 0)
            {
                int length = 1 + Enumerable.Range(taken, text.Count - taken).First(i => text[i].EndsWord) - taken;
                Assert.Equal(text[taken].Token, walk.OnlyContinuation);
                Assert.Equal(length, walk.TokensToWordEnd);
            }

            walk.Take(text[taken].Token);
        }

        Assert.Null(walk.OnlyContinuation);
        Assert.Equal(0, walk.TokensToWordEnd);
        Assert.Throws<ArgumentException>(() => walk.Take(text[0].Token));
    }

    [Fact]
    public void Where_no_word_ends_any_more_the_tokens_to_the_texts_end_are_counted()
    {
        const string Sentence = "Ada   ";
        TextTokens text = TextTokens.Align(Sentence, _tokenizer.Tokenize(Sentence), _tokenizer, 1)!;
        Assert.False(text[text.Count - 1].EndsWord);
        MentionWalk walk = Begin(Sentence);

        walk.Take(text[0].Token);

        Assert.Equal(text.Count - 1, walk.TokensToWordEnd);
    }

    [Fact]
    public void A_walk_needs_a_text_and_another_walk_to_follow()
    {
        Assert.Throws<ArgumentNullException>("text", () => new MentionWalk(null!, _tokenizer.EndOfText));
        Assert.Throws<ArgumentNullException>("other", () => Begin("Ada").Follow(null!));
    }

    [Fact]
    public void Where_several_places_are_left_no_word_is_near_its_end()
    {
        MentionWalk walk = Begin("Lovelace met Lovelace");

        walk.Take(walk.Candidates[0]);

        Assert.Equal(2, walk.Places);
        Assert.Equal(0, walk.TokensToWordEnd);
    }

    [Fact]
    public void Who_follows_another_stands_where_it_stands_and_nowhere_else()
    {
        MentionWalk ahead = Begin("Ada met Bob");
        MentionWalk behind = ahead.Fork();
        ahead.Take(ahead.Candidates[1]);

        behind.Follow(ahead);

        Assert.Equal((ahead.Length, ahead.Places, ahead.MayEnd), (behind.Length, behind.Places, behind.MayEnd));
        Assert.Equal(ahead.Candidates.ToArray(), behind.Candidates.ToArray());
        Assert.Equal([(1, 1)], behind.Mentions());
    }

    private MentionWalk Begin(string text) =>
        new(TextTokens.Align(text, _tokenizer.Tokenize(text), _tokenizer, 1)!, _tokenizer.EndOfText);
}

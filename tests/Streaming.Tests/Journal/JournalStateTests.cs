using PaDeNer.Streaming.Journal;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Streaming.Tests.Journal;

/// <summary>A document that ends the process is given up, and no other is, whatever else ends it.</summary>
public class JournalStateTests
{
    private static readonly SourcePartition Partition = new("documents", 0);

    [Fact]
    public void After_two_ends_without_a_commit_what_was_in_decoding_is_decoded_alone()
    {
        JournalState first = After(new JournalState(), Begun(1), Begun(2), Ended(1)).AfterEnd();
        Assert.Equal(0, first.Suspects);

        JournalState second = After(first, Begun(2), Begun(3)).AfterEnd();

        Assert.Equal([null, 0, 0], [second.EndsOf(At(1)), second.EndsOf(At(2)), second.EndsOf(At(3))]);
    }

    [Fact]
    public void An_end_after_something_of_the_partition_was_committed_suspects_nobody()
    {
        JournalState state = new();
        for (int run = 0; run < 5; run++)
        {
            state = After(state, Begun(run), Begun(run + 1), Committed(run + 1)).AfterEnd();
        }

        Assert.Equal(0, state.Suspects);
    }

    [Fact]
    public void A_commit_that_does_not_get_the_partition_on_is_no_progress()
    {
        JournalState state = After(new JournalState(), Committed(7)).AfterEnd();
        for (int run = 0; run < 2; run++)
        {
            state = After(state, Begun(7), Begun(9), Ended(9), Committed(7)).AfterEnd();
        }

        Assert.Equal(0, state.EndsOf(At(7)));
    }

    [Fact]
    public void Three_ends_alone_give_a_document_up_and_a_commit_behind_it_forgets_it()
    {
        JournalState state = Suspected(2);
        for (int end = 1; end <= JournalState.EndsAlone; end++)
        {
            state = After(state, new JournalLine(JournalEvent.Waiting, At(2)), BegunAlone(2)).AfterEnd();
            Assert.Equal(end, state.EndsOf(At(2)));
        }

        state.Take(Committed(3));
        Assert.Null(state.EndsOf(At(2)));
    }

    [Fact]
    public void One_that_was_decoded_alone_is_suspected_no_more_and_one_that_was_given_back_still_is()
    {
        Assert.Null(After(Suspected(2), BegunAlone(2), Ended(2)).AfterEnd().EndsOf(At(2)));
        Assert.Equal(0, After(Suspected(2), BegunAlone(2), new JournalLine(JournalEvent.GivenBack, At(2))).AfterEnd().EndsOf(At(2)));
        Assert.Equal(0, After(Suspected(2), BegunAlone(2), JournalState.StoppedLine).AfterEnd().EndsOf(At(2)));
    }

    [Fact]
    public void An_end_while_nothing_is_in_decoding_speaks_for_the_document_that_was_waited_for()
    {
        JournalState state = After(Suspected(2), BegunAlone(2)).AfterEnd();
        state = After(state, new JournalLine(JournalEvent.Waiting, At(2)), BegunAlone(2)).AfterEnd();
        Assert.Equal(2, state.EndsOf(At(2)));

        Assert.Equal(0, After(state, new JournalLine(JournalEvent.Waiting, At(2))).AfterEnd().EndsOf(At(2)));
    }

    [Fact]
    public void Its_lines_say_all_of_it()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            JournalState state = new();
            for (int line = 0; line < 60; line++)
            {
                state.Take(new JournalLine((JournalEvent)random.Next(Enum.GetValues<JournalEvent>().Length), new JournalPlace(new SourcePartition("a topic", random.Next(3)), random.Next(6)), random.Next(3)));
            }

            JournalState read = new();
            foreach (JournalLine line in state.Lines())
            {
                Assert.True(JournalLine.TryParse(line.ToString(), out JournalLine? parsed), line.ToString());
                read.Take(parsed.Value);
            }

            Assert.Equal(Lines(state), Lines(read));
            Assert.Equal(Lines(state.AfterEnd()), Lines(read.AfterEnd()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Begun 0 17")]
    [InlineData("Begun 0 x 0 documents")]
    [InlineData("Unheard 0 17 0 documents")]
    [InlineData("99 0 17 0 documents")]
    [InlineData("3 0 17 0 documents")]
    [InlineData("-1 0 17 0 documents")]
    [InlineData("Begun,Ended 0 17 0 documents")]
    [InlineData("\tBegun 0 17 0 documents")]
    public void What_is_no_line_is_none(string text) => Assert.False(JournalLine.TryParse(text, out _));

    [Fact]
    public void Whatever_ends_the_process_from_outside_just_those_that_end_it_themselves_are_given_up()
    {
        int ends = 0;
        for (int seed = 0; seed < RunLength.Of(300, 5000); seed++)
        {
            Stream stream = new(new Random(seed));
            stream.Run();
            Assert.Equal(stream.Poison, stream.GivenUp);
            ends += stream.Ends;
        }

        Assert.True(ends > RunLength.Least(1000), $"Only {ends} ends.");
    }

    private static JournalPlace At(long offset) => new(Partition, offset);

    private static JournalLine Begun(long offset) => new(JournalEvent.Begun, At(offset));

    private static JournalLine BegunAlone(long offset) => new(JournalEvent.BegunAlone, At(offset));

    private static JournalLine Ended(long offset) => new(JournalEvent.Ended, At(offset));

    private static JournalLine Committed(long next) => new(JournalEvent.Committed, At(next));

    private static JournalState Suspected(long offset) => After(After(new JournalState(), Begun(offset)).AfterEnd(), Begun(offset)).AfterEnd();

    private static JournalState After(JournalState state, params JournalLine[] lines)
    {
        foreach (JournalLine line in lines)
        {
            state.Take(line);
        }

        return state;
    }

    private static string[] Lines(JournalState state) => [.. state.Lines().Select(static line => line.ToString()).Order()];

    /// <summary>
    /// A partition, decoded a few documents at a time by one process after the other. Some documents end it; something else does so at any moment, but at
    /// most twice while the same document is alone.
    /// </summary>
    private sealed class Stream
    {
        private const int AtOnce = 5;
        private readonly Random _random;
        private readonly int _documents;
        private readonly double _killed;
        private readonly Dictionary<long, int> _killedAlone = [];
        private JournalState _state = new();
        private long _next;

        public Stream(Random random)
        {
            _random = random;
            _documents = 20 + random.Next(60);
            _killed = random.NextDouble() * 0.3;
            Poison = [.. Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(_documents)).Distinct().Order()];
        }

        public List<long> Poison { get; }

        public List<long> GivenUp { get; } = [];

        public int Ends { get; private set; }

        public void Run()
        {
            while (_next < _documents)
            {
                Assert.True(++Ends < 1000, "It does not come to an end.");
                while (_next < _documents && Step())
                {
                }

                _state = _state.AfterEnd();
            }
        }

        // False where the process ends.
        private bool Step()
        {
            if (_state.EndsOf(At(_next)) is not { } ends)
            {
                return Together();
            }

            if (ends >= JournalState.EndsAlone)
            {
                GivenUp.Add(_next);
                return Commit(_next + 1);
            }

            if (ends > 0)
            {
                _state.Take(new JournalLine(JournalEvent.Waiting, At(_next)));
                if (IsKilled())
                {
                    return false;
                }
            }

            _state.Take(BegunAlone(_next));
            if (Poison.Contains(_next) || (_killedAlone.GetValueOrDefault(_next) < 2 && IsKilled() && ++_killedAlone.GetOrAdd(_next) > 0))
            {
                return false;
            }

            _state.Take(Ended(_next));
            return Commit(_next + 1);
        }

        private bool Together()
        {
            long end = _next;
            while (end < Math.Min(_documents, _next + AtOnce) && _state.EndsOf(At(end)) is null)
            {
                _state.Take(Begun(end++));
            }

            bool ends = Poison.Exists(one => one >= _next && one < end);
            if (ends || IsKilled())
            {
                return false;
            }

            for (long offset = _next; offset < end; offset++)
            {
                _state.Take(Ended(offset));
            }

            return Commit(end);
        }

        private bool Commit(long next)
        {
            if (IsKilled())
            {
                // What was given up was not committed either.
                GivenUp.RemoveAll(offset => offset >= _next);
                return false;
            }

            _next = next;
            _state.Take(Committed(next));
            return true;
        }

        private bool IsKilled() => _random.NextDouble() < _killed;
    }
}

/// <summary>Counting in a dictionary.</summary>
file static class Counting
{
    public static ref int GetOrAdd(this Dictionary<long, int> counts, long key) =>
        ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
}

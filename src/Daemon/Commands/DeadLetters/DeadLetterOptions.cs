using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using PaDeNer.Streaming.Kafka.Topics;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>The options that say which dead letters are meant; the same for all that is done with them.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<string[]> _faults = new("--fault")
    {
        Description = "Only with this fault, such as too_large. May be given several times.",
        HelpName = "NAME",
    };

    private readonly Option<DateTimeOffset?> _since = Time("--since", "Not older: a date, a time (UTC unless it says), or how long ago.");
    private readonly Option<DateTimeOffset?> _until = Time("--until", "Older: a date, a time, or how long ago.");
    private readonly Option<string?> _key = new("--key") { Description = "Only with this key.", HelpName = "TEXT" };
    private readonly Option<int?> _partition = NumberOption.Whole("--source-partition", "N", "Only of records that were read from this partition.", least: 0);
    private readonly Option<(long, long)?> _offsets = new("--source-offset")
    {
        Description = "Only of records that were read at this offset, or from one to another.",
        HelpName = "N|N..M",
        CustomParser = static result => Offsets(result),
    };

    private readonly Option<TopicPlace[]> _positions = new("--position")
    {
        Description = "Only this dead letter, by its place in the dead-letter topic as list prints it. May be given several times.",
        HelpName = "PARTITION/OFFSET",
        CustomParser = static result => Positions(result),
    };

    /// <summary>Adds the options to a command.</summary>
    public DeadLetterOptions(Command command)
    {
        foreach (Option option in (Option[])[_faults, _since, _until, _key, _partition, _offsets, _positions])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    public DeadLetterFilter Filter(ParseResult parsed) => new()
    {
        Faults = parsed.GetValue(_faults) ?? [],
        Since = parsed.GetValue(_since),
        Until = parsed.GetValue(_until),
        Key = parsed.GetValue(_key) is { } key ? Encoding.UTF8.GetBytes(key) : null,
        SourcePartition = parsed.GetValue(_partition),
        SourceOffsets = parsed.GetValue(_offsets),
    };

    /// <summary>The places asked for; none for all.</summary>
    public IReadOnlyList<TopicPlace> Places(ParseResult parsed) => parsed.GetValue(_positions) ?? [];

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            string word = result.Tokens[^1].Value;
            DateTimeOffset? time = TimeText.Parse(word, TimeProvider.System.GetUtcNow());
            if (time is null)
            {
                result.AddError($"{name} wants a time such as 2026-11-29, 2026-11-29T10:30:00Z, 15m, 2h or 7d and got '{word}'");
            }

            return time;
        },
    };

    private static (long From, long To)? Offsets(ArgumentResult result)
    {
        string word = result.Tokens[^1].Value;
        string[] ends = word.Split("..");
        if (ends.Length <= 2 && Offset(ends[0]) is { } from && Offset(ends[^1]) is { } to && from <= to)
        {
            return (from, to);
        }

        result.AddError($"--source-offset wants an offset, or two with .. between, and got '{word}'");
        return null;
    }

    private static TopicPlace[] Positions(ArgumentResult result)
    {
        List<TopicPlace> places = [];
        foreach (Token token in result.Tokens)
        {
            string[] parts = token.Value.Split('/');
            if (parts.Length is 2 or 3 && Offset(parts[^1]) is { } offset && Offset(parts[^2]) is { } partition and <= int.MaxValue)
            {
                places.Add(new TopicPlace((int)partition, offset));
            }
            else
            {
                result.AddError($"--position wants PARTITION/OFFSET, such as 0/17, and got '{token.Value}'");
            }
        }

        return [.. places];
    }

    private static long? Offset(string word) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long offset) && offset < long.MaxValue ? offset : null;
}

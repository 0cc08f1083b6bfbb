using System.Globalization;

namespace PaDeNer.Fuzzing.Running;

/// <summary>What a run is asked for.</summary>
internal sealed record FuzzRequest
{
    /// <summary>How it is called.</summary>
    public const string Usage = "PaDeNer.Fuzzing.dll [TARGET] [--minutes N | --executions N] [--seed N] [--output DIR] [--hang-seconds N] [--blind]";

    /// <summary>The target; null for all readers.</summary>
    public string? Target { get; private init; }

    /// <summary>How long a target is fuzzed; null where executions are counted.</summary>
    public TimeSpan? Time { get; private init; }

    /// <summary>How often a target is executed.</summary>
    public long Executions { get; private init; } = 100_000;

    /// <summary>Of chance.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>Where everything is kept.</summary>
    public string Output { get; private init; } = Path.Combine("TestResults", "fuzz");

    /// <summary>How long one execution may take.</summary>
    public TimeSpan Hang { get; private init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether coverage guides nothing.</summary>
    public bool IsBlind { get; private init; }

    /// <summary>Whether this process is the one that executes, in the instrumented folder.</summary>
    public bool IsWorker { get; private init; }

    /// <summary>Reads arguments.</summary>
    /// <exception cref="FormatException">They say something else.</exception>
    public static FuzzRequest Parse(IReadOnlyList<string> arguments)
    {
        FuzzRequest request = new();
        for (int index = 0; index < arguments.Count; index++)
        {
            string Value() => ++index < arguments.Count ? arguments[index] : throw new FormatException($"'{arguments[^1]}' wants a value.");
            request = arguments[index] switch
            {
                "--minutes" => request with { Time = TimeSpan.FromMinutes(Number(Value())) },
                "--executions" => request with { Executions = (long)Number(Value()) },
                "--seed" => request with { Seed = (int)Number(Value()) },
                "--output" => request with { Output = Value() },
                "--hang-seconds" => request with { Hang = TimeSpan.FromSeconds(Number(Value())) },
                "--blind" => request with { IsBlind = true },
                "--worker" => request with { IsWorker = true },
                string name when request.Target is null && !name.StartsWith('-') => request with { Target = name },
                string other => throw new FormatException($"'{other}' is not known."),
            };
        }

        return request;
    }

    /// <summary>The arguments of the process that executes one target.</summary>
    public IEnumerable<string> OfWorker(string target) =>
    [
        target, "--worker", "--executions", Text(Executions), .. Time is { } time ? ["--minutes", Text(time.TotalMinutes)] : Array.Empty<string>(),
        "--seed", Text(Seed), "--output", Output, "--hang-seconds", Text(Hang.TotalSeconds), .. IsBlind ? ["--blind"] : Array.Empty<string>(),
    ];

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= int.MaxValue
            ? number
            : throw new FormatException($"'{text}' is no number that can be used here.");

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}

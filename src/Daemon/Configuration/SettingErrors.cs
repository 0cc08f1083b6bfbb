using System.Globalization;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Configuration;

/// <summary>Collects what is wrong with a section: key, value, reason, fix, all of it and not only the first.</summary>
/// <param name="section">The section's name.</param>
internal sealed class SettingErrors(string section)
{
    private const int LongEnoughToGuess = 4;
    private readonly List<string> _errors = [];

    /// <summary>One error as people read it.</summary>
    public static string Format(string key, string? value, string reason, string fix) =>
        $"{key} is {(string.IsNullOrEmpty(value) ? "not set" : $"'{value}'")}: {reason}. {fix}";

    /// <summary>Adds an error.</summary>
    public void Add(string name, object? value, string reason, string fix) =>
        _errors.Add(Format($"{section}:{name}", Convert.ToString(value, CultureInfo.InvariantCulture), reason, fix));

    /// <summary>The value must lie between two others, both allowed.</summary>
    public void Range<T>(string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            string low = Convert.ToString(least, CultureInfo.InvariantCulture)!;
            string high = Convert.ToString(most, CultureInfo.InvariantCulture)!;
            Add(name, value, "out of range", $"Use a value from {low} to {high}.");
        }
    }

    /// <summary>The value must be one of a few words.</summary>
    public void Choice(string name, string value, params string[] choices)
    {
        if (!choices.Contains(value, StringComparer.Ordinal))
        {
            // Short words resemble each other too easily: 'gpu' is no slip of the finger for 'cpu'.
            string hint = value.Length < LongEnoughToGuess ? string.Empty : NameSuggestion.DidYouMean(value, choices);
            Add(name, value, "not a known choice", $"Use {string.Join(", ", choices[..^1])} or {choices[^1]}.{hint}");
        }
    }

    /// <summary>The collected errors as an options validator returns them.</summary>
    public ValidateOptionsResult ToResult() =>
        _errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_errors);
}

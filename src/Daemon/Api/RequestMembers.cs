using System.Text.Json;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Api;

/// <summary>What a request may say beside its documents. Pure.</summary>
internal static class RequestMembers
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["policy", "offset_unit", "include_text", "include_timing"];

    private static readonly string[] Units = ["code_point", "utf16", "utf8"];

    /// <summary>Reads a member; one that is not ours is left alone.</summary>
    /// <param name="member">The member.</param>
    /// <param name="request">Takes what it says.</param>
    /// <param name="usual">The policy that counts for what the request does not say.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static string? Read(JsonProperty member, ref ExtractRequest request, AssemblySettings usual)
    {
        try
        {
            return ReadText(member, ref request, usual);
        }
        catch (InvalidOperationException)
        {
            // The library says this of an escape such as \ud83d that has no partner, and of bytes that are not UTF-8, when a name or a word is asked for.
            return "a name or a word is not valid text: half a surrogate pair in an escape, or bytes that are not UTF-8";
        }
    }

    private static string? ReadText(JsonProperty member, ref ExtractRequest request, AssemblySettings usual)
    {
        string? wrong = null;
        switch (member.Name)
        {
            case "policy" when member.Value.ValueKind == JsonValueKind.Object:
                AssemblySettings policy = usual;
                foreach (JsonProperty rule in member.Value.EnumerateObject())
                {
                    wrong ??= ReadRule(rule, ref policy);
                }

                request = request with { Policy = policy };
                return wrong;
            case "policy":
                return "'policy' is not an object";
            case "offset_unit":
                wrong = Choice("offset_unit", member.Value, Units, out string unit);
                request = request with { Unit = unit switch { "utf16" => OffsetUnit.Utf16, "utf8" => OffsetUnit.Utf8, _ => OffsetUnit.CodePoint } };
                return wrong;
            case "include_text":
                wrong = Flag("include_text", member.Value, out bool text);
                request = request with { IncludeText = text };
                return wrong;
            case "include_timing":
                wrong = Flag("include_timing", member.Value, out bool timing);
                request = request with { IncludeTiming = timing };
                return wrong;
            default:
                return null;
        }
    }

    private static string? ReadRule(JsonProperty rule, ref AssemblySettings policy)
    {
        string name = $"policy/{rule.Name}";
        string? wrong;
        switch (rule.Name)
        {
            case "deduplication":
                wrong = Choice(name, rule.Value, ExtractionWords.DeduplicationNames, out string word);
                policy = policy with { Deduplication = ExtractionWords.Deduplication(word) };
                return wrong;
            case "overlap":
                wrong = Choice(name, rule.Value, ExtractionWords.OverlapNames, out word);
                policy = policy with { Overlap = ExtractionWords.Overlap(word) };
                return wrong;
            case "ungrounded":
                wrong = Choice(name, rule.Value, ExtractionWords.UngroundedNames, out word);
                policy = policy with { Ungrounded = ExtractionWords.Ungrounded(word) };
                return wrong;
            case "min_probability":
                bool isShare = rule.Value.ValueKind == JsonValueKind.Number && rule.Value.GetDouble() is >= 0 and <= 1;
                policy = policy with { MinProbability = isShare ? rule.Value.GetDouble() : 0 };
                return isShare ? null : $"'{name}' is not a number from 0 to 1";
            default:
                return $"there is no '{name}': use deduplication, overlap, ungrounded or min_probability";
        }
    }

    private static string? Choice(string name, JsonElement value, string[] choices, out string word)
    {
        word = value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
        return choices.Contains(word, StringComparer.Ordinal) ? null : $"'{name}' is none of {string.Join(", ", choices)}";
    }

    private static string? Flag(string name, JsonElement value, out bool isSet)
    {
        isSet = value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"'{name}' is neither true nor false";
    }
}

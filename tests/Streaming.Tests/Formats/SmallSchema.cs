using System.Text.Json;

namespace PaDeNer.Streaming.Tests.Formats;

/// <summary>As much of JSON Schema 2020-12 as our schemas use; a keyword it does not know is an error, so that none goes unchecked.</summary>
internal static class SmallSchema
{
    /// <summary>What is wrong with a value, each with its place; nothing when it is valid.</summary>
    public static IReadOnlyList<string> Validate(JsonElement schema, JsonElement value)
    {
        List<string> errors = [];
        Check(schema, value, "$", errors);
        return errors;
    }

    public static JsonElement Load(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PaDeNer.Stream.sln")))
        {
            folder = folder.Parent;
        }

        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.FullName, "config", "schemas", name)));
        return schema.RootElement.Clone();
    }

    private static void Check(JsonElement schema, JsonElement value, string place, List<string> errors)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            if (!Holds(keyword, schema, value, place, errors))
            {
                errors.Add($"{place}: {keyword.Name}");
            }
        }
    }

    private static bool Holds(JsonProperty keyword, JsonElement schema, JsonElement value, string place, List<string> errors)
    {
        JsonElement limit = keyword.Value;
        switch (keyword.Name)
        {
            case "$schema" or "title" or "description":
                return true;
            case "type":
                return limit.ValueKind == JsonValueKind.Array ? limit.EnumerateArray().Any(one => Is(value, one.GetString()!)) : Is(value, limit.GetString()!);
            case "enum":
                return limit.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value));
            case "required":
                return value.ValueKind != JsonValueKind.Object || limit.EnumerateArray().All(one => value.TryGetProperty(one.GetString()!, out _));
            case "properties":
                foreach (JsonProperty property in limit.EnumerateObject())
                {
                    if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(property.Name, out JsonElement inner))
                    {
                        Check(property.Value, inner, $"{place}.{property.Name}", errors);
                    }
                }

                return true;
            case "additionalProperties":
                Assert.False(limit.GetBoolean());
                return value.ValueKind != JsonValueKind.Object
                    || value.EnumerateObject().All(one => schema.GetProperty("properties").TryGetProperty(one.Name, out _));
            case "items":
                for (int index = 0; value.ValueKind == JsonValueKind.Array && index < value.GetArrayLength(); index++)
                {
                    Check(limit, value[index], $"{place}[{index}]", errors);
                }

                return true;
            case "minimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= limit.GetDecimal();
            case "maximum":
                return value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= limit.GetDecimal();
            case "minLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= limit.GetInt32();
            default:
                throw new NotSupportedException($"This validator does not know '{keyword.Name}'.");
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDecimal() % 1 == 0,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"This validator does not know the type '{type}'."),
    };
}

using System.Text;
using System.Text.Json;
using PaDeNer.Simulation;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Tools.Planning;

/// <summary>Writes a plan as JSON. Pure.</summary>
internal static class PlanJson
{
    /// <summary>The plan as one JSON object.</summary>
    public static string Write(PlanRequest request, PlanAnswer answer)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, JsonText.Options with { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("rate"u8, request.Rate);
            json.WriteNumber("slo_ms"u8, request.Objective.TotalMilliseconds);
            json.WriteNumber("burst"u8, request.Burst);
            json.WriteString("profile"u8, request.Profile.Name);
            json.WriteNumber("lanes_per_device"u8, request.Profile.Lanes);
            Number(json, "devices", answer.Replicas); // a replica has one each
            Number(json, "replicas", answer.Replicas);
            Number(json, "partitions", answer.Partitions);
            json.WriteNumber("unloaded_p50_ms"u8, Math.Round(answer.UnloadedP50, 3));
            json.WriteNumber("unloaded_p99_ms"u8, Math.Round(answer.UnloadedP99, 3));
            json.WriteNumber("saturation_per_device"u8, Math.Round(answer.Saturation, 3));
            json.WriteStartArray("rows"u8);
            foreach (PlanRow row in answer.Rows)
            {
                json.WriteStartObject();
                json.WriteNumber("replicas"u8, row.Replicas);
                json.WriteNumber("utilisation"u8, Math.Round(row.Utilization, 4));
                json.WriteNumber("p50_ms"u8, Math.Round(row.P50, 3));
                json.WriteNumber("p99_ms"u8, Math.Round(row.P99, 3));
                json.WriteNumber("goodput"u8, Math.Round(row.Goodput, 3));
                json.WriteBoolean("suffices"u8, row.Suffices);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

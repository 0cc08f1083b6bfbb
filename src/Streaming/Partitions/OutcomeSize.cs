using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Partitions;

/// <summary>Roughly the memory that the outcome of a document holds while it waits for those before it.</summary>
internal static class OutcomeSize
{
    private const int PerEntity = 96;

    /// <summary>Its bytes: the decoded text and the entities.</summary>
    public static long Of(JobOutcome outcome)
    {
        long bytes = (long)(outcome.Document?.Text.Length ?? 0) * sizeof(char);
        foreach (Entity entity in outcome.Outcome.Entities?.Entities ?? [])
        {
            bytes += PerEntity + ((long)entity.Text.Length * sizeof(char));
        }

        return bytes;
    }
}

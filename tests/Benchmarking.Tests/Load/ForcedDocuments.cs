using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Tests.Load;

/// <summary>Documents for systems that do not look inside.</summary>
internal static class ForcedDocuments
{
    public static IReadOnlyList<ForcedDocument> Some { get; } =
    [
        .. Enumerable.Range(0, 3).Select(static i => new ForcedDocument(
            new Document(new DocumentId($"d{i}"), "text", new LabelSet("PER")), [new TokenId(i)], [new ForcedLabel(new Label("PER"), [])])),
    ];
}

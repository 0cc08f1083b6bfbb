using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Prompting;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>A document whose decoding throws, wherever that happens, ends with that fault; <see cref="PackedDecoder"/> has everything returned at the end.</summary>
public class DecodingFailureTests
{
    private static readonly string[] Pieces = ["1", "2", "\n", "0", "3", " ", "12", "2\n", "x"];

    [Theory]
    [InlineData(CompactTemplate.TemplateName, DecodingMode.Verbatim)]
    [InlineData("padellm-en", DecodingMode.Verbatim)]
    [InlineData("padellm-en", DecodingMode.Free)]
    public void It_is_the_only_one_that_ends_with_a_fault(string templateName, DecodingMode mode)
    {
        int failed = 0;
        for (int call = 1; call <= RunLength.Of(120, 1000); call++)
        {
            Random random = new(call);
            FailingTemplate? template = null;
            TestModel model = new(
                call % 10,
                new DecodingSettings(mode, true, new PlanLimits(MaxMentionsPerLabel: 12, MaxMentionTokens: 5)),
                new EngineCapacity(12, 600, 40, 12, 512),
                templateName,
                adapt: inner => template = new FailingTemplate(templateName == CompactTemplate.TemplateName ? inner : new SpelledCounts(inner, Pieces), call));
            DocumentPlan[] plans = [.. Enumerable.Range(0, 6).Select(_ => model.Plan(SampleTexts.Create(random, random.Next(30)), 1 + random.Next(4)))];

            List<DocumentPlan> decoded = PackedDecoder.Run(model, plans, new BatchingOptions { RowsPerStep = 24, DocumentsInFlight = 3 }, random);

            Assert.Equal(plans.Length, decoded.Count);
            DocumentOutcome[] faults = [.. decoded.Select(new DocumentAssembler(new AssemblySettings()).Assemble).Where(static outcome => !outcome.Succeeded)];
            Assert.Equal(template!.HasFailed ? 1 : 0, faults.Length);
            Assert.All(faults, static fault => Assert.Equal(DocumentFault.DecodingFailed, fault.Fault));
            Assert.All(faults, static fault => Assert.StartsWith("Decoding this document failed: InvalidOperationException in FailingTemplate.Count.", fault.Detail, StringComparison.Ordinal));
            failed += faults.Length;
        }

        Assert.True(failed > RunLength.Least(50), $"Only {failed} of the runs came to the failing call.");
    }
}

// Entities of each line of standard input: dotnet run --project docs/samples/Embedding -- models/padener-en-small.gguf < lines.txt
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;

using LlamaModel model = LlamaModel.Load(new LlamaOptions { ModelPath = args[0] });
LlamaEngine[] devices = [model.CreateEngine(), model.CreateEngine()]; // one a lane; as many lanes as cores
PromptTemplate template = PromptTemplates.Create(model.Profile.Template!, model.Tokenizer, model.Profile);
PlanLimits limits = new() { WindowTokens = model.Profile.SuitedWindowTokens ?? 512 };
DecodingSettings decoding = new(model.Profile.Decoding ?? DecodingMode.Free, model.Profile.ProbabilityOverCandidates ?? false, limits);

ExtractionEngine engine = new(new ExtractionEngineSettings
{
    Lanes = [.. devices.Select(static device => new EngineLane(device))],
    Plan = new DocumentPlanner(template, decoding, devices[0].Capacity).Plan,
    Assembler = new DocumentAssembler(new AssemblySettings(DeduplicationPolicy.MaxProbability, UngroundedPolicy.Drop, MinProbability: 0)),
});
await engine.StartAsync(CancellationToken.None);

LabelSet labels = new([.. model.Profile.Labels]);
List<Task<JobOutcome?>> lines = [];
while (Console.ReadLine() is { } line)
{
    Deadline due = Deadline.After(TimeProvider.System, TimeProvider.System.GetTimestamp(), TimeSpan.FromMilliseconds(250));
    IncomingDocument document = new(new JobTicket(lines.Count), new Document(new DocumentId($"{lines.Count}"), line, labels), TimeProvider.System.GetTimestamp(), due);
    lines.Add(await engine.SubmitAsync(document)); // waits for room, not for the outcome
}

foreach (Task<JobOutcome?> line in lines)
{
    DocumentOutcome outcome = (await line)!.Outcome; // null only where the engine was stopped
    Console.WriteLine(outcome.Succeeded ? string.Join(", ", outcome.Entities.Entities.Select(static entity => $"{entity.Text} ({entity.Label.Name})")) : outcome.Detail);
}

await engine.DisposeAsync();
Array.ForEach(devices, static device => device.Dispose());

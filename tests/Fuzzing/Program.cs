using PaDeNer.Fuzzing.Coverage;
using PaDeNer.Fuzzing.Running;
using PaDeNer.Fuzzing.Targets;

FuzzRequest request;
try
{
    request = FuzzRequest.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\nUsage: {FuzzRequest.Usage}");
    return 2;
}

if (request.IsWorker)
{
    TraceMemory.Provide();
}

if (request.Target is { } name && FuzzTargets.Find(name) is null)
{
    Console.Error.WriteLine($"there is no target '{name}'.\n  Targets: {string.Join(", ", FuzzTargets.Readers.Select(static target => target.Name))}");
    return 2;
}

Directory.CreateDirectory(request.Output);
return request.IsWorker ? Math.Min(1, Worker.Run(request, FuzzTargets.Find(request.Target!)!)) : FuzzRun.Run(request);

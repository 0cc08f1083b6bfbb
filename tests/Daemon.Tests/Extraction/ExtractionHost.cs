using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Documents;
using PaDeNer.Streaming.Ports;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Daemon.Tests.Extraction;

/// <summary>A host with the extraction stages alone.</summary>
internal static class ExtractionHost
{
    public static IHost Build(Extractor extractor)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IStepObserver, NoObserver>();
        builder.Services.AddSingleton<IStreamObserver, RecordingObserver>();
        builder.Services.AddExtractionOptions(builder.Configuration);
        builder.Services.AddSingleton(extractor);
        builder.Services.AddExtraction();
        return builder.Build();
    }

    /// <summary>Completes when the host begins to stop.</summary>
    public static Task Stopping(IHost host)
    {
        TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        return stopping.Task;
    }

    public static async Task WriteAsync(IHost host, int number, string text) =>
        await host.Services.GetRequiredService<ChannelWriter<IncomingDocument>>().WriteAsync(Document(number, text), TestContext.Current.CancellationToken);

    public static IncomingDocument Document(int number, string text) =>
        new(new JobTicket(number), new Document(new DocumentId("d"), text, TestModel.Labels()), TimeProvider.System.GetTimestamp(), Deadline.Never);

    /// <summary>So many outcomes, as soon as they are there.</summary>
    public static async Task<List<JobOutcome>> OutcomesAsync(IHost host, int count)
    {
        List<JobOutcome> outcomes = [];
        while (outcomes.Count < count)
        {
            outcomes.Add(await host.Services.GetRequiredService<ChannelReader<JobOutcome>>().ReadAsync(TestContext.Current.CancellationToken));
        }

        return outcomes;
    }

    /// <summary>All outcomes; returns once there will be no more.</summary>
    public static async Task<List<JobOutcome>> OutcomesAsync(IHost host)
    {
        List<JobOutcome> outcomes = [];
        await foreach (JobOutcome outcome in host.Services.GetRequiredService<ChannelReader<JobOutcome>>().ReadAllAsync(TestContext.Current.CancellationToken))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }
}

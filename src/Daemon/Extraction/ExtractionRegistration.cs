using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Journal;
using PaDeNer.Streaming.Partitions;

namespace PaDeNer.Daemon.Extraction;

/// <summary>Documents to entities. Needs from elsewhere: an <see cref="Extractor"/>, which stays theirs, an <see cref="IStepObserver"/>, an <see cref="Streaming.Ports.IStreamObserver"/>, TimeProvider.</summary>
internal static class ExtractionRegistration
{
    /// <summary>Adds the settings.</summary>
    public static IServiceCollection AddExtractionOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ModelOptions>().Bind(configuration.GetSection(ModelOptions.SectionName));
        services.AddOptions<LaneOptions>().Bind(configuration.GetSection(LaneOptions.SectionName));
        services.AddOptions<BatchingOptions>().Bind(configuration.GetSection(LaneOptions.SectionName));
        services.AddOptions<ExtractionOptions>().Bind(configuration.GetSection(ExtractionOptions.SectionName));
        services.AddOptions<DrainOptions>().Bind(configuration.GetSection(DrainOptions.SectionName));
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        services.AddSingleton<IValidateOptions<LaneOptions>, LaneOptionsValidator>();
        services.AddSingleton<IValidateOptions<BatchingOptions>, BatchingOptionsValidator>();
        services.AddSingleton<IValidateOptions<ExtractionOptions>, ExtractionOptionsValidator>();
        services.AddSingleton<IValidateOptions<DrainOptions>, DrainOptionsValidator>();
        return services;
    }

    /// <summary>Adds the engine's service and its channels.</summary>
    public static IServiceCollection AddExtraction(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new ExtractionChannels(
            provider.GetRequiredService<IOptions<ExtractionOptions>>().Value.QueueLength));
        services.AddSingleton<ChannelWriter<IncomingDocument>>(static provider => provider.GetRequiredService<ExtractionChannels>().Documents.Writer);
        services.AddSingleton<ChannelWriter<JobOutcome>>(static provider => provider.GetRequiredService<ExtractionChannels>().Outcomes.Writer);
        services.AddSingleton<ChannelReader<JobOutcome>>(static provider => provider.GetRequiredService<ExtractionChannels>().Outcomes.Reader);
        services.TryAddSingleton<StreamDrain>();
        services.TryAddSingleton<Assignment>();
        services.AddSingleton(static provider => DecodingJournal.Open(
            provider.GetRequiredService<IOptions<DrainOptions>>().Value.StateDirectory, provider.GetRequiredService<ILogger<DecodingJournal>>()));
        services.AddSingleton<DecodingAdmission>();
        services.TryAddSingleton(static provider => new DirectIntake(
            provider.GetRequiredService<IOptions<ExtractionOptions>>().Value.QueueLength, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ExtractionService>();
        return services;
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Offsets;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>Kafka as source and sink.</summary>
internal static class KafkaRegistration
{
    /// <summary>Adds <see cref="IRecordSource"/> and <see cref="IRecordSink"/>, and <see cref="KafkaTopicCheck"/> for the doctor verb.</summary>
    public static IServiceCollection AddKafka(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KafkaOptions>().Bind(configuration.GetSection(KafkaOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaRangeValidator>();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Assignment>();
        services.AddSingleton<KafkaClientFactory>();
        services.AddSingleton<KafkaTopicCheck>();
        services.AddSingleton<KafkaRecordSource>();
        services.AddSingleton<IRecordSource>(static provider => provider.GetRequiredService<KafkaRecordSource>());
        services.AddSingleton<IRecordSink, KafkaIdempotentSink>();
        return services;
    }
}

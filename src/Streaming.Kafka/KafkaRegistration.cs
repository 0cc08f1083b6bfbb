using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Sink;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Kafka.Topics;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka;

/// <summary>Kafka as source and sink.</summary>
public static class KafkaRegistration
{
    /// <summary>Adds <see cref="IRecordSource"/> and <see cref="IRecordSink"/>, <see cref="KafkaTopicCheck"/> for the doctor verb and <see cref="TopicAccess"/> for that of dead letters.</summary>
    public static IServiceCollection AddKafka(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KafkaOptions>().Bind(configuration.GetSection(KafkaOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaRangeValidator>();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Assignment>();
        services.AddSingleton<KafkaClientFactory>();
        services.AddSingleton(static provider => new KafkaTopicCheck(
            provider.GetRequiredService<KafkaClientFactory>(), provider.GetRequiredService<IOptions<KafkaOptions>>()));
        services.AddSingleton(static provider => new TopicAccess(
            provider.GetRequiredService<KafkaClientFactory>(), provider.GetRequiredService<IOptions<KafkaOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<KafkaRecordSource>();
        services.AddSingleton<IRecordSource>(static provider => provider.GetRequiredService<KafkaRecordSource>());
        services.AddSingleton<IRecordSink, KafkaIdempotentSink>();
        return services;
    }
}

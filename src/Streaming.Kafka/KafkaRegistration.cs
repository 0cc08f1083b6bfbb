using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Sink;
using PaDeNer.Streaming.Kafka.Sink.Transactions;
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
        services.AddOptions<DeliveryOptions>().Bind(configuration.GetSection(DeliveryOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryRangeValidator>();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Assignment>();
        services.TryAddSingleton<StreamSupervision>();
        services.TryAddSingleton<IClientObserver, SilentClients>();
        services.TryAddSingleton<IKafkaClients, KafkaClientFactory>();
        services.AddSingleton(static provider => new KafkaTopicCheck(
            provider.GetRequiredService<IKafkaClients>(), provider.GetRequiredService<IOptions<KafkaOptions>>()));
        services.AddSingleton(static provider => new TopicAccess(
            provider.GetRequiredService<IKafkaClients>(), provider.GetRequiredService<IOptions<KafkaOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<KafkaRecordSource>();
        services.AddSingleton<IRecordSource>(static provider => provider.GetRequiredService<KafkaRecordSource>());
        services.AddSingleton<IGroupMember>(static provider => provider.GetRequiredService<KafkaRecordSource>());
        services.TryAddSingleton<ITransactionObserver, SilentTransactions>();
        services.AddSingleton<IRecordSink>(static provider =>
            provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.Mode == DeliveryMode.ExactlyOnce
                ? ActivatorUtilities.CreateInstance<KafkaTransactionalSink>(provider)
                : ActivatorUtilities.CreateInstance<KafkaIdempotentSink>(provider));
        return services;
    }
}

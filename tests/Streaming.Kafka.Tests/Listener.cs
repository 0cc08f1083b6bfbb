using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Tests;

/// <summary>Takes what is assigned and keeps its epochs.</summary>
internal sealed class Listener(ServiceProvider services) : IAssignmentListener
{
    private readonly Assignment _assignment = services.GetRequiredService<Assignment>();

    public Dictionary<SourcePartition, AssignmentEpoch> Epochs { get; } = [];

    public void Assigned(IReadOnlyList<SourcePartition> partitions)
    {
        foreach (AssignedPartition one in _assignment.Assign(partitions))
        {
            Epochs[one.Partition] = one.Epoch;
        }
    }

    public bool Settle() => true;

    public void Revoked(IReadOnlyList<SourcePartition> partitions) => _assignment.Drop(partitions);

    public void Lost(IReadOnlyList<SourcePartition> partitions) => _assignment.Drop(partitions);
}

using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class RepeatFilterTests
{
    [Fact]
    public void One_of_a_kind_is_let_through_in_a_while_and_tells_of_the_others()
    {
        ManualTimeProvider time = new();
        RepeatFilter filter = new(TimeSpan.FromSeconds(10), time);
        Assert.Equal(0, filter.Pass(ErrorCode.Local_Transport));
        Assert.Null(filter.Pass(ErrorCode.Local_Transport));
        Assert.Null(filter.Pass(ErrorCode.Local_Transport));
        Assert.Equal(0, filter.Pass(ErrorCode.Local_AllBrokersDown));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(2, filter.Pass(ErrorCode.Local_Transport));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, filter.Pass(ErrorCode.Local_Transport));
    }
}

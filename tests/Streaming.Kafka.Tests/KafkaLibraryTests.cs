using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;

namespace PaDeNer.Streaming.Kafka.Tests;

public class KafkaLibraryTests
{
    [Fact]
    public void It_is_found_wherever_the_client_finds_it()
    {
        Assert.NotEmpty(Library.VersionString);

        Assert.NotEqual(0, KafkaLibrary.Resolve(KafkaLibrary.Name, typeof(KafkaLibrary).Assembly, null));
    }

    [Fact]
    public void Another_library_is_none_of_its_business() => Assert.Equal(0, KafkaLibrary.Resolve("libc", typeof(KafkaLibrary).Assembly, null));
}

namespace PaDeNer.Daemon.Streams;

/// <summary>Which of our topics a record goes to.</summary>
internal enum SinkTopic
{
    /// <summary>Entities.</summary>
    Output,

    /// <summary>Source records we gave up on.</summary>
    DeadLetter,
}

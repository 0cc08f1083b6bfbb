namespace PaDeNer.Streaming.Records;

/// <summary>Which of our topics a record goes to.</summary>
public enum SinkTopic
{
    /// <summary>Entities.</summary>
    Output,

    /// <summary>Source records we gave up on.</summary>
    DeadLetter,
}

namespace PaDeNer.Streaming.Records;

/// <summary>When a result may leave. Whatever it is, a record leaves once, and offsets are committed up to the first record that has not.</summary>
public enum ResultOrder
{
    /// <summary>When all records before it in its partition have ended: results leave in input order.</summary>
    Partition,

    /// <summary>When all records of its key before it in its partition have ended; one without a key when it is ready.</summary>
    Key,

    /// <summary>When it is ready.</summary>
    Completion,
}

namespace PaDeNer.Streaming.Journal;

/// <summary>What a line of the journal says.</summary>
internal enum JournalEvent
{
    /// <summary>From the runs before: so often in a row the process ended while records of the partition were in decoding, and nothing of it was committed.</summary>
    Ends,

    /// <summary>From the runs before: a record that is to be decoded alone, and how often the process ended while it was.</summary>
    Suspect,

    /// <summary>From the runs before: how far a partition is committed.</summary>
    CommittedTo,

    /// <summary>A record is in decoding.</summary>
    Begun,

    /// <summary>A record is in decoding, and no other.</summary>
    BegunAlone,

    /// <summary>Nothing is in decoding, for a while, before a record is decoded alone once more.</summary>
    Waiting,

    /// <summary>A record was decoded, to whatever end.</summary>
    Ended,

    /// <summary>A record is no longer in decoding, and was not decoded to its end.</summary>
    GivenBack,

    /// <summary>Everything of a partition below an offset is committed; that may be no more than before, where results leave out of order.</summary>
    Committed,

    /// <summary>The process ends in order: what was in decoding was given back.</summary>
    Stopped,
}

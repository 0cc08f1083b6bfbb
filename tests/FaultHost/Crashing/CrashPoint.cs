namespace PaDeNer.FaultHost.Crashing;

/// <summary>The places at which the process can be made to end.</summary>
public static class CrashPoint
{
    /// <summary>A record was read and is not in the ledger yet.</summary>
    public const string AfterPoll = "after-poll";

    /// <summary>A record is in the ledger, its document is about to be handed to extraction.</summary>
    public const string BeforeDecoding = "before-decoding";

    /// <summary>A document has ended, its outcome is about to be handed to the publisher.</summary>
    public const string AfterDecoding = "after-decoding";

    /// <summary>A commit batch is about to be handed to the sink.</summary>
    public const string BeforeBatch = "before-batch";

    /// <summary>The sink has taken a batch, the ledger does not know of it yet.</summary>
    public const string AfterBatch = "after-batch";

    /// <summary>A transactional producer is about to be made ready.</summary>
    public const string BeforeInit = "before-init-transactions";

    /// <summary>A transactional producer is ready.</summary>
    public const string AfterInit = "after-init-transactions";

    /// <summary>A transaction is about to begin.</summary>
    public const string BeforeBegin = "before-begin";

    /// <summary>A transaction has begun, nothing is in it.</summary>
    public const string AfterBegin = "after-begin";

    /// <summary>A record is about to be handed to the client, others of its batch were.</summary>
    public const string WhileProducing = "while-producing";

    /// <summary>A dead letter was handed to the client.</summary>
    public const string WhileDeadLettering = "while-dead-lettering";

    /// <summary>The first call after records were handed to the client: what it waits for has not begun.</summary>
    public const string AfterProducing = "after-producing";

    /// <summary>A broker has acknowledged a record.</summary>
    public const string OnReport = "on-report";

    /// <summary>Offsets are about to go into the transaction.</summary>
    public const string BeforeOffsets = "before-send-offsets";

    /// <summary>Offsets are in the transaction.</summary>
    public const string AfterOffsets = "after-send-offsets";

    /// <summary>A transaction is about to be committed.</summary>
    public const string BeforeCommit = "before-commit";

    /// <summary>The commit is under way; the process ends a moment later, from another thread.</summary>
    public const string DuringCommit = "during-commit";

    /// <summary>The commit is acknowledged, nobody but the client knows.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>A transaction is about to be aborted.</summary>
    public const string BeforeAbort = "before-abort";

    /// <summary>A transaction was aborted.</summary>
    public const string AfterAbort = "after-abort";

    /// <summary>Partitions are being taken away, nothing was done about it yet.</summary>
    public const string BeforeRevoked = "before-revoked";

    /// <summary>Partitions are being taken away, and a commit is about to be made meanwhile.</summary>
    public const string RevokedBeforeCommit = "revoked-before-commit";

    /// <summary>Partitions are being taken away, and a commit was made meanwhile.</summary>
    public const string RevokedAfterCommit = "revoked-after-commit";

    /// <summary>Partitions were taken away as far as we are concerned; the client does not know yet.</summary>
    public const string AfterRevoked = "after-revoked";

    /// <summary>Partitions were assigned as far as we are concerned.</summary>
    public const string AfterAssigned = "after-assigned";

    /// <summary>The consumer is about to leave the group.</summary>
    public const string BeforeClose = "before-close";

    /// <summary>A step has failed, its documents are about to be decoded anew in smaller groups.</summary>
    public const string InBisection = "in-bisection";

    /// <summary>A document that may have ended the process is in decoding, and no other.</summary>
    public const string WhileAlone = "while-decoding-alone";

    /// <summary>Those that a delivery passes whatever it promises.</summary>
    public static IReadOnlyList<string> OfStream { get; } =
        [AfterPoll, BeforeDecoding, AfterDecoding, InBisection, WhileAlone, BeforeBatch, AfterBatch, BeforeRevoked, AfterRevoked, AfterAssigned, BeforeClose];

    /// <summary>Those that only a transactional producer passes.</summary>
    public static IReadOnlyList<string> OfTransactions { get; } =
    [
        BeforeInit, AfterInit, BeforeBegin, AfterBegin, WhileProducing, WhileDeadLettering, AfterProducing, OnReport, BeforeOffsets, AfterOffsets,
        BeforeCommit, DuringCommit, AfterCommit, BeforeAbort, AfterAbort, RevokedBeforeCommit, RevokedAfterCommit,
    ];
}

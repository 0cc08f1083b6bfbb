namespace PaDeNer.Batching;

/// <summary>How one lane packs its steps.</summary>
public sealed class BatchingOptions
{
    /// <summary>
    /// Most rows of one step; 1 to the engine's rows per step, default 128. On a CPU more rows make a step longer without making a
    /// row cheaper: about 65 rows saturate two cores with a small model.
    /// </summary>
    public int RowsPerStep { get; set; } = 128;

    /// <summary>
    /// Most documents of a lane in decoding at once. 1 to 256, 0 to let each lane find the number from what its steps take; default: 0.
    /// </summary>
    public int DocumentsInFlight { get; set; }

    /// <summary>
    /// Whether a step waits until <see cref="DocumentsInFlight"/> documents are in decoding or the input has ended. What is packed
    /// together then depends on the input alone, so that a run over a file gives the same bytes each time. No setting: in a stream a
    /// document could wait for company that never comes.
    /// </summary>
    public bool FillBeforeStep { get; private init; }

    /// <summary>
    /// Whether drafts go as far as the plan's limits allow, whatever they cost; otherwise as far as pays. Lanes that fill before a step
    /// draft nothing: what pays depends on how long steps take. No setting; default: false.
    /// </summary>
    public bool DraftAlways { get; private init; }

    /// <summary>Documents in decoding where none are configured and the number must not depend on how long steps take.</summary>
    private const int WhenFilling = 4;

    /// <summary>The same options with drafts whether they pay or not.</summary>
    public BatchingOptions DraftingAlways() =>
        new() { RowsPerStep = RowsPerStep, DocumentsInFlight = DocumentsInFlight, FillBeforeStep = FillBeforeStep, DraftAlways = true };

    /// <summary>The same options for input that is there as a whole.</summary>
    public BatchingOptions FillingBeforeStep() =>
        new() { RowsPerStep = RowsPerStep, DocumentsInFlight = DocumentsInFlight > 0 ? DocumentsInFlight : WhenFilling, FillBeforeStep = true };
}

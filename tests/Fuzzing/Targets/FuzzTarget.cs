namespace PaDeNer.Fuzzing.Targets;

/// <summary>A reader of ours, with what it promises of any input.</summary>
internal abstract class FuzzTarget
{
    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs to begin with.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Words of its language, which would be found by chance alone only after long.</summary>
    public abstract IReadOnlyList<byte[]> Words { get; }

    /// <summary>How long an input may become.</summary>
    public virtual int MostBytes => 4096;

    /// <summary>How much one execution may allocate.</summary>
    public virtual long MostAllocated => 32L * 1024 * 1024;

    /// <summary>Reads an input. Whatever it throws is a finding.</summary>
    /// <exception cref="BrokenPromiseException">What was read is not what the reader promises.</exception>
    public abstract void Read(byte[] input);
}

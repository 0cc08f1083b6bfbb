namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>Creating and freeing contexts and models touches state that the library shares; steps do not and take no lock.</summary>
internal static class NativeLock
{
    /// <summary>The one lock of the process.</summary>
    public static readonly Lock Instance = new();
}

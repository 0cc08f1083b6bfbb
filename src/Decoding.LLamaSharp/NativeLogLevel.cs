namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>How serious a line of the native libraries is; the values are ggml's.</summary>
public enum NativeLogLevel
{
    /// <summary>Without a level.</summary>
    None = 0,

    /// <summary>Detail for whoever works on the libraries.</summary>
    Debug = 1,

    /// <summary>What was loaded and how.</summary>
    Information = 2,

    /// <summary>Something is less good than it could be.</summary>
    Warning = 3,

    /// <summary>Something did not work.</summary>
    Error = 4,
}

namespace PaDeNer.FaultHost;

/// <summary>Ends this process with the one that started it and holds its standard input: a test that is killed leaves no hosts behind.</summary>
internal static class ParentWatch
{
    /// <summary>Watches from now on, where <c>PADENER_END_WITH_PARENT</c> is set.</summary>
    public static void Begin()
    {
        if (Environment.GetEnvironmentVariable("PADENER_END_WITH_PARENT") is not { Length: > 0 })
        {
            return;
        }

        Thread watch = new(() =>
        {
            using Stream input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
            }

            Environment.Exit(3);
        })
        {
            IsBackground = true,
        };
        watch.Start();
    }
}

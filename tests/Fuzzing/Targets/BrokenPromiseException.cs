namespace PaDeNer.Fuzzing.Targets;

/// <summary>A reader gave what it promises never to give.</summary>
internal sealed class BrokenPromiseException(string promise, string detail) : Exception($"{promise}: {detail}")
{
    /// <summary>The promise, the same for every input that breaks it.</summary>
    public string Promise => promise;

    /// <summary>Throws unless a promise is kept.</summary>
    public static void Unless(bool isKept, string promise, Func<string> detail)
    {
        if (!isKept)
        {
            throw new BrokenPromiseException(promise, detail());
        }
    }
}

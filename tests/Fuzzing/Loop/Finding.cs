using System.Diagnostics;
using PaDeNer.Fuzzing.Targets;

namespace PaDeNer.Fuzzing.Loop;

/// <summary>What was wrong with an execution.</summary>
/// <param name="Kind">The same for all inputs that find the same: kind of exception and where, a promise, a bound.</param>
/// <param name="Detail">What was seen with this input.</param>
internal sealed record Finding(string Kind, string Detail)
{
    /// <summary>A reader let an exception out.</summary>
    public static Finding Of(Exception thrown) => thrown is BrokenPromiseException broken
        ? new Finding(broken.Promise, broken.Message)
        : new Finding($"{thrown.GetType().Name} from {PlaceOf(thrown)}", thrown.ToString());

    /// <summary>An execution allocated more than it may.</summary>
    public static Finding OfMemory(long allocated) => new("more memory than it may", $"{allocated} bytes allocated");

    private static string PlaceOf(Exception thrown)
    {
        IEnumerable<string> frames =
            from frame in new StackTrace(thrown).GetFrames()
            let method = frame.GetMethod()
            let type = method?.DeclaringType?.FullName
            where type?.StartsWith("PaDeNer.", StringComparison.Ordinal) == true
            select $"{type}.{method!.Name}";
        return frames.FirstOrDefault() ?? thrown.TargetSite?.Name ?? "nowhere";
    }
}

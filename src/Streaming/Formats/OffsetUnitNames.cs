using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Formats;

/// <summary>The wire names of offset units.</summary>
public static class OffsetUnitNames
{
    /// <summary>The wire name of a unit.</summary>
    public static string Of(OffsetUnit unit) => unit switch
    {
        OffsetUnit.CodePoint => "code_point",
        OffsetUnit.Utf16 => "utf16",
        OffsetUnit.Utf8 => "utf8",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "A unit without a wire name."),
    };
}

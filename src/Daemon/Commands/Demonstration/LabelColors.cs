namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>A colour for each label, the same in every run. Pure.</summary>
internal sealed class LabelColors
{
    private static readonly string[] Palette =
        ["deepskyblue1", "orange1", "chartreuse3", "orchid1", "gold1", "turquoise2", "salmon1", "mediumpurple1", "palegreen1", "hotpink"];

    private readonly List<string> _labels;

    /// <summary>Colours for these labels, in their order.</summary>
    public LabelColors(IEnumerable<string> labels) => _labels = [.. labels];

    /// <summary>Each label with its colour.</summary>
    public IEnumerable<(string Label, string Color)> All => _labels.Select(label => (label, Of(label)));

    /// <summary>A label's colour; labels that were not announced share the last ones.</summary>
    public string Of(string label)
    {
        int index = _labels.IndexOf(label);
        return Palette[(index < 0 ? label.Length : index) % Palette.Length];
    }
}

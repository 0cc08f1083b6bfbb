using ScottPlot;

namespace PaDeNer.Training.Pictures;

/// <summary>What pictures have in common: font, colours, sizes of text, resolution.</summary>
internal static class PictureStyle
{
    /// <summary>Pixels of the file for each pixel of the layout: sharp on screens with small pixels.</summary>
    private const int Sharpness = 2;

    /// <summary>Colour of a picture's subject: this daemon, or what is right.</summary>
    public static readonly Color Main = new("#0969da");

    /// <summary>Colour of what the subject is compared with.</summary>
    public static readonly Color Other = new("#8c959f");

    /// <summary>Colour of predicted probabilities.</summary>
    public static readonly Color Promise = new("#9a6700");

    /// <summary>Right, in tables of right and wrong.</summary>
    public static readonly Color Right = new("#1a7f37");

    /// <summary>Wrong.</summary>
    public static readonly Color Wrong = new("#cf222e");

    /// <summary>Text.</summary>
    public static readonly Color Ink = new("#1f2328");

    /// <summary>Text that explains.</summary>
    public static readonly Color PaleInk = new("#59636e");

    private static readonly Color Grid = new("#d8dee4");

    static PictureStyle() => PictureFont.Register();

    /// <summary>An empty picture with a title above it.</summary>
    public static Plot Begin(string title)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.Color(Ink);
        plot.Axes.Title.Label.FontSize = 17;
        plot.Axes.Title.Label.Bold = false;
        plot.Title(title);
        plot.Grid.MajorLineColor = Grid;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Grid;
        plot.Legend.FontColor = Ink;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        return plot;
    }

    /// <summary>Names both axes; a name says the unit.</summary>
    public static void NameAxes(Plot plot, string across, string upwards)
    {
        foreach ((IAxis axis, string name) in (ReadOnlySpan<(IAxis, string)>)[(plot.Axes.Bottom, across), (plot.Axes.Left, upwards)])
        {
            axis.Label.Text = name;
            axis.Label.FontSize = 14;
            axis.Label.Bold = false;
            axis.Label.ForeColor = PaleInk;
        }
    }

    /// <summary>Words at a place of the picture, in a font that has their letters.</summary>
    public static void Words(Plot plot, string words, double x, double y, Alignment alignment, float size = 13, Color? color = null, float rotation = 0)
    {
        ScottPlot.Plottables.Text text = plot.Add.Text(words, x, y);
        text.LabelFontName = PictureFont.For(words);
        text.LabelFontSize = size;
        text.LabelFontColor = color ?? Ink;
        text.LabelAlignment = alignment;
        text.LabelRotation = rotation;
    }

    /// <summary>A picture without axes, whose coordinates go from the left and the top.</summary>
    public static void WithoutAxes(Plot plot, double left, double right, double top, double bottom)
    {
        plot.HideGrid();
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.IsVisible = false;
        }

        plot.Axes.SetLimits(left, right, bottom, top);
    }

    /// <summary>The file, as PNG.</summary>
    /// <param name="plot">The picture; not used any more afterwards.</param>
    /// <param name="width">In pixels of the layout.</param>
    /// <param name="height">In pixels of the layout.</param>
    public static byte[] Finish(Plot plot, int width, int height)
    {
        plot.ScaleFactor = Sharpness;
        return plot.GetImageBytes(width * Sharpness, height * Sharpness, ImageFormat.Png);
    }
}

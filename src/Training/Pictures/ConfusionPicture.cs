using System.Globalization;
using PaDeNer.Training.Evaluation;
using ScottPlot;

namespace PaDeNer.Training.Pictures;

/// <summary>Draws annotated labels against given ones: numbers, and colour by their share of the row.</summary>
public static class ConfusionPicture
{
    private const int Cell = 78;
    private const int LongestName = 14;
    private const double StrongFrom = 0.6;

    /// <summary>Room beside the cells, in cells.</summary>
    private const double Left = 2.3, Above = 1.2, Below = 0.9, Right = 0.4;

    /// <summary>Of the title.</summary>
    private const int TitleHeight = 44;

    /// <summary>Narrower pictures would cut the title and the words below the table.</summary>
    private const double LeastWidth = 7;

    /// <summary>The picture as PNG.</summary>
    public static byte[] Draw(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int side = matrix.Labels.Count + 1;
        double right = Math.Max(side + Right, LeastWidth - Left);
        using Plot plot = PictureStyle.Begin("Confusion: annotated labels against given ones");
        PictureStyle.WithoutAxes(plot, -Left, right, -Above, side + Below);
        PictureStyle.Words(plot, "given by the model", side / 2.0, -0.75, Alignment.MiddleCenter, 14, PictureStyle.PaleInk);
        PictureStyle.Words(plot, "annotated", -Left + 0.2, side / 2.0, Alignment.MiddleCenter, 14, PictureStyle.PaleInk, rotation: -90);
        for (int i = 0; i <= matrix.None; i++)
        {
            PictureStyle.Words(plot, NameOf(matrix, i, "missed"), i + 0.5, -0.2, Alignment.MiddleCenter);
            PictureStyle.Words(plot, NameOf(matrix, i, "nothing"), -0.15, i + 0.5, Alignment.MiddleRight);
            AddRow(plot, matrix, i);
        }

        PictureStyle.Words(plot, "mention strings per text and their share of the row: green right, red wrong", -Left + 0.2, side + 0.3, Alignment.MiddleLeft, 11, PictureStyle.PaleInk);
        PictureStyle.Words(plot, "missed: annotated and not given; nothing: given and not annotated", -Left + 0.2, side + 0.6, Alignment.MiddleLeft, 11, PictureStyle.PaleInk);
        return PictureStyle.Finish(plot, (int)((Left + right) * Cell), TitleHeight + (int)((Above + side + Below) * Cell));
    }

    private static void AddRow(Plot plot, ConfusionMatrix matrix, int gold)
    {
        int total = Enumerable.Range(0, matrix.None + 1).Sum(given => matrix[gold, given]);
        for (int given = 0; given <= matrix.None; given++)
        {
            if (gold == matrix.None && given == matrix.None)
            {
                continue; // what is neither annotated nor given cannot be counted
            }

            double share = total == 0 ? 0 : (double)matrix[gold, given] / total;
            ScottPlot.Plottables.Rectangle cell = plot.Add.Rectangle(given, given + 1, gold, gold + 1);
            cell.FillColor = (gold == given ? PictureStyle.Right : PictureStyle.Wrong).WithAlpha(share);
            cell.LineColor = PictureStyle.Other.WithAlpha(0.5);
            cell.LineWidth = 1;
            Color ink = share >= StrongFrom ? Colors.White : PictureStyle.Ink;
            PictureStyle.Words(plot, matrix[gold, given].ToString("N0", CultureInfo.InvariantCulture), given + 0.5, gold + 0.4, Alignment.MiddleCenter, 14, ink);
            PictureStyle.Words(plot, share.ToString("0.0 %", CultureInfo.InvariantCulture), given + 0.5, gold + 0.66, Alignment.MiddleCenter, 11, ink);
        }
    }

    private static string NameOf(ConfusionMatrix matrix, int index, string none)
    {
        string name = index == matrix.None ? none : matrix.Labels[index];
        return name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
    }
}

using System.Globalization;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Training.Pictures;

/// <summary>Draws annotated labels against given ones: numbers, and colour by their share of the row.</summary>
public static class ConfusionPicture
{
    private const int Cell = 74;
    private const int Left = 150;
    private const int Top = 108;
    private const int LongestName = 14;
    private const double StrongFrom = 0.8;

    /// <summary>The picture as SVG.</summary>
    public static string Draw(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int side = (matrix.Labels.Count + 1) * Cell;
        SvgPicture picture = new(Math.Max(Left + side + 30, 520), Top + side + 50, "Confusion: annotated labels against given ones");
        picture.Text(20, 26, "Confusion", "title", "start");
        picture.Text(20, 46, "mention strings per text; colour: share of the row, green where right, red where not", "small", "start");
        picture.Text(Left + (side / 2.0), Top - 38, "given by the model");
        picture.Text(24, Top + (side / 2.0), "annotated", upwards: true);
        for (int i = 0; i <= matrix.None; i++)
        {
            double middle = (i + 0.5) * Cell;
            picture.Text(Left + middle, Top - 12, NameOf(matrix, i, "missed"));
            picture.Text(Left - 12, Top + middle + 5, NameOf(matrix, i, "nothing"), anchor: "end");
            Row(picture, matrix, i);
        }

        picture.Text(20, Top + side + 30, "missed: annotated and not given; nothing: given and not annotated", "small", "start");
        return picture.ToString();
    }

    private static void Row(SvgPicture picture, ConfusionMatrix matrix, int gold)
    {
        int total = Enumerable.Range(0, matrix.None + 1).Sum(given => matrix[gold, given]);
        for (int given = 0; given <= matrix.None; given++)
        {
            double x = Left + (given * Cell);
            double y = Top + (gold * Cell);
            if (gold == matrix.None && given == matrix.None)
            {
                continue; // what is neither annotated nor given cannot be counted
            }

            double share = total == 0 ? 0 : (double)matrix[gold, given] / total;
            picture.Rectangle(x, y, Cell, Cell, gold == given ? "right" : "wrong", share);
            picture.Rectangle(x, y, Cell, Cell, "cell");
            string strong = share >= StrongFrom ? "strong" : string.Empty;
            picture.Text(x + (Cell / 2.0), y + (Cell / 2.0), matrix[gold, given].ToString("N0", CultureInfo.InvariantCulture), strong);
            picture.Text(
                x + (Cell / 2.0), y + (Cell / 2.0) + 18, share.ToString("0.0 %", CultureInfo.InvariantCulture), share >= StrongFrom ? "share strong" : "share");
        }
    }

    private static string NameOf(ConfusionMatrix matrix, int index, string none)
    {
        string name = index == matrix.None ? none : matrix.Labels[index];
        return name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
    }
}

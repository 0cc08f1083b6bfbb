using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace PaDeNer.Training.Pictures;

/// <summary>
/// The font of all pictures, which comes with the program: a machine need not have any, and a picture looks the same wherever it was made.
/// It has the letters of European languages.
/// </summary>
internal sealed class PictureFont : IFontResolver
{
    /// <summary>What the plotting library knows it by; no font that is installed is called that.</summary>
    public const string Name = "padener-pictures";

    private const string Resource = "PaDeNer.Training.Pictures.DejaVuSans.ttf";
    private static readonly SKTypeface Own = Load();

    /// <summary>Has the plotting library use it from now on; once is enough.</summary>
    public static void Register()
    {
        Fonts.FontResolvers.Insert(0, new PictureFont());
        Fonts.Default = Fonts.Sans = Name;
    }

    /// <summary>The font that a text is written in: another one where ours lacks a letter and the machine has a font with it.</summary>
    public static string For(string text)
    {
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            if (!Own.ContainsGlyphs([rune.Value]))
            {
                using SKTypeface? other = SKFontManager.Default.MatchCharacter(rune.Value);
                return other?.FamilyName ?? Name;
            }
        }

        return Name;
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => fontName == Name ? Own : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Own : null;

    private static SKTypeface Load()
    {
        using System.IO.Stream font = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        return SKTypeface.FromStream(font);
    }
}

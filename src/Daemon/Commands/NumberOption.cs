using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PaDeNer.Daemon.Commands;

/// <summary>Options that want a number. Whatever is given instead is said in one sentence, as any other error of the command line.</summary>
internal static class NumberOption
{
    /// <summary>An option that wants a whole number.</summary>
    /// <param name="name">The option.</param>
    /// <param name="help">Stands for the number in the help.</param>
    /// <param name="description">What the number is.</param>
    /// <param name="least">The least that makes sense.</param>
    public static Option<int?> Whole(string name, string help, string description, int least = int.MinValue) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result => ReadWhole(result, name, least),
    };

    /// <summary>An option that wants a number, written with a point whatever the system's language is.</summary>
    /// <param name="name">The option.</param>
    /// <param name="help">Stands for the number in the help.</param>
    /// <param name="description">What the number is.</param>
    public static Option<double?> Real(string name, string help, string description) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result => ReadReal(result, name),
    };

    private static int? ReadWhole(ArgumentResult result, string name, int least)
    {
        string word = result.Tokens[^1].Value;
        if (!Int128.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 number))
        {
            result.AddError($"{name} wants a whole number and got '{word}'");
            return null;
        }

        if (number < least || number > int.MaxValue)
        {
            result.AddError(string.Create(
                CultureInfo.InvariantCulture, $"{name} wants {(number < least ? $"{least} or more" : $"{int.MaxValue} or less")}"));
            return null;
        }

        return (int)number;
    }

    private static double? ReadReal(ArgumentResult result, string name)
    {
        string word = result.Tokens[^1].Value;
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            return number;
        }

        result.AddError($"{name} wants a number and got '{word}'");
        return null;
    }
}

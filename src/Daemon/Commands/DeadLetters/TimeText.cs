using System.Globalization;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>Times as people type them: a date, a time of day with it, or so long ago. Pure.</summary>
internal static class TimeText
{
    /// <summary>Reads one; without a zone it is UTC.</summary>
    /// <param name="text">Such as 2026-11-29, 2026-11-29T10:30:00+01:00, 90s, 15m, 2h or 7d.</param>
    /// <param name="now">What ago counts from.</param>
    /// <returns>Null where it is no time.</returns>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
        {
            double seconds = count * (text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => double.NaN });
            return seconds <= (now - DateTimeOffset.MinValue).TotalSeconds - 1 ? now - TimeSpan.FromSeconds(seconds) : null;
        }

        string[] formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }
}

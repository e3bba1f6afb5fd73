using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>Values as people read them, in one way for all commands.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static string Time(DateTimeOffset? time) =>
        time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "";

    public static string Second(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    public static string TimeOfDay(DateTimeOffset? time) => time?.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>How long ago for a person at a terminal; the time itself for what reads a pipe.</summary>
    public static string Ago(DateTimeOffset? time, Call call)
    {
        if (time is not { } at || !call.Surroundings.IsTerminal)
        {
            return Time(time);
        }

        var age = call.Surroundings.Clock.GetUtcNow() - at;
        return age < TimeSpan.FromSeconds(1) ? "now" : $"{Coarse(age)} ago";
    }

    private static string Coarse(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalSeconds}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes}m"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays}d"),
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Four decimals, or as many as a small amount needs to be seen; nothing for nothing.</summary>
    public static string Cost(decimal cost) => cost switch
    {
        0 => "",
        < 0.0001m => cost.ToString("0.########", CultureInfo.InvariantCulture),
        _ => cost.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "",
        { TotalMilliseconds: < 1 } => "<1ms",
        { TotalSeconds: < 1 } short_ => short_.TotalMilliseconds.ToString("0'ms'", CultureInfo.InvariantCulture),
        { TotalMinutes: < 1 } medium => medium.TotalSeconds.ToString("0.0's'", CultureInfo.InvariantCulture),
        { TotalHours: < 1 } minutes => string.Create(CultureInfo.InvariantCulture, $"{(int)minutes.TotalMinutes}m{minutes.Seconds:00}s"),
        { TotalDays: < 2 } hours => string.Create(CultureInfo.InvariantCulture, $"{(int)hours.TotalHours}h{hours.Minutes:00}m"),
        { } days => string.Create(CultureInfo.InvariantCulture, $"{(int)days.TotalDays}d"),
    };

    /// <summary>A span as a person would set it: in the largest unit that goes without rest.</summary>
    public static string Age(TimeSpan age) => age.Ticks switch
    {
        var ticks when ticks % TimeSpan.TicksPerDay == 0 => $"{ticks / TimeSpan.TicksPerDay}d",
        var ticks when ticks % TimeSpan.TicksPerHour == 0 => $"{ticks / TimeSpan.TicksPerHour}h",
        var ticks when ticks % TimeSpan.TicksPerMinute == 0 => $"{ticks / TimeSpan.TicksPerMinute}m",
        var ticks => $"{ticks / TimeSpan.TicksPerSecond}s",
    };

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{Number(count)} {many}";

    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000m:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000m:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000_000m:0.#} GB"),
    };

    public static string Error(string type, string? message) => message is null ? type : $"{type}: {message}";

    /// <summary>One line that moves no cursor: text of users and models must not be able to play with somebody's terminal.</summary>
    public static string Line(string? text) =>
        string.Join(' ', Printable(text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Line ends and tabs stay, a carriage return is a line end; what else moves the cursor, turns the direction of writing or is not seen becomes a
    /// visible mark. The joiners between letters and emoji stay, which belong to how a word is written.
    /// </summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes())
        {
            printable.Append((IsDeceptive(rune) ? Rune.ReplacementChar : rune).ToString());
        }

        return printable.ToString();
    }

    private static bool IsDeceptive(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is not ('\n' or '\t'),
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };
}

using System.Globalization;

namespace AgentKit;

/// <summary>The key of the last item of a page. Callers see it as an opaque text.</summary>
/// <param name="Kind">The list that it belongs to: one of another list is refused.</param>
/// <param name="Id">The item.</param>
/// <param name="Time">Its time, to the microsecond, where the list is ordered by one.</param>
/// <param name="Number">Its number within what <paramref name="Id"/> stands for, where the list goes on within it.</param>
internal sealed record Cursor(CursorKind Kind, Guid Id, DateTimeOffset? Time = null, long? Number = null)
{
    private const char Separator = '.';

    /// <summary>The cursor in a text that <see cref="ToString"/> made, or <see langword="null"/> for none.</summary>
    public static Cursor? Parse(string? text, CursorKind kind)
    {
        if (text is null)
        {
            return null;
        }

        var parts = text.Split(Separator);
        if (parts.Length is 3 or 4
            && parts[0] == Name(kind)
            && Guid.TryParseExact(parts[1], "N", out var id)
            && TryParseTime(parts[2], out var time)
            && TryParseNumber(parts.ElementAtOrDefault(3), out var number)
            && time is null == (kind is not (CursorKind.SessionsByActivity or CursorKind.TasksByDeadline))
            && number is null == (kind != CursorKind.TurnSearch))
        {
            return new Cursor(kind, id, time, number);
        }

        throw new ArgumentException("The cursor does not belong to this list.", nameof(text));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name(Kind)}{Separator}{Id:N}{Separator}{Time?.UtcTicks:x}")
        + (Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"{Separator}{number}") : "");

    private static bool TryParseTime(string text, out DateTimeOffset? time)
    {
        time = null;
        if (text.Length == 0)
        {
            return true;
        }

        var valid = long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            && ticks >= DateTimeOffset.MinValue.Ticks
            && ticks <= DateTimeOffset.MaxValue.Ticks;
        if (valid)
        {
            time = new DateTimeOffset(ticks, TimeSpan.Zero);
        }

        return valid;
    }

    private static bool TryParseNumber(string? text, out long? number)
    {
        number = null;
        if (text is null)
        {
            return true;
        }

        var valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        if (valid)
        {
            number = value;
        }

        return valid;
    }

    private static string Name(CursorKind kind) => ((int)kind).ToString(CultureInfo.InvariantCulture);
}

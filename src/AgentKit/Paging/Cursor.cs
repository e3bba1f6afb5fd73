using System.Globalization;

namespace AgentKit;

/// <summary>The key of the last item of a page. Callers see it as an opaque text.</summary>
/// <param name="Kind">The list that it belongs to: one of another list is refused.</param>
/// <param name="Id">The item.</param>
/// <param name="Time">Its time, to the microsecond, where the list is ordered by one.</param>
internal sealed record Cursor(CursorKind Kind, Guid Id, DateTimeOffset? Time = null)
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
        if (parts.Length == 3
            && parts[0] == Name(kind)
            && Guid.TryParseExact(parts[1], "N", out var id)
            && TryParseTime(parts[2], out var time)
            && time is null == (kind is not (CursorKind.SessionsByActivity or CursorKind.TasksByDeadline)))
        {
            return new Cursor(kind, id, time);
        }

        throw new ArgumentException("The cursor does not belong to this list.", nameof(text));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name(Kind)}{Separator}{Id:N}{Separator}{Time?.UtcTicks:x}");

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

    private static string Name(CursorKind kind) => ((int)kind).ToString(CultureInfo.InvariantCulture);
}

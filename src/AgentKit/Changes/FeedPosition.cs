using System.Globalization;

namespace AgentKit;

/// <summary>A place in the feed of a workspace: everything up to here was read. Callers see it as an opaque text.</summary>
/// <param name="Position">Where the transaction stands, as <c>session_commits.feed_position</c> has it.</param>
/// <param name="SessionId">The session of the last commit read; empty where everything before <paramref name="Position"/> was read.</param>
/// <param name="Version">Its version.</param>
internal sealed record FeedPosition(long Position, Guid SessionId = default, long Version = 0)
{
    private const char Separator = '.';
    private const string Kind = "c";

    /// <summary>After every change there will ever be: asks for none, and so only for how far the feed reaches.</summary>
    public static FeedPosition End { get; } = new(long.MaxValue);

    public static FeedPosition Parse(string text, string paramName)
    {
        if (text == ChangeCursor.Beginning)
        {
            return new FeedPosition(0);
        }

        var parts = text.Split(Separator);
        return parts.Length == 4
            && parts[0] == Kind
            && TryParseNumber(parts[1], out var position)
            && Guid.TryParseExact(parts[2], "N", out var sessionId)
            && TryParseNumber(parts[3], out var version)
            ? new FeedPosition(position, sessionId, version)
            : throw new ArgumentException("The cursor does not belong to the change feed of a workspace.", paramName);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}{Separator}{Position:x}{Separator}{SessionId:N}{Separator}{Version:x}");

    private static bool TryParseNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;
}

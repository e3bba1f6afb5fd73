using System.Text;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Errors on their way to the log. What a host states is checked; what an exception says is made to fit.</summary>
internal static class ToolErrorText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The error with its message cut to what is kept.</summary>
    /// <exception cref="ArgumentException">Its type is out of range, or PostgreSQL cannot hold its texts.</exception>
    public static ToolError Check(ToolError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        TextGuard.Require(error.Type, ToolRunGuard.MaxNameLength, nameof(error.Type));
        return error with { Message = CheckMessage(error.Message, nameof(error.Message)) };
    }

    /// <summary>A message cut to what is kept.</summary>
    /// <exception cref="ArgumentException">PostgreSQL cannot hold it.</exception>
    public static string? CheckMessage(string? message, string paramName)
    {
        if (message is null)
        {
            return null;
        }

        TextGuard.Text(message, int.MaxValue, paramName);
        return Cut(message, ToolRunGuard.MaxMessageLength);
    }

    /// <summary>What an exception says, whatever that is: it must never be the reason why an end is not logged.</summary>
    public static ToolError Of(Exception exception)
    {
        var type = exception.GetType();
        return new ToolError(
            Fit(type.FullName ?? type.Name, ToolRunGuard.MaxNameLength),
            Fit(exception.Message ?? "", ToolRunGuard.MaxMessageLength));
    }

    private static string Fit(string text, int maxLength)
    {
        var cut = Cut(text, maxLength);
        if (TextGuard.FindProblem(cut) is null)
        {
            return cut;
        }

        var fitting = new StringBuilder(cut.Length);
        foreach (var rune in cut.EnumerateRunes()) // gives U+FFFD for an unpaired surrogate
        {
            fitting.Append(rune.Value == 0 ? Replacement.ToString() : rune.ToString());
        }

        return fitting.ToString();
    }

    /// <summary>Never between the two halves of a character.</summary>
    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var splitsPair = char.IsSurrogatePair(text[maxLength - 1], text[maxLength]);
        return text[..(splitsPair ? maxLength - 1 : maxLength)];
    }
}

using System.Runtime.CompilerServices;

namespace AgentKit.Cli;

/// <summary>A value a line. A bad line is told, and the next one read; blank lines count and are nothing.</summary>
internal static class SourceLines
{
    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceBuffer source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var feed = source.Unread[searched..].IndexOf((byte)'\n');
            if (feed < 0 && !source.IsAtEnd)
            {
                searched = source.Unread.Length;
                await source.FillAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            var length = feed < 0 ? source.Unread.Length : searched + feed;
            if (Read(source, length, feed >= 0) is { } item)
            {
                yield return item;
            }

            searched = 0;
            if (feed < 0)
            {
                break;
            }
        }
    }

    private static SourceItem? Read(SourceBuffer source, int length, bool hasEnd)
    {
        var line = source.Line;
        var text = source.Unread[..length].Trim(" \t\r"u8);
        SourceItem? item = null;
        if (!text.IsEmpty)
        {
            var problem = SourceJson.TryParse(text, out var json, out _);
            item = new SourceItem(line, source.Position + length, line, IsElement: false, json, problem);
        }

        source.Skip(hasEnd ? length + 1 : length);
        return item;
    }
}

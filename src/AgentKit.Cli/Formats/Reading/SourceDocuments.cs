using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>
/// Documents one after the other, however they are broken into lines; of an array each element by itself, so that only one of them is in
/// memory. After a mistake in the JSON nobody can say where the next value begins: it ends there.
/// </summary>
internal static class SourceDocuments
{
    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceBuffer source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (document, isInArray, isAfterElement) = (0L, false, false);
        while (await NextAsync(source, cancellationToken).ConfigureAwait(false) is { } next)
        {
            switch (next)
            {
                case (byte)']' when isInArray:
                    isInArray = false;
                    source.Skip(1);
                    continue;
                case (byte)',' when isAfterElement:
                    isAfterElement = false;
                    source.Skip(1);
                    continue;
                case (byte)'[' when !isInArray:
                    (isInArray, isAfterElement) = (true, false);
                    document++;
                    source.Skip(1);
                    continue;
                case not ((byte)'{' or (byte)'['):
                    throw new SourceException(source.Line, "holds something that is neither an object nor an array");
                default:
                    if (isAfterElement)
                    {
                        throw new SourceException(source.Line, "lacks a comma");
                    }

                    break;
            }

            document += isInArray ? 0 : 1;
            isAfterElement = isInArray;
            var length = await FindEndAsync(source, cancellationToken).ConfigureAwait(false);
            yield return Read(source, length, document, isInArray);
        }

        if (isInArray)
        {
            throw new SourceException(source.Line, "is the last, and the array does not end: the file is cut off");
        }
    }

    private static SourceItem Read(SourceBuffer source, int length, long document, bool isElement)
    {
        var line = source.Line;
        var problem = SourceJson.TryParse(source.Unread[..length], out var json, out var below);
        source.Skip(length);
        return new SourceItem(problem is null ? line : line + below, source.Position, document, isElement, json, problem);
    }

    /// <summary>The next byte that is no white space, or null at the end.</summary>
    private static async ValueTask<byte?> NextAsync(SourceBuffer source, CancellationToken cancellationToken)
    {
        while (true)
        {
            var offset = source.Unread.IndexOfAnyExcept(" \t\r\n"u8);
            source.Skip(offset < 0 ? source.Unread.Length : offset);
            if (offset >= 0)
            {
                return source.Unread[0];
            }

            if (source.IsAtEnd)
            {
                return null;
            }

            await source.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<int> FindEndAsync(SourceBuffer source, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (FindEnd(source) is { } length)
            {
                return length;
            }

            if (source.IsAtEnd)
            {
                throw new SourceException(source.Line, "begins a value that does not end: the file is cut off");
            }

            await source.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static int? FindEnd(SourceBuffer source)
    {
        var reader = new Utf8JsonReader(source.Unread, isFinalBlock: false, state: default);
        try
        {
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : null;
        }
        catch (JsonException exception)
        {
            throw new SourceException(source.Line + (exception.LineNumber ?? 0), "is not valid JSON");
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>A file of JSON: one value a line, or documents that go over lines. It can be read any number of times.</summary>
internal sealed class SourceFile(string path, int maxBytes = SourceBuffer.DefaultMaxBytes)
{
    private static readonly string[] LineExtensions = [".jsonl", ".ndjson"];

    public string Path => path;

    public long Length => new FileInfo(path).Length;

    public Stream Open() => new FileStream(
        path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });

    /// <summary>All values in order. What is wrong with one value is in it; when nothing after it can be read, it throws.</summary>
    /// <exception cref="SourceException">The file cannot be read on.</exception>
    public async IAsyncEnumerable<SourceItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = Open();
        await using (stream.ConfigureAwait(false))
        {
            var source = new SourceBuffer(stream, maxBytes);
            await source.FillAsync(cancellationToken).ConfigureAwait(false);
            var items = HasLines(source) ? SourceLines.ReadAsync(source, cancellationToken) : SourceDocuments.ReadAsync(source, cancellationToken);
            await foreach (var item in items.ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    /// <summary>By the name; else if the first line begins an object and ends it.</summary>
    private bool HasLines(SourceBuffer source)
    {
        if (LineExtensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        var text = source.Unread.TrimStart(" \t\r\n"u8);
        if (text is not [(byte)'{', ..])
        {
            return false;
        }

        // A line that is longer than the first piece of the file counts as one, unless the piece shows more than one line.
        var feed = text.IndexOf((byte)'\n');
        return feed < 0 ? !source.IsAtEnd || IsWhole(text) : IsWhole(text[..feed]);
    }

    private static bool IsWhole(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, isFinalBlock: false, state: default);
        try
        {
            return reader.Read() && reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

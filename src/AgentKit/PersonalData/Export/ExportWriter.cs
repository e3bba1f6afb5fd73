using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AgentKit;

/// <summary>Writes the lines of an export and counts them. It holds what fits into one buffer, and passes longer lines on as they are.</summary>
internal sealed class ExportWriter(Stream destination, CancellationToken cancellationToken)
{
    private const int BufferSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(BufferSize);
    private readonly Dictionary<string, long> _rows = PersonalTables.All.ToDictionary(table => table.Name, _ => 0L, StringComparer.Ordinal);
    private long _flushed;

    public IReadOnlyDictionary<string, long> Rows => _rows;

    public long Bytes => _flushed + _buffer.WrittenCount;

    /// <summary>The first line: what this is, of whom, and when.</summary>
    public Task WriteHeaderAsync(AgentScope scope, string subject, string subjectId, DateTimeOffset exportedAt) =>
        WriteObjectAsync(ExportFormat.Header, json =>
        {
            json.WriteString(ExportFormat.Format, ExportFormat.Name);
            json.WriteNumber(ExportFormat.FormatVersion, ExportFormat.Version);
            json.WriteNumber("schema_version", MigrationCatalog.Shipped.LatestVersion);
            json.WriteString("workspace_id", scope.WorkspaceId);
            json.WriteString(subject, subjectId);
            json.WriteString("exported_at", exportedAt.ToUniversalTime());
        });

    public async Task WriteRowAsync(PersonalTable table, ReadOnlyMemory<byte> row)
    {
        _rows[table.Name]++;
        Append($"{{\"{ExportFormat.Table}\":\"{table.Name}\",\"{ExportFormat.Row}\":");
        if (row.Length < BufferSize)
        {
            _buffer.Write(row.Span);
        }
        else
        {
            await FlushAsync().ConfigureAwait(false);
            await destination.WriteAsync(row, cancellationToken).ConfigureAwait(false);
            _flushed += row.Length;
        }

        Append("}\n");
        if (_buffer.WrittenCount >= BufferSize)
        {
            await FlushAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The last line: an export that was cut off has none.</summary>
    public async Task WriteFooterAsync()
    {
        await WriteObjectAsync(ExportFormat.Footer, json =>
        {
            json.WriteStartObject(ExportFormat.Rows);
            foreach (var (table, count) in _rows)
            {
                json.WriteNumber(table, count);
            }

            json.WriteEndObject();
        }).ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteObjectAsync(string name, Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        var json = new Utf8JsonWriter(memory);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteStartObject(name);
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        _buffer.Write(memory.ToArray());
        Append("\n");
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    private async Task FlushAsync()
    {
        await destination.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _flushed += _buffer.WrittenCount;
        _buffer.ResetWrittenCount();
    }
}

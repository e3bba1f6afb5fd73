using System.Runtime.CompilerServices;

namespace AgentKit;

/// <summary>Reads a file of lines as an export: its header, its rows in their order, its footer.</summary>
internal static class ImportFile
{
    public static async IAsyncEnumerable<ImportRow> ReadAsync(
        Stream source, int maxLineBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new ImportLines(source, maxLineBytes);
        ReadHeader(await lines.ReadAsync(cancellationToken).ConfigureAwait(false));

        var order = new ImportOrder();
        while (true)
        {
            var line = await lines.ReadAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new ImportException(lines.Number, "is missing: the file was cut off before its footer");
            if (ImportParser.Is(line.Span, ExportFormat.Footer))
            {
                order.End(ImportParser.ReadFooter(line.Span, lines.Number), lines.Number);
                break;
            }

            var row = ImportParser.ReadRow(line.Span, lines.Number);
            order.Add(row);
            yield return row;
        }

        if (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new ImportException(lines.Number, "comes after the footer");
        }
    }

    private static void ReadHeader(ReadOnlyMemory<byte>? line)
    {
        if (line is not { } header || !ImportParser.Is(header.Span, ExportFormat.Header))
        {
            throw new ImportException(1, "is not the header of an export");
        }

        ImportParser.ReadHeader(header.Span);
    }
}

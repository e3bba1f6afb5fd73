using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Reads single lines. What it lets through has the form, the columns and the types of an export; no message says more of the content.</summary>
internal static class ImportParser
{
    /// <summary>The deepest content that is stored, and the line around it.</summary>
    private const int MaxDepth = 2 * JsonGuard.DefaultMaxDepth;

    private static readonly SearchValues<char> IntervalCharacters = SearchValues.Create("PYMWDTHS0123456789.-");

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>Whether the line is of a kind: header or footer.</summary>
    public static bool Is(ReadOnlySpan<byte> line, string kind)
    {
        var reader = new Utf8JsonReader(line, Strict);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(kind);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Checks the first line.</summary>
    public static void ReadHeader(ReadOnlySpan<byte> line)
    {
        Check(line, 1);
        using var document = JsonDocument.Parse(line.ToArray());
        var header = document.RootElement.GetProperty(ExportFormat.Header);
        if (header.ValueKind != JsonValueKind.Object
            || !header.TryGetProperty(ExportFormat.Format, out var format)
            || format.ValueKind != JsonValueKind.String
            || !format.ValueEquals(ExportFormat.Name))
        {
            throw new ImportException(1, "is not the header of an export");
        }

        if (!header.TryGetProperty(ExportFormat.FormatVersion, out var version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var number)
            || number != ExportFormat.Version)
        {
            throw new ImportException(1, FormattableString.Invariant($"is of another version of the format than {ExportFormat.Version}"));
        }
    }

    /// <summary>The counts of the last line.</summary>
    public static Dictionary<string, long> ReadFooter(ReadOnlySpan<byte> line, long number)
    {
        Check(line, number);
        using var document = JsonDocument.Parse(line.ToArray());
        var footer = document.RootElement.GetProperty(ExportFormat.Footer);
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        if (footer.ValueKind != JsonValueKind.Object || !footer.TryGetProperty(ExportFormat.Rows, out var rows) || rows.ValueKind != JsonValueKind.Object)
        {
            throw new ImportException(number, "is not the footer of an export");
        }

        foreach (var table in rows.EnumerateObject())
        {
            counts[table.Name] = table.Value.ValueKind == JsonValueKind.Number && table.Value.TryGetInt64(out var count)
                ? count
                : throw new ImportException(number, "counts in something else than whole numbers");
        }

        return counts;
    }

    public static ImportRow ReadRow(ReadOnlySpan<byte> line, long number)
    {
        Check(line, number);
        var reader = new Utf8JsonReader(line, Strict);
        Expect(ref reader, JsonTokenType.StartObject, number);
        ExpectName(ref reader, ExportFormat.Table, number);
        Expect(ref reader, JsonTokenType.String, number);
        var table = PersonalTables.Find(reader.GetString()!) ?? throw new ImportException(number, "is of a table that is not known");
        ExpectName(ref reader, ExportFormat.Row, number);
        Expect(ref reader, JsonTokenType.StartObject, number);
        var values = ReadValues(ref reader, line, table, number);
        Expect(ref reader, JsonTokenType.EndObject, number);
        var row = new ImportRow(number, table, values, line.Length);
        ImportRules.Check(row);
        return row;
    }

    private static string?[] ReadValues(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, PersonalTable table, long number)
    {
        var values = new string?[table.Columns.Count];
        var isGiven = new bool[table.Columns.Count];
        List<string> jsonNulls = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var index = table.IndexOf(name);
            reader.Read();
            if (name == ExportFormat.JsonNull)
            {
                ReadNames(ref reader, jsonNulls, number);
                continue;
            }

            if (index < 0 || isGiven[index])
            {
                throw new ImportException(number, $"has a column that {table.Name} does not have, or one of its columns twice");
            }

            isGiven[index] = true;
            values[index] = ReadValue(ref reader, line, table.Columns[index], number);
        }

        var missing = Array.IndexOf(isGiven, value: false);
        if (missing >= 0)
        {
            throw new ImportException(number, $"lacks the column {table.Columns[missing].Name} of {table.Name}");
        }

        foreach (var name in jsonNulls)
        {
            var index = table.IndexOf(name);
            values[index] = index >= 0 && values[index] is null && table.Columns[index] is { Kind: ColumnKind.Json, IsNullable: true }
                ? "null"
                : throw new ImportException(number, $"names a column in {ExportFormat.JsonNull} that holds no null of JSON");
        }

        return values;
    }

    private static void ReadNames(ref Utf8JsonReader reader, List<string> names, long number)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        var isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            names.Add(reader.GetString()!);
        }

        if (!isList || reader.TokenType != JsonTokenType.EndArray)
        {
            throw new ImportException(number, $"has something else than names in {ExportFormat.JsonNull}");
        }
    }

    private static string? ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, PersonalColumn column, long number)
    {
        if (column.Kind is ColumnKind.Json or ColumnKind.Jsonb)
        {
            var start = (int)reader.TokenStartIndex;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            return isNull && column.IsNullable ? null : Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed]);
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return column.IsNullable ? null : throw new ImportException(number, $"has no value for {column.Name}");
        }

        return ReadScalar(ref reader, column.Kind)
            ?? throw new ImportException(number, $"has a value for {column.Name} that is no {column.Kind.ToString().ToLowerInvariant()}");
    }

    private static string? ReadScalar(ref Utf8JsonReader reader, ColumnKind kind) => (kind, reader.TokenType) switch
    {
        (ColumnKind.Text, JsonTokenType.String) => reader.GetString(),
        (ColumnKind.Uuid, JsonTokenType.String) when reader.TryGetGuid(out var id) => id.ToString(),
        (ColumnKind.Timestamptz, JsonTokenType.String) when IsTime(ref reader) => reader.GetString(),
        (ColumnKind.Interval, JsonTokenType.String) when IsInterval(reader.GetString()!) => reader.GetString(),
        (ColumnKind.BigInt, JsonTokenType.Number) when reader.TryGetInt64(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        (ColumnKind.Integer, JsonTokenType.Number) when reader.TryGetInt32(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        (ColumnKind.Numeric, JsonTokenType.Number) => Encoding.UTF8.GetString(reader.ValueSpan),
        (ColumnKind.Boolean, JsonTokenType.True) => "true",
        (ColumnKind.Boolean, JsonTokenType.False) => "false",
        _ => null,
    };

    /// <summary>PostgreSQL itself would take "tomorrow". What it prints for the first and the last instant is good.</summary>
    private static bool IsTime(ref Utf8JsonReader reader) =>
        reader.TryGetDateTimeOffset(out _) || reader.ValueTextEquals("infinity"u8) || reader.ValueTextEquals("-infinity"u8);

    /// <summary>Of ISO 8601; PostgreSQL itself has the last word.</summary>
    private static bool IsInterval(string text) => text.StartsWith('P') && !text.AsSpan().ContainsAnyExcept(IntervalCharacters);

    private static void Check(ReadOnlySpan<byte> line, long number)
    {
        if (!Utf8.IsValid(line))
        {
            throw new ImportException(number, "is not valid UTF-8");
        }

        var reader = new Utf8JsonReader(line, Strict);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            // Its message may quote the line.
            throw new ImportException(number, FormattableString.Invariant($"is not strict JSON at byte {reader.BytesConsumed}"));
        }

        if (JsonEscapes.FindProblem(line) is { } problem)
        {
            throw new ImportException(number, problem);
        }
    }

    private static void ExpectName(ref Utf8JsonReader reader, string name, long number)
    {
        Expect(ref reader, JsonTokenType.PropertyName, number);
        if (!reader.ValueTextEquals(name))
        {
            throw NotARow(number);
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, long number)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw NotARow(number);
        }
    }

    private static ImportException NotARow(long number) => new(number, "is neither a row of a table nor the footer");
}

namespace AgentKit;

/// <summary>A row on its way into an export, as Dapper maps it by name.</summary>
internal sealed record ExportRow
{
    /// <summary>The key after which the next page begins, where the table has a uuid in it.</summary>
    public Guid Id { get; init; }

    /// <summary>The key after which the next page begins, where the table has a number in it.</summary>
    public long Number { get; init; }

    /// <summary>The key within those of the same number, where the table has one.</summary>
    public long Second { get; init; }

    /// <summary>Of a session.</summary>
    public long Version { get; init; }

    /// <summary>Of a session.</summary>
    public long TurnCount { get; init; }

    /// <summary>The row as JSON in UTF-8, without line feeds.</summary>
    public byte[] Line { get; init; } = [];
}

namespace AgentKit;

/// <summary>One table of <see cref="PersonalTables"/>, with the queries that export, import and erase it.</summary>
/// <param name="Name">As in the schema, and in the lines of an export.</param>
internal sealed record PersonalTable(string Name)
{
    /// <summary>What a line holds, in its order: all columns but the workspace.</summary>
    public required IReadOnlyList<PersonalColumn> Columns { get; init; }

    /// <summary>The uuid by which rows follow each other; with <see cref="NumberKey"/> where both are set. Neither: one row.</summary>
    public string? IdKey { get; init; }

    /// <summary>The whole number by which rows follow each other.</summary>
    public string? NumberKey { get; init; }

    /// <summary>The whole number by which rows of the same <see cref="NumberKey"/> follow each other.</summary>
    public string? SecondKey { get; init; }

    /// <summary>Reads the rows of one session, by pages.</summary>
    public string? Export { get; init; }

    /// <summary>Reads the rows of one person outside of their own sessions, by pages; of the sessions, all of that person.</summary>
    public string? ExportOfUser { get; init; }

    public required string Import { get; init; }

    /// <summary>Removes a batch of the rows of some sessions.</summary>
    public string? Erase { get; init; }

    /// <summary>Removes a batch of the rows of one person.</summary>
    public string? EraseOfUser { get; init; }

    /// <summary>Replaces a person's id in a batch of rows that belong to others.</summary>
    public string? Pseudonymize { get; init; }

    /// <summary>What ends a row that nobody erases.</summary>
    public required string Kept { get; init; }

    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }
}

namespace AgentKit;

/// <summary>One row of a file, checked for its form.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Table">Where it goes.</param>
/// <param name="Values">Its values as PostgreSQL reads them, in the order of the columns.</param>
/// <param name="Bytes">How long its line is.</param>
internal sealed record ImportRow(long Line, PersonalTable Table, string?[] Values, int Bytes)
{
    public string? this[string column] => Values[Table.IndexOf(column)];
}

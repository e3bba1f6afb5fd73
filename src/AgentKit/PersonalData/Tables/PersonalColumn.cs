namespace AgentKit;

/// <summary>One column of a line.</summary>
/// <param name="Name">As in the schema.</param>
/// <param name="Kind">Its type.</param>
/// <param name="IsNullable">Whether it may be without a value.</param>
internal sealed record PersonalColumn(string Name, ColumnKind Kind, bool IsNullable)
{
    /// <summary>The parameter of the import that takes its values.</summary>
    public string Parameter { get; } = string.Concat(Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Reads <c>name:type</c>, with a question mark where there may be no value, separated by white space.</summary>
    public static IReadOnlyList<PersonalColumn> Parse(string columns) =>
        [.. columns.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];

    private static PersonalColumn ParseOne(string column)
    {
        var (name, type) = column.Split(':') is [var first, var second]
            ? (first, second)
            : throw new InvalidOperationException($"{column} is not name:type.");
        return new(name, Enum.Parse<ColumnKind>(type.TrimEnd('?'), ignoreCase: true), type.EndsWith('?'));
    }
}

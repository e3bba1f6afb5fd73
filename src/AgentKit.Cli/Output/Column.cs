using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Value">The text of a row, without mark-up.</param>
internal sealed record Column<T>(string Name, Func<T, string> Value)
{
    public bool IsNumber { get; init; }

    /// <summary>Where the table is too wide, columns with the highest rank are left out first; 0 is always shown.</summary>
    public int Rank { get; init; }

    /// <summary>How narrow it may be cut before a column is left out; as wide as its content if 0.</summary>
    public int Least { get; init; }

    /// <summary>How a row looks in this column; plain by default.</summary>
    public Func<T, Style>? Style { get; init; }
}

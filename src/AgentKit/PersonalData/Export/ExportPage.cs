namespace AgentKit;

/// <summary>Rows of one table that follow each other.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="IsLast">Whether there are no more after them.</param>
internal sealed record ExportPage(IReadOnlyList<ExportRow> Rows, bool IsLast);

namespace AgentKit.Cli;

/// <summary>What <c>migrate validate</c> finds.</summary>
internal sealed record MigrationVerdict(bool IsValid, int Pending, string? Problem);

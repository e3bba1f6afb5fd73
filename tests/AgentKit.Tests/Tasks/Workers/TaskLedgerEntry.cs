namespace AgentKit.Tests.Tasks.Workers;

internal sealed record TaskLedgerEntry(Guid TaskId, long Token, string What);

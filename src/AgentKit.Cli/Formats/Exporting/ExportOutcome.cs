namespace AgentKit.Cli;

/// <summary>What an export came to.</summary>
/// <param name="Turns">How many turns the session has.</param>
/// <param name="Messages">How many messages, or events, were written.</param>
/// <param name="Omitted">How many blocks were left out, because the format has no word for them.</param>
internal sealed record ExportOutcome(long Turns, long Messages, long Omitted);

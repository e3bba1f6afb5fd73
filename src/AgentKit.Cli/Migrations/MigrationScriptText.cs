namespace AgentKit.Cli;

/// <summary>What <c>migrate script</c> writes.</summary>
internal sealed record MigrationScriptText(int From, string Sql);

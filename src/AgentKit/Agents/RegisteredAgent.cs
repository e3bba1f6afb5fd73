namespace AgentKit;

/// <summary>
/// An agent as the registry knows it. A snapshot, shared between callers: its <see cref="AgentDefinition.Settings"/> must not be changed.
/// </summary>
/// <param name="Definition">What it is now, with instructions that were updated since it was registered.</param>
/// <param name="Version">1 when first registered, one more with every change.</param>
/// <param name="DisabledTools">Tools of the definition that must not be used for now.</param>
/// <param name="IsShared">Whether it comes from the host's shared catalogue and not from the workspace itself.</param>
/// <param name="RegisteredAt">When it was first registered, by the host's clock.</param>
/// <param name="UpdatedAt">When it last changed, by the clock of the database.</param>
public sealed record RegisteredAgent(
    AgentDefinition Definition,
    long Version,
    IReadOnlyList<string> DisabledTools,
    bool IsShared,
    DateTimeOffset RegisteredAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The tools that it may use now.</summary>
    public IEnumerable<string> EnabledTools => Definition.Tools.Except(DisabledTools, StringComparer.Ordinal);
}
